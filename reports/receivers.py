"""What reports do when something happened: one operation each, in the same transaction."""

import datetime as dt

from django.dispatch import receiver

from incidents.models import CustomerMerge
from incidents.signals import customers_joined, customers_parted
from reports import operations


@receiver(customers_joined, dispatch_uid="join-cards")
def join_cards(*, merge: CustomerMerge, now: dt.datetime, **_: object) -> None:
    operations.join_cards(merge=merge, now=now)


@receiver(customers_parted, dispatch_uid="part-cards")
def part_cards(*, merge: CustomerMerge, now: dt.datetime, **_: object) -> None:
    operations.part_cards(merge=merge, now=now)
