import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from incidents.models import Event, Fact, FollowUp, Incident
from incidents.operations.follow_up import (
    add_fact,
    begin_follow_up,
    check_fact,
    send_follow_up,
    strike_fact,
    write_follow_up,
)
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import FactFactory, FollowUpFactory, IncidentFactory, ReactionFactory

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return IncidentFactory.create(reported_by=cast.ana, team=cast.north)


@pytest.fixture
def follow_up(cast: Cast, incident: Incident) -> FollowUp:
    """A message that is complete but for its facts."""
    return FollowUpFactory.create(
        incident=incident, begun_by=cast.max, channel=9, is_advice_asked=True
    )


def send(cast: Cast, follow_up: FollowUp, now: dt.datetime, *, over: bool = False) -> FollowUp:
    return send_follow_up(actor=cast.max, follow_up=follow_up, is_rest_over=over, now=now)


def test_a23_facts_are_checked_before_it_is_sent(
    cast: Cast, follow_up: FollowUp, now: dt.datetime
) -> None:
    """It cannot be marked sent until each fact is checked or struck out."""
    first = add_fact(
        actor=cast.max, follow_up=follow_up, text="Moved twice.", source="Planning.", now=now
    )
    second = add_fact(
        actor=cast.max, follow_up=follow_up, text="Nobody called.", source="Ana.", now=now
    )
    with pytest.raises(RuleBroken) as refused:
        send(cast, follow_up, now)
    assert refused.value.field == "facts"
    check_fact(actor=cast.dex, fact=first, now=now)
    with pytest.raises(RuleBroken):
        send(cast, follow_up, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        FollowUp.objects.update(sent_at=now, sent_by=cast.max)
    strike_fact(actor=cast.max, fact=second, now=now)
    sent = send(cast, follow_up, now)
    assert (sent.sent_by, sent.is_advice_asked) == (cast.max, True)
    first.refresh_from_db()
    assert first.checked_by == cast.dex
    told = [(event.kind, event.actor) for event in Event.objects.order_by("pk")]
    assert told == [
        (Event.Kind.FACT_CHECKED, cast.dex),
        (Event.Kind.FACT_STRUCK, cast.max),
        (Event.Kind.FOLLOW_UP_SENT, cast.max),
    ]


def test_a20_stop_before_sending_and_cool_off(
    client: Client, cast: Cast, follow_up: FollowUp
) -> None:
    """A draft is parked with a timer; sending it earlier asks for one confirmation."""
    client.force_login(cast.max)
    page = f"/follow-up/{follow_up.public_id}/"
    for word in ("phone", "email", "chat", "social_media", "counter", "home_visit", "letter"):
        assert f'value="{word}"' in client.get(page).content.decode()
    client.post(f"{page}facts/", {"text": "Moved twice.", "source": "Planning."})
    client.post(f"/fact/{Fact.objects.get().public_id}/check/")
    typed = {"text": "Sorry.", "channel": "social_media", "advice": "no", "rest": "tomorrow"}
    assert client.post(page, typed).status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.parked_until is not None
    assert "It rests until" in client.get(page).content.decode()
    assert client.post(f"{page}sending/").status_code == 422
    assert client.post(f"{page}sending/", {"is_rest_over": "on"}).status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.sent_at is not None


def test_rest_that_is_over_asks_nothing(cast: Cast, follow_up: FollowUp, now: dt.datetime) -> None:
    FactFactory.create(follow_up=follow_up, checked_by=cast.max, checked_at=now)
    FollowUp.objects.update(parked_until=now + HOUR)
    with pytest.raises(RuleBroken) as refused:
        send(cast, follow_up, now)
    assert refused.value.field == "is_rest_over"
    send(cast, follow_up, now + 2 * HOUR)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"channel": None}, "channel"),
        ({"is_advice_asked": None}, "advice"),
    ],
)
def test_message_is_complete_before_it_is_sent(
    cast: Cast, follow_up: FollowUp, now: dt.datetime, change: dict[str, object], field: str
) -> None:
    FactFactory.create(follow_up=follow_up, checked_by=cast.max, checked_at=now)
    FollowUp.objects.update(**change)
    with pytest.raises(RuleBroken) as refused:
        send(cast, follow_up, now)
    assert refused.value.field == field


def test_message_rests_on_a_fact_that_stands(
    cast: Cast, follow_up: FollowUp, now: dt.datetime
) -> None:
    with pytest.raises(RuleBroken, match="one checked fact"):
        send(cast, follow_up, now)
    FactFactory.create(follow_up=follow_up, struck_at=now)
    with pytest.raises(RuleBroken, match="one checked fact"):
        send(cast, follow_up, now)


def test_sent_message_and_its_facts_stay(cast: Cast, follow_up: FollowUp, now: dt.datetime) -> None:
    fact = FactFactory.create(follow_up=follow_up, checked_by=cast.max, checked_at=now)
    ReactionFactory.create(incident=follow_up.incident)
    send(cast, follow_up, now)
    follow_up.incident.reaction.refresh_from_db()
    assert follow_up.incident.reaction.done_at == now, "the customer has heard from us"
    with pytest.raises(RuleBroken, match="sent before"):
        strike_fact(actor=cast.max, fact=fact, now=now)
    for change in (
        lambda: FollowUp.objects.update(text="Other."),
        lambda: Fact.objects.update(text="Other."),
        lambda: FactFactory.create(follow_up=follow_up),
        lambda: Fact.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    again = begin_follow_up(actor=cast.max, incident=follow_up.incident, now=now)
    assert again.pk != follow_up.pk


@pytest.mark.parametrize(
    ("text", "source", "field"), [("", "Ana.", "text"), ("Twice.", " ", "source")]
)
def test_fact_has_a_source(
    cast: Cast, follow_up: FollowUp, now: dt.datetime, text: str, source: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        add_fact(actor=cast.max, follow_up=follow_up, text=text, source=source, now=now)
    assert refused.value.field == field


def test_follow_up_is_of_who_leads_or_advises(
    cast: Cast, incident: Incident, follow_up: FollowUp, now: dt.datetime
) -> None:
    for actor in (cast.ana, cast.otto, cast.hana):
        with pytest.raises(RuleBroken):
            begin_follow_up(actor=actor, incident=incident, now=now)
        with pytest.raises(RuleBroken):
            write_follow_up(
                actor=actor, follow_up=follow_up, text="", channel="", is_advice_asked=None,
                parked_until=None, now=now,
            )  # fmt: skip
    assert begin_follow_up(actor=cast.pim, incident=incident, now=now) == follow_up


def test_refused_fact_keeps_what_was_typed(client: Client, cast: Cast, follow_up: FollowUp) -> None:
    client.force_login(cast.max)
    refused = client.post(
        f"/follow-up/{follow_up.public_id}/facts/", {"text": "Moved twice.", "source": ""}
    )
    assert refused.status_code == 422
    assert "Moved twice." in refused.content.decode()


def test_double_tap_adds_one_fact(client: Client, cast: Cast, follow_up: FollowUp) -> None:
    client.force_login(cast.max)
    path = f"/follow-up/{follow_up.public_id}/facts/"
    fact = {"text": "Moved twice.", "source": "Planning."}
    assert [client.post(path, fact).status_code for _ in range(2)] == [302, 302]
    assert follow_up.facts.count() == 1
