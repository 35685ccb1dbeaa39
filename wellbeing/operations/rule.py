"""The rule that offers training: three reports of the same behaviour within ninety days."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import F, Q

from incidents.models import Incident
from wellbeing.codes import NeedSource
from wellbeing.models import TrainingNeed
from wellbeing.operations.training import raise_need
from wellbeing.topics import TOPIC_BY_BEHAVIOUR

REPORTS = 3
WINDOW = dt.timedelta(days=90)
HISTORY_AGE = dt.timedelta(days=14)


@transaction.atomic
def raise_needs_by_rule(*, incident: Incident, now: dt.datetime) -> list[TrainingNeed]:
    """Offer training to who met the same behaviour three times in ninety days.

    An anonymous report neither raises a need nor counts for one: the manager would guess from it.

    Checks: the count; reports taken over from an old register do not count, and an offer of the
    rule that was answered within the ninety days is not repeated. Writes: the needs. Sends
    nothing. The need does not say which reports it came from.
    """
    if incident.is_anonymous:
        return []
    person = incident.reported_by
    since = now - WINDOW
    topics = {
        TOPIC_BY_BEHAVIOUR[number]
        for number, count in _counts(incident, since).items()
        if count >= REPORTS and number in incident.behaviours and number in TOPIC_BY_BEHAVIOUR
    }
    if not topics:
        return []
    answered = set(
        TrainingNeed.objects.filter(Q(done_at__gte=since) | Q(refused_at__gte=since))
        .filter(person=person, topic__in=topics)
        .values_list("topic", flat=True)
    )
    return [
        raise_need(actor=None, person=person, topic=topic, source=NeedSource.RULE, now=now)
        for topic in sorted(topics - answered)
    ]


def _counts(incident: Incident, since: dt.datetime) -> Counter[int]:
    is_history = Q(source=Incident.Source.IMPORT, occurred_at__lt=F("reported_at") - HISTORY_AGE)
    counted = Incident.objects.counted().filter(is_anonymous=False, occurred_at__gte=since)
    recent = counted.filter(reported_by=incident.reported_by).exclude(is_history)
    found = recent.values_list("behaviours", flat=True)
    return Counter(number for behaviours in found for number in set(behaviours))
