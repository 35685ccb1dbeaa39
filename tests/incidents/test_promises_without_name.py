"""What an unnamed reporter promises or gives never tells the manager who it was."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from incidents.models import Incident, Promise
from incidents.operations.promises import (
    Closing,
    PromiseInput,
    close_promise,
    hand_over_promise,
    make_promise,
    postpone_talk,
)
from incidents.operations.remedies import RemedyInput, give_remedy
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory


@pytest.fixture
def incident(cast: Cast) -> Incident:
    at = timezone.now() - dt.timedelta(hours=2)
    return IncidentFactory.create(
        reported_by=cast.ana,
        team=cast.north,
        customer=CustomerFactory.create(),
        occurred_at=at,
        is_anonymous=True,
    )


def test_promise_of_an_unnamed_reporter_is_kept_from_the_manager(
    client: Client, cast: Cast, incident: Incident
) -> None:
    now = timezone.now()
    promise = PromiseInput(what="An answer", due_at=now + dt.timedelta(hours=1), owner=cast.ana)
    made = make_promise(actor=cast.ana, incident=incident, promise=promise, now=now)
    remedy = RemedyInput(kind="refund", value=Decimal(80), fault_side="ours")
    asked = give_remedy(actor=cast.ana, incident=incident, remedy=remedy, now=now)
    client.force_login(cast.max)
    customer = f"/customer/{incident.customer.public_id}/" if incident.customer else ""
    paths = ("/today/", "/promises/", incident.get_absolute_url(), customer)
    for path in (*paths, asked.get_absolute_url(), f"/report/{incident.public_id}/promises/"):
        html = client.get(path).content.decode()
        main = html[html.index("<main") : html.index("</main")]
        found = main.replace(f'value="{cast.ana.public_id}"', "")
        if "id_owner" in main:  # the colleagues to choose from are all of the team
            found = found.replace("Ana Bakker", "", 1)
        assert "Ana" not in found, path
    assert client.get(made.get_absolute_url()).status_code == 404
    client.force_login(cast.pim)
    assert client.get(made.get_absolute_url()).status_code == 200


def test_unnamed_reporter_hands_no_promise_to_a_colleague(cast: Cast, incident: Incident) -> None:
    with pytest.raises(RuleBroken) as refused:
        postpone_talk(actor=cast.ana, incident=incident, is_for_other=True, now=timezone.now())
    assert refused.value.field == "owner"


def test_adviser_moves_a_promise_and_it_stays_kept_from_the_manager(
    client: Client, cast: Cast, incident: Incident
) -> None:
    now = timezone.now()
    promise = PromiseInput(what="An answer", due_at=now + dt.timedelta(hours=1), owner=cast.ana)
    made = make_promise(actor=cast.ana, incident=incident, promise=promise, now=now)
    closing = Closing(Promise.Outcome.MOVED, next_due_at=now + dt.timedelta(days=1))
    close_promise(actor=cast.pim, promise=made, closing=closing, now=now)
    following = Promise.objects.open().get()
    assert following.owner == cast.ana
    client.force_login(cast.max)
    assert client.get(following.get_absolute_url()).status_code == 404
    with pytest.raises(RuleBroken) as refused:
        hand_over_promise(actor=cast.pim, promise=following, owner=cast.dex, now=now)
    assert refused.value.field == "owner"


def test_adviser_gives_no_promise_to_the_unnamed_reporter(cast: Cast, incident: Incident) -> None:
    now = timezone.now()
    values = {"what": "An answer", "due_at": now + dt.timedelta(hours=1)}
    with pytest.raises(RuleBroken) as refused:
        make_promise(
            actor=cast.pim,
            incident=incident,
            promise=PromiseInput(**values, owner=cast.ana),  # type: ignore[arg-type]
            now=now,
        )
    assert refused.value.field == "owner"
    # Who leads the team does not know who it was, so nothing is refused to them.
    theirs = PromiseInput(**values, owner=cast.ana)  # type: ignore[arg-type]
    assert (
        make_promise(actor=cast.max, incident=incident, promise=theirs, now=now).owner == cast.ana
    )
