"""The rule that offers training: three times the same, unprepared, within ninety days."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import F, Q

from incidents.codes.after import Prepared
from incidents.models import Incident
from people.models import User
from wellbeing.codes import NeedSource
from wellbeing.models import TrainingNeed
from wellbeing.operations.training import raise_need
from wellbeing.topics import TOPIC_BY_BEHAVIOUR

REPORTS = 3
WINDOW = dt.timedelta(days=90)
REFUSED_FOR = dt.timedelta(days=365)
HISTORY_AGE = dt.timedelta(days=14)


@transaction.atomic
def raise_needs_by_rule(*, incident: Incident, now: dt.datetime) -> list[TrainingNeed]:
    """Offer training to who met the same behaviour three times in ninety days, unprepared.

    Each of the three says that the person did not feel prepared; one that says nothing is silent.

    An anonymous report neither raises a need nor counts for one: the manager would guess from it.

    Checks: the count; reports taken over from an old register do not count; a subject that was
    trained within the ninety days, or refused within a year, is not raised. Writes: the needs.
    Sends nothing. The need does not say which reports it came from.
    """
    if incident.is_anonymous or incident.prepared != Prepared.NO:
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
    return [
        raise_need(actor=None, person=person, topic=topic, source=NeedSource.RULE, now=now)
        for topic in sorted(topics - _answered(person, topics, now))
    ]


def _answered(person: User, topics: set[int], now: dt.datetime) -> set[int]:
    """Return the subjects that the rule leaves alone: trained lately, or refused within a year."""
    trained, refused = Q(done_at__gte=now - WINDOW), Q(refused_at__gte=now - REFUSED_FOR)
    found = TrainingNeed.objects.filter(trained | refused, person=person, topic__in=topics)
    return set(found.values_list("topic", flat=True))


def _counts(incident: Incident, since: dt.datetime) -> Counter[int]:
    is_history = Q(source=Incident.Source.IMPORT, occurred_at__lt=F("reported_at") - HISTORY_AGE)
    counted = Incident.objects.counted().filter(
        is_anonymous=False, occurred_at__gte=since, prepared=Prepared.NO
    )
    recent = counted.filter(reported_by=incident.reported_by).exclude(is_history)
    found = recent.values_list("behaviours", flat=True)
    return Counter(number for behaviours in found for number in set(behaviours))
