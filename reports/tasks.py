"""What the worker does by the clock."""

from pathlib import Path

from celery import shared_task
from django.conf import settings

from people.queries import database_now
from reports.operations.effects import renew_effects
from reports.operations.evidence import renew_evidence
from reports.operations.intake import forget_files, read_feed
from reports.operations.nightly import look_for_patterns
from reports.operations.publish import publish_due_months
from reports.operations.rollups import refresh_dirty_months
from reports.operations.telling import remind_of_second_looks


@shared_task  # type: ignore[untyped-decorator]
def publish_closed_months() -> None:
    """Freeze the report of every month that has closed and has none yet."""
    publish_due_months(now=database_now())


@shared_task  # type: ignore[untyped-decorator]
def refresh_rollups() -> None:
    """Count the months anew that reports changed in."""
    refresh_dirty_months(now=database_now())


@shared_task  # type: ignore[untyped-decorator]
def look_at_patterns() -> None:
    """Run the engine; draw the cards and say what came of each step, from closed months."""
    look_for_patterns(now=database_now())
    renew_evidence()
    renew_effects()


@shared_task  # type: ignore[untyped-decorator]
def remind_card_owners() -> None:
    """Give the owner of a card a task on the day of its second look."""
    remind_of_second_looks(now=database_now())


@shared_task  # type: ignore[untyped-decorator]
def read_contacts_feed() -> None:
    """Take in the new files of the feed, when there is one; forget files nobody decided about."""
    now = database_now()
    forget_files(now=now)
    if settings.CONTACTS_FEED:
        read_feed(folder=Path(settings.CONTACTS_FEED), now=now)
