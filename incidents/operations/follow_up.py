"""Writing to the customer afterwards: facts first, each checked; sent when it has rested."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNEL_BY_KEY
from incidents.models import Event, Fact, FollowUp, Incident, Reaction
from incidents.operations.timeline import note_event
from incidents.permissions import may_settle
from people.errors import RuleBroken
from people.models import User

TEXT_MAX, FACT_MAX, SOURCE_MAX, MOST_FACTS = 4000, 300, 120, 20
LONGEST_REST = dt.timedelta(days=14)

NOT_YOURS = _("Who leads the team looks after this.")
SENT = _("This was sent before: it stays as it was.")


@transaction.atomic
def begin_follow_up(*, actor: User, incident: Incident, now: dt.datetime) -> FollowUp:
    """Begin a message to the customer; an unsent one is gone on with.

    Checks: the actor leads the team or advises. Writes: the message, empty.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not may_settle(actor, incident):
        raise RuleBroken(NOT_YOURS)
    unsent = FollowUp.objects.filter(incident=incident, sent_at__isnull=True).first()
    return unsent or FollowUp.objects.create(incident=incident, begun_by=actor, begun_at=now)


@transaction.atomic
def write_follow_up(
    *,
    actor: User,
    follow_up: FollowUp,
    text: str,
    channel: str,
    is_advice_asked: bool | None,
    parked_until: dt.datetime | None,
    now: dt.datetime,
) -> FollowUp:
    """Keep what is written so far, and until when it rests; nothing has to be complete.

    Checks: the actor leads the team or advises; it was not sent; the text has at most 4000
    characters; the channel is in the list; it rests two weeks at most. Writes: the message.
    """
    follow_up = _unsent(actor, follow_up)
    if len(text) > TEXT_MAX:
        raise RuleBroken(_("This is too long: 4000 characters at most."), field="text")
    if channel and channel not in CHANNEL_BY_KEY:
        raise RuleBroken(_("This way of contact is not in the list."), field="channel")
    if parked_until is not None and not now <= parked_until <= now + LONGEST_REST:
        raise RuleBroken(_("It can rest for two weeks at most."), field="rest")
    follow_up.text = text.strip()
    follow_up.channel = CHANNEL_BY_KEY[channel].number if channel else None
    follow_up.is_advice_asked, follow_up.parked_until = is_advice_asked, parked_until
    follow_up.save(update_fields=["text", "channel", "is_advice_asked", "parked_until"])
    return follow_up


@transaction.atomic
def add_fact(*, actor: User, follow_up: FollowUp, text: str, source: str, now: dt.datetime) -> Fact:
    """Add one fact and where it comes from; the same one twice is one.

    Checks: the actor leads the team or advises; it was not sent; a fact of at most 300
    characters and a source of at most 120; at most twenty facts. Writes: the fact, unchecked.
    """
    follow_up = _unsent(actor, follow_up)
    text, source = " ".join(text.split()), " ".join(source.split())
    if not text or len(text) > FACT_MAX:
        raise RuleBroken(_("Write one fact, in at most 300 characters."), field="text")
    if not source or len(source) > SOURCE_MAX:
        raise RuleBroken(_("Say where it comes from, in at most 120 characters."), field="source")
    same = follow_up.facts.filter(text=text, source=source).first()
    if same is not None:
        return same
    if follow_up.facts.count() >= MOST_FACTS:
        raise RuleBroken(_("Twenty facts are enough."), field="text")
    return Fact.objects.create(follow_up=follow_up, text=text, source=source)


@transaction.atomic
def check_fact(*, actor: User, fact: Fact, now: dt.datetime) -> Fact:
    """Note that the actor has checked this fact against its source; the first one stays.

    Checks: the actor leads the team or advises; the message was not sent. Writes: who and when,
    a line on the timeline; a fact that was struck out stands again.
    """
    follow_up = _unsent(actor, fact.follow_up)
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    if fact.checked_at is None:
        fact.checked_by, fact.checked_at = actor, now
        kind = Event.Kind.FACT_CHECKED
        note_event(incident=follow_up.incident, kind=kind, actor=actor, now=now)
    fact.struck_at = None
    fact.save(update_fields=["checked_by", "checked_at", "struck_at"])
    return fact


@transaction.atomic
def strike_fact(*, actor: User, fact: Fact, now: dt.datetime) -> Fact:
    """Strike out a fact that does not hold or cannot be checked; it stays readable.

    Checks: the actor leads the team or advises; the message was not sent. Writes: when, and a
    line on the timeline that says who.
    """
    follow_up = _unsent(actor, fact.follow_up)
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    if fact.struck_at is None:
        kind = Event.Kind.FACT_STRUCK
        note_event(incident=follow_up.incident, kind=kind, actor=actor, now=now)
    fact.checked_by, fact.checked_at, fact.struck_at = None, None, fact.struck_at or now
    fact.save(update_fields=["checked_by", "checked_at", "struck_at"])
    return fact


@transaction.atomic
def send_follow_up(
    *, actor: User, follow_up: FollowUp, is_rest_over: bool, now: dt.datetime
) -> FollowUp:
    """Mark the message as sent; after that neither it nor its facts change.

    Checks: the actor leads the team or advises; it was not sent; a text and a channel; whether a
    colleague was asked for advice is said; one fact at least stands and none is unchecked (the
    database refuses that too); while it still rests, the sender says once more that it goes now.
    Writes: the message, a line on the timeline, the reaction that was still owed.
    """
    follow_up = _unsent(actor, follow_up)
    _check_complete(follow_up)
    _check_facts(list(follow_up.facts.all()))
    if follow_up.parked_until is not None and follow_up.parked_until > now and not is_rest_over:
        raise RuleBroken(
            _("It still rests. Read it once more; then say that it goes now."), field="is_rest_over"
        )
    follow_up.sent_by, follow_up.sent_at = actor, now
    follow_up.save(update_fields=["sent_by", "sent_at"])
    Reaction.objects.filter(incident=follow_up.incident, done_at__isnull=True).update(
        channel=follow_up.channel, done_by=actor, done_at=now
    )
    kind = Event.Kind.FOLLOW_UP_SENT
    note_event(incident=follow_up.incident, kind=kind, actor=actor, now=now)
    return follow_up


def _unsent(actor: User, follow_up: FollowUp) -> FollowUp:
    """Lock the message, so that no fact slips in while it is being sent."""
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("incident")
    found = rows.get(pk=follow_up.pk)
    if not may_settle(actor, found.incident):
        raise RuleBroken(NOT_YOURS)
    if found.sent_at is not None:
        raise RuleBroken(SENT)
    return found


def _check_complete(follow_up: FollowUp) -> None:
    if not follow_up.text:
        raise RuleBroken(_("Write what we tell the customer, and save it."), field="text")
    if follow_up.channel is None:
        raise RuleBroken(_("Choose how it reaches the customer."), field="channel")
    if follow_up.is_advice_asked is None:
        raise RuleBroken(_("Did you ask a colleague to read it? Yes or no."), field="advice")


def _check_facts(facts: list[Fact]) -> None:
    if not all(fact.is_settled for fact in facts):
        raise RuleBroken(_("A fact is still unchecked. Check it or strike it out."), field="facts")
    if all(fact.struck_at is not None for fact in facts):
        raise RuleBroken(_("It rests on one checked fact at least."), field="facts")
