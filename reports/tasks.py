"""What the worker does by the clock."""

from celery import shared_task

from people.queries import database_now
from reports.operations import publish_due_months


@shared_task  # type: ignore[untyped-decorator]
def publish_closed_months() -> None:
    """Freeze the report of every month that has closed and has none yet."""
    publish_due_months(now=database_now())
