import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from incidents.models import Break
from incidents.operations import cover_break, end_break, start_break, sweep_breaks
from incidents.operations.breaks import AlreadyCovered
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from tests.cast import Cast

HOUR = dt.timedelta(hours=1)


def _rows() -> dict[str, int]:
    """Count the rows of every table, so that a trace shows wherever it is left."""
    names = [model._meta.db_table for model in apps.get_models() if model._meta.managed]
    counts = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - names of our tables
            counts[name] = cursor.fetchone()[0]
    return counts


def test_a21_break_asks_no_reason_shows_cover_needed_and_leaves_no_trace(
    client: Client, cast: Cast
) -> None:
    """One tap on the page at hand; the manager sees cover needed; never a figure of a person."""
    client.force_login(cast.ana)
    before = _rows()
    assert "I need a break" in client.get("/help/").text
    response = client.post(reverse("incidents:pause_new"))
    pause = Break.objects.get()
    assert response["Location"] == reverse("incidents:pause", args=[pause.public_id])
    own = client.get(response["Location"]).text
    assert "I’m back" in own
    assert "<textarea" not in own, "no reason is asked"
    manager = Client()
    manager.force_login(cast.max)
    today = manager.get("/today/").text
    assert "Cover is needed" in today
    assert "Desk North" in today
    manager.post(reverse("incidents:pause_cover", args=[pause.public_id]))
    assert "Cover is needed" not in manager.get("/today/").text
    assert "Max sees to cover" in client.get("/home/").text
    client.post(reverse("incidents:pause_end", args=[pause.public_id]))
    sessions = {"django_session": 0}
    assert _rows() | sessions == before | sessions, "something of the break remains"


def test_break_twice_is_one(cast: Cast, now: dt.datetime) -> None:
    first = start_break(actor=cast.ana, now=now)
    again = start_break(actor=cast.ana, now=now + HOUR)
    assert (again, again.started_at) == (first, now)


def test_break_needs_a_team(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken, match="no team"):
        start_break(actor=cast.hana, now=now)


def test_cover_is_the_first_ones(cast: Cast, now: dt.datetime) -> None:
    pause = start_break(actor=cast.ana, now=now)
    cover_break(actor=cast.max, pause=pause, now=now)
    assert cover_break(actor=cast.max, pause=pause, now=now).covered_by == cast.max
    with pytest.raises(AlreadyCovered, match="Max"):
        cover_break(actor=cast.dex, pause=pause, now=now)


def test_cover_is_found_by_who_leads_the_team(cast: Cast, now: dt.datetime) -> None:
    pause = start_break(actor=cast.max, now=now)
    for other in (cast.max, cast.ana, cast.zoe, cast.hana):
        with pytest.raises(RuleBroken, match="leads the team"):
            cover_break(actor=other, pause=pause, now=now)


def test_break_of_a_leader_is_covered_by_another(cast: Cast, now: dt.datetime) -> None:
    start_break(actor=cast.max, now=now)
    assert [task.about for task in tasks_of(cast.dex, now)] == ["Desk North"]
    for other in (cast.max, cast.ana, cast.nora, cast.otto, cast.hana, cast.pim, cast.bo):
        assert not tasks_of(other, now)


def test_break_ends_for_the_person_alone(cast: Cast, now: dt.datetime) -> None:
    pause = start_break(actor=cast.ana, now=now)
    end_break(actor=cast.max, pause=pause, now=now)
    assert Break.objects.exists()
    end_break(actor=cast.ana, pause=pause, now=now)
    assert not Break.objects.exists()


def test_forgotten_breaks_are_removed(cast: Cast, now: dt.datetime) -> None:
    start_break(actor=cast.ana, now=now - 13 * HOUR)
    kept = start_break(actor=cast.max, now=now - 11 * HOUR)
    assert sweep_breaks(now=now) == 1
    assert Break.objects.get() == kept
