"""Due work of the facts. Beat says "look now"; what is due stands in the database."""

from celery import shared_task

from incidents import operations
from incidents.operations import files
from incidents.operations.help import advance_calls
from incidents.operations.measures import end_due_measures
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


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def sweep_promises() -> None:
    operations.sweep_promises(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def end_measures() -> None:
    """End the measures whose last day is over."""
    end_due_measures(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def sweep_files() -> None:
    """Throw away files that no report knows."""
    files.sweep_files(now=database_now())
