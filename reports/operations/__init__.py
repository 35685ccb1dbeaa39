from reports.operations.publish import publish_due_months, publish_month

__all__ = ["publish_due_months", "publish_month"]
