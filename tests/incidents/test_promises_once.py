"""A promise stands once, stays as it was closed, and belongs to the team that met the customer."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from incidents.models import Event, Incident, Promise
from incidents.operations.promises import Closing, close_promise
from people.models import Notice
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory, MembershipFactory, PromiseFactory

Outcome = Promise.Outcome


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return IncidentFactory.create(
        reported_by=cast.ana, team=cast.north, customer=CustomerFactory.create()
    )


def test_closed_promise_stays_as_it_was_but_for_its_customer(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    promise = PromiseFactory.create(owner=cast.ana, team=cast.north, incident=incident)
    close_promise(actor=cast.ana, promise=promise, closing=Closing(Outcome.NOT_KEPT), now=now)
    row = Promise.objects.filter(pk=promise.pk)
    later = promise.due_at + dt.timedelta(days=1)
    for change in ({"outcome": "kept"}, {"due_at": later}, {"closed_at": later}):
        with pytest.raises(ProgrammingError, match="incidents_promise"), transaction.atomic():
            row.update(**change)
    assert row.update(customer=CustomerFactory.create()) == 1


def test_double_tap_on_every_form_of_a_promise_makes_one(
    client: Client, cast: Cast, incident: Incident
) -> None:
    client.force_login(cast.ana)
    day = timezone.localdate() + dt.timedelta(days=1)
    data = {
        "kind": "callback",
        "what": "An answer",
        "due_on": day.isoformat(),
        "due_time": "10:00",
        "owner": str(cast.ana.public_id),
    }
    path = f"/report/{incident.public_id}/promises/"
    assert [client.post(path, data).status_code for _ in range(2)] == [302, 302]
    made = Promise.objects.get()
    ending = {"outcome": "moved", "next_on": (day + dt.timedelta(days=1)).isoformat()}
    first, second = (client.post(made.get_absolute_url(), ending) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 422)
    assert Promise.objects.count() == 2
    following = Promise.objects.open().get()
    owner = {"owner": str(cast.max.public_id)}
    for _ in range(2):
        client.post(f"{following.get_absolute_url()}owner/", owner)
    assert Event.objects.filter(kind=Event.Kind.PROMISE_HANDED).count() == 1
    assert Notice.objects.filter(recipient=cast.max).count() == 1
    Promise.objects.all().delete()
    for _ in range(2):
        client.post(f"/report/{incident.public_id}/postponement/", {"who": "self"})
    assert Promise.objects.count() == 1
    client.force_login(cast.max)
    theirs = f"/customer/{incident.customer.public_id}/promises/" if incident.customer else ""
    mine = data | {"what": "Another one", "owner": str(cast.max.public_id)}
    assert [client.post(theirs, mine).status_code for _ in range(2)] == [302, 302]
    assert Promise.objects.filter(what="Another one").count() == 1


def test_promise_to_a_customer_is_kept_by_the_team_that_met_them(
    client: Client, cast: Cast
) -> None:
    """A leader of two teams chooses among the colleagues of the one that knows the customer."""
    first = MembershipFactory.create(user=cast.max, kind="manager").team
    first.name = "A first team"
    first.save()
    customer = CustomerFactory.create()
    IncidentFactory.create(reported_by=cast.ana, team=cast.north, customer=customer)
    client.force_login(cast.max)
    path = f"/customer/{customer.public_id}/promises/"
    assert "Ana Bakker" in client.get(path).content.decode()
    day = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    data = {"kind": "step", "what": "A letter", "due_on": day, "owner": str(cast.ana.public_id)}
    assert client.post(path, data).status_code == 302
    assert Promise.objects.get().team == cast.north
