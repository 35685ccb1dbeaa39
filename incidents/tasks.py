"""Due work of the facts. Beat says "look now"; what is due stands in the database."""

from celery import shared_task

from incidents import operations
from incidents.operations.help import advance_calls
from people.queries import database_now


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def sweep_breaks() -> None:
    operations.sweep_breaks(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def advance_help_calls() -> None:
    """Let calls for help travel on."""
    advance_calls(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def sweep_answers() -> None:
    operations.sweep_answers(now=database_now())
