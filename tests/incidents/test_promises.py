"""Promises to customers: made in a tap, kept, handed over, never closed without an outcome."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from incidents.models import Event, Incident, Promise
from incidents.operations.promises import (
    Closing,
    PromiseInput,
    close_promise,
    hand_over_promise,
    make_promise,
    name_cause,
    postpone_talk,
)
from incidents.queries.promises import (
    customer_text,
    kept_rates,
    promise_tasks,
    promises_of_day,
    ready_texts,
)
from people.errors import RuleBroken
from people.models import Notice, Organisation, User
from tests.cast import Cast
from tests.factories import (
    CustomerFactory,
    IncidentFactory,
    PromiseFactory,
)

Outcome = Promise.Outcome


@pytest.fixture
def incident(cast: Cast, now: dt.datetime) -> Incident:
    customer = CustomerFactory.create()
    customer.identity.name, customer.identity.phone = "K. Postma", "0725550199"
    customer.identity.save()
    return IncidentFactory.create(
        reported_by=cast.ana, team=cast.north, customer=customer, occurred_at=now
    )


def promised(cast: Cast, incident: Incident, now: dt.datetime, **changes: Any) -> Promise:
    values: dict[str, Any] = {"what": "An answer", "owner": cast.ana}
    values["due_at"] = now + dt.timedelta(days=1)
    return make_promise(
        actor=cast.ana, incident=incident, promise=PromiseInput(**values | changes), now=now
    )


def page(client: Client, user: User, path: str) -> str:
    client.force_login(user)
    return client.get(path).content.decode()


def test_a12_later_and_other_colleague_are_one_tap_and_make_a_promise(
    client: Client, cast: Cast, incident: Incident
) -> None:
    html = page(client, cast.ana, f"/report/{incident.public_id}/")
    assert 'name="who" value="me"' in html
    assert 'name="who" value="other"' in html
    for who, owner in (("me", cast.ana), ("other", cast.max)):
        answer = client.post(f"/report/{incident.public_id}/postponement/", {"who": who})
        assert answer.status_code == 302
        made = Promise.objects.latest("pk")
        assert (made.owner, made.kind, made.customer) == (owner, "callback", incident.customer)
        assert made.due_at > timezone.now()
        assert [task.path for task in promise_tasks(owner, timezone.now())] == [
            made.get_absolute_url()
        ]
    assert Notice.objects.get(recipient=cast.max).kind == Notice.Kind.TASK
    assert incident.events.filter(kind=Event.Kind.PROMISE_MADE).count() == 2


def test_later_is_ten_o_clock_on_the_next_working_day(cast: Cast, incident: Incident) -> None:
    friday = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
    made = postpone_talk(actor=cast.ana, incident=incident, is_for_other=False, now=friday)
    assert made.due_at == dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def test_a13_promise_is_not_closed_without_an_outcome(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    promise = promised(cast, incident, now)
    with pytest.raises(RuleBroken) as refused:
        close_promise(actor=cast.ana, promise=promise, closing=Closing(""), now=now)
    assert refused.value.field == "outcome"
    client.force_login(cast.ana)
    answer = client.post(promise.get_absolute_url(), {"outcome": "", "note": "Typed before"})
    assert answer.status_code == 422
    assert "Say how it went" in answer.content.decode()
    assert 'value="Typed before"' in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.update(closed_at=now, closed_by=cast.ana)
    promise.refresh_from_db()
    assert promise.closed_at is None


def test_a13_overdue_is_red_for_the_owner_and_the_manager(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    late = timezone.now() - dt.timedelta(hours=2)
    promise = promised(cast, incident, now)
    Promise.objects.update(due_at=late, made_at=late - dt.timedelta(days=1))
    for user, path in ((cast.ana, "/home/"), (cast.ana, "/promises/"), (cast.max, "/today/")):
        html = page(client, user, path)
        assert 'class="tag now"' in html, (user, path)
        assert promise.get_absolute_url() in html
    assert "K. Postma" in page(client, cast.max, "/today/")
    assert promise.get_absolute_url() not in page(client, cast.otto, "/today/")
    assert not promise_tasks(cast.otto, timezone.now())


def test_a13_kept_rate_per_team_counts_bad_news_as_kept(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    for outcome, closed_late in (
        (Outcome.KEPT, False),
        (Outcome.KEPT_WITH_BAD_NEWS, False),
        (Outcome.KEPT, True),
        (Outcome.NOT_KEPT, False),
    ):
        promise = promised(cast, incident, now)
        at = promise.due_at + dt.timedelta(hours=1 if closed_late else -1)
        close_promise(actor=cast.ana, promise=promise, closing=Closing(outcome), now=at)
    promised(cast, incident, now)
    later = now + dt.timedelta(days=2)
    rates = kept_rates(cast.max, later)
    assert [(rate.team, rate.kept, rate.due) for rate in rates] == [("Desk North", 2, 5)]
    assert Promise.objects.kept().count() == 2
    assert sum(p.is_kept for p in Promise.objects.all()) == 2
    assert kept_rates(cast.ana, later) == []


def test_moved_promise_makes_the_next_one(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    promise = promised(cast, incident, now)
    with pytest.raises(RuleBroken) as refused:
        close_promise(actor=cast.ana, promise=promise, closing=Closing(Outcome.MOVED), now=now)
    assert refused.value.field == "next_due_at"
    new_day = now + dt.timedelta(days=3)
    closing = Closing(Outcome.MOVED, next_due_at=new_day)
    close_promise(actor=cast.ana, promise=promise, closing=closing, now=now)
    following = Promise.objects.open().get()
    assert (following.due_at, following.owner, following.what) == (new_day, cast.ana, "An answer")
    with pytest.raises(RuleBroken):
        close_promise(actor=cast.ana, promise=promise, closing=closing, now=now)


def test_promise_is_handed_to_a_colleague_of_the_team_alone(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    promise = promised(cast, incident, now)
    with pytest.raises(RuleBroken) as refused:
        hand_over_promise(actor=cast.ana, promise=promise, owner=cast.zoe, now=now)
    assert refused.value.field == "owner"
    hand_over_promise(actor=cast.ana, promise=promise, owner=cast.dex, now=now)
    promise.refresh_from_db()
    assert promise.owner == cast.dex
    assert Notice.objects.filter(recipient=cast.dex).count() == 1
    assert incident.events.filter(kind=Event.Kind.PROMISE_HANDED).count() == 1
    with pytest.raises(RuleBroken):
        close_promise(actor=cast.zoe, promise=promise, closing=Closing(Outcome.KEPT), now=now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": "  "}, "what"),
        ({"what": "x" * 201}, "what"),
        ({"due_at": None}, "due_at"),
        ({"due_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}, "due_at"),
        ({"due_at": dt.datetime(2028, 11, 1, tzinfo=dt.UTC)}, "due_at"),
        ({"kind": "gift"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_promise_refuses_at_the_field(
    cast: Cast, incident: Incident, now: dt.datetime, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        promised(cast, incident, now, **changes)
    assert refused.value.field == field


def test_a14_customer_text_is_made_of_the_steps_with_their_days(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    friday = dt.datetime(2026, 11, 20, 14, 0, tzinfo=dt.UTC)
    step = promised(cast, incident, now, what="Look at the meter", kind="step", due_at=friday)
    organisation = Organisation.current()
    english = customer_text([step], "en", organisation)
    dutch = customer_text([step], "nl", organisation)
    assert "By Friday 20 November, 15:00: Look at the meter" in english
    assert "vrijdag 20 november" in dutch
    assert "u" in dutch.split()
    html = page(client, cast.ana, f"/report/{incident.public_id}/promises/")
    assert "Look at the meter" in html
    assert 'data-copy="steps-nl"' in html
    later = friday + dt.timedelta(hours=1)
    assert promise_tasks(cast.ana, later)[0].due_at == friday
    assert promise_tasks(cast.max, later)[0].person == cast.ana


def test_a15_ready_answers_promise_to_come_back_and_a_review_task_is_made(
    client: Client, cast: Cast, incident: Incident
) -> None:
    texts = ready_texts(timezone.now(), "nl", Organisation.current())
    assert len(texts) == 3
    assert any("komen" in text for text in texts)
    assert translation.get_language() != "nl"
    client.force_login(cast.ana)
    day = timezone.localdate() + dt.timedelta(days=2)
    values = {"kind": "review", "what": "We look into it", "due_on": day, "due_time": "17:00"}
    path = f"/report/{incident.public_id}/promises/"
    answer = client.post(path, values | {"owner": str(cast.ana.public_id), "channel": ""})
    assert answer.status_code == 302
    made = Promise.objects.get()
    assert made.kind == Promise.Kind.REVIEW
    assert promise_tasks(cast.ana, timezone.now())[0].path == made.get_absolute_url()
    assert "We look into it, and come back" in client.get(path).content.decode()


def test_broken_promise_is_named_as_the_cause(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    broken = PromiseFactory.create(
        customer=incident.customer, team=cast.north, owner=cast.max, due_at=now, made_at=now
    )
    other = PromiseFactory.create(team=cast.north, owner=cast.max, due_at=now, made_at=now)
    assert "promise we broke" in page(client, cast.ana, f"/report/{incident.public_id}/promises/")
    url = f"/report/{incident.public_id}/cause/"
    assert client.post(url, {"promise": str(broken.public_id)}).status_code == 302
    incident.refresh_from_db()
    assert incident.broken_promise == broken
    assert incident.events.filter(kind=Event.Kind.PROMISE_LINKED).count() == 1
    with pytest.raises(RuleBroken):
        name_cause(actor=cast.max, incident=incident, promise=other, now=now)
    with pytest.raises(RuleBroken):
        name_cause(actor=cast.otto, incident=incident, promise=None, now=now)


def test_owner_knows_whom_to_call_until_it_is_closed(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    promise = promised(cast, incident, timezone.now())
    assert "0725550199" in page(client, cast.ana, promise.get_absolute_url())
    closing = Closing(Outcome.KEPT)
    close_promise(actor=cast.ana, promise=promise, closing=closing, now=timezone.now())
    assert "0725550199" not in page(client, cast.ana, promise.get_absolute_url())
    assert "K. Postma" in page(client, cast.max, promise.get_absolute_url())


def test_day_shows_whom_to_call_in_a_fixed_number_of_queries(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    counts: list[int] = []
    assert promises_of_day(cast.max, now) == []
    for _ in range(2):
        for _ in range(3 if counts else 1):
            PromiseFactory.create(
                customer=CustomerFactory.create(), team=cast.north, owner=cast.ana, due_at=now
            )
        with CaptureQueriesContext(connection) as caught:
            assert promises_of_day(cast.max, now)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_promises_list_is_filtered_by_the_address_in_equal_queries(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    client.force_login(cast.max)
    counts = []
    for size in (1, 30):
        PromiseFactory.create_batch(size, team=cast.north, owner=cast.ana, due_at=now)
        with CaptureQueriesContext(connection) as caught:
            html = client.get("/promises/?state=overdue").content.decode()
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert "31 promises" in html
    assert "Page 1 of 2" in html
    assert "0 promises" in client.get("/promises/?whose=mine").content.decode()
    assert "31 promises" in client.get("/promises/?state=nonsense").content.decode()
    assert "0 promises" in page(client, cast.otto, "/promises/")
