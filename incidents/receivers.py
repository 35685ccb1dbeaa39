"""What the facts do when one of them changes, or a phone rings: one operation each."""

import datetime as dt

from django.dispatch import receiver

from incidents.models import Incident
from incidents.operations.help.waking import note_sending_failed
from incidents.operations.measures import (
    ask_review_of,
    close_fallen_review,
    open_relation_review,
)
from incidents.signals import report_judged
from people.signals import push_failed


@receiver(push_failed, dispatch_uid="note-sending-failed")
def sending_failed(*, key: str, now: dt.datetime, **_: object) -> None:
    note_sending_failed(key=key, now=now)


@receiver(report_judged, dispatch_uid="open-relation-review")
def reconsider_relation(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    open_relation_review(incident=incident, now=now)


@receiver(report_judged, dispatch_uid="look-at-measures-again")
def look_again(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    ask_review_of(incident=incident, now=now)


@receiver(report_judged, dispatch_uid="close-fallen-review")
def close_fallen(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    if incident.customer is not None:
        close_fallen_review(customer=incident.customer, now=now)
