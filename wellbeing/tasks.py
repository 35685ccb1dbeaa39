"""Due work of care. Beat says "look now"; what is due stands in the database."""

from celery import shared_task

from people.queries import database_now
from wellbeing import operations
from wellbeing.operations import circle, copies, starters


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def sweep_care() -> None:
    operations.sweep_care(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def sweep_alerts() -> None:
    operations.sweep_alerts(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def sweep_reflections() -> None:
    operations.sweep_reflections(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def forget_slots() -> None:
    circle.forget_slots(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def raise_needs_of_starters() -> None:
    starters.raise_needs_of_starters(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def repeat_offers() -> None:
    operations.repeat_offers(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def recheck_holders() -> None:
    operations.recheck_holders(now=database_now())


@shared_task  # type: ignore[untyped-decorator] # celery has no types
def set_copies_right() -> None:
    copies.set_copies_right(now=database_now())
