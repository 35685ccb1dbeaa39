"""Telling those who reported, asking customers, and reminding the owner of a card."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import Call, notify, notify_all
from reports import queries
from reports.models import CardMessage, PatternCard
from reports.operations.cards import NO_SURVEY, opened, second_look_key
from reports.periods import shifted
from reports.queries.cards import may_survey

WINDOW = 6
HTTPS = "https://"


@transaction.atomic
def tell_reporters(*, actor: User, card: PatternCard, words: str, now: dt.datetime) -> CardMessage:
    """Send everybody who reported what the card is about the same words.

    Checks: the card is open and about a product; there are words. Writes: the message and who may
    read it, a notice for each of them. Signals: none. Sends: what their notices bring. Nobody
    learns who or how many they are.
    """
    found = opened(card)
    if found.product_id is None:
        raise RuleBroken(_("Answer who reported a customer on the report itself."))
    if not words.strip():
        raise RuleBroken(_("Write what you want to tell."), field="words")
    message = CardMessage.objects.create(
        card=found, words=words.strip(), written_by=actor, written_at=now
    )
    people = User.objects.filter(pk__in=_reporters(found), is_active=True).order_by("pk")
    message.readers.set(people)
    path = message.get_absolute_url()
    calls = [
        Call(person, Notice.Kind.UPDATE, path, f"card-message:{message.pk}:{person.pk}")
        for person in people
    ]
    notify_all(calls=calls, now=now)
    return message


def _reporters(card: PatternCard) -> set[int]:
    """Who reported it in the closed months that the card rests on."""
    found = Incident.objects.counted().filter(
        occurred_on__gte=shifted(card.opened_in, 1 - WINDOW),
        occurred_on__lt=shifted(card.seen_in, 1),
        product=card.product_id,
    )
    return set(found.values_list("reported_by_id", flat=True))


@transaction.atomic
def note_survey(
    *, card: PatternCard, url: str, sent_on: dt.date | None, result: str, now: dt.datetime
) -> PatternCard:
    """Keep where the organisation's own survey is, when it was sent and what came back.

    Checks: the card is open; no warning or measure towards its customer; the address is
    encrypted; the day has come. Writes: the card.
    Signals: none. Sends: nothing.
    """
    found = opened(card)
    if not may_survey(found):
        raise RuleBroken(NO_SURVEY)
    if not url.startswith(HTTPS):
        raise RuleBroken(_("Give an address that begins with https://."), field="url")
    if sent_on is not None and sent_on > queries.today(now):
        raise RuleBroken(_("Note the day once it was sent."), field="sent_on")
    found.survey_url, found.survey_sent_on, found.survey_result = url, sent_on, result.strip()
    found.save(update_fields=["survey_url", "survey_sent_on", "survey_result"])
    return found


@transaction.atomic
def remind_of_second_looks(*, now: dt.datetime) -> int:
    """Give the owner of each card a task on the day of its second look; returns how many.

    Checks: the card is open and the day has come. Writes: one notice per card and day. Signals:
    none. Sends: what the notices bring.
    """
    due = PatternCard.objects.open().filter(
        owner__isnull=False, look_again_on__lte=queries.today(now)
    )
    cards = list(due.select_related("owner").order_by("pk"))
    for card in cards:
        if card.owner is not None:
            path, key = card.get_absolute_url(), second_look_key(card)
            notify(recipient=card.owner, kind="pattern", path=path, key=key, now=now)
    return len(cards)
