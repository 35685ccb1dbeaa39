"""What the worker does for people. Beat only says "look now"."""

from celery import shared_task

from people.operations import send_due_mails, send_due_pushes
from people.queries import database_now


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def send_outbox() -> None:
    """Send the mails that are due."""
    send_due_mails(now=database_now(), clock=database_now)


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def send_pushes() -> None:
    """Wake the phones that are to be woken."""
    send_due_pushes(now=database_now(), clock=database_now)
