"""How contacts ended, the relation afterwards and the complaint, as HR reads them."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from incidents.codes import BEHAVIOUR_BY_KEY
from incidents.codes.after import OUTCOME_BY_KEY, RELATION_BY_KEY
from incidents.models import Incident, Judgement, Narrative
from incidents.operations import ReportInput, ReportRefused, report_incident
from people.models import User
from reports.operations.endings import endings_figures
from reports.operations.publish import publish_month
from reports.queries.endings import endings_in_words
from tests.cast import Cast
from tests.factories import IncidentFactory, MembershipFactory, NarrativeFactory, UserFactory

MONTH = dt.date(2026, 9, 1)
FIRST = dt.date(2025, 10, 1)
AT = dt.datetime(2026, 9, 10, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def people(cast: Cast) -> list[User]:
    found = UserFactory.create_batch(6)
    for person in found:
        MembershipFactory.create(user=person, team=cast.north)
    return found


def told(cast: Cast, people: list[User], times: int = 2, **changes: Any) -> list[Incident]:
    return [
        IncidentFactory.create(team=cast.north, reported_by=person, occurred_at=AT, **changes)
        for person in people * times
    ]


def nothing_chosen(cast: Cast, person: User) -> ReportInput:
    return ReportInput(
        occurred_at=AT, team=cast.north, reported_by=person, channel="phone", behaviours=(),
        reading=2,
    )  # fmt: skip


def shown(name: str) -> dict[str, Any]:
    rows = endings_in_words(endings_figures(FIRST, MONTH, 5))[name]
    return {row["label"]: row for row in rows}


def test_a18_position_held_is_a_good_end(cast: Cast, people: list[User]) -> None:
    """A position that was held stands among the good ends and is counted as nothing else."""
    told(cast, people, outcome=OUTCOME_BY_KEY["position_held"].number)
    told(cast, people, outcome=OUTCOME_BY_KEY["ended_by_them"].number)
    rows = shown("outcomes")
    held = rows["we kept to our answer"]
    assert (held["reports"], held["is_good"]) == (10, True)
    assert not rows["they ended the contact"]["is_good"]


def test_a40_left_angry_counts_as_ended_well(cast: Cast, people: list[User]) -> None:
    told(cast, people, outcome=OUTCOME_BY_KEY["left_angry"].number)
    row = shown("outcomes")["they left angry; I did what I could"]
    assert (row["reports"], row["is_good"]) == (10, True)


def test_a38_relation_that_got_better_is_a_figure(cast: Cast, people: list[User]) -> None:
    told(cast, people, relation_after=RELATION_BY_KEY["better"].number)
    told(cast, people, relation_after=RELATION_BY_KEY["worse"].number)
    better = shown("relations")["better than before"]
    assert (better["reports"], better["is_good"]) == (10, True), "a positive figure"
    assert not shown("relations")["worse than before"]["is_good"]


def test_complaint_is_counted_as_the_manager_reads_it(cast: Cast, people: list[User]) -> None:
    for incident in told(cast, people, complaint_valid=3):
        Judgement.objects.create(
            incident=incident, complaint_valid=1, is_manner_right=True, reason="Calm.",
            judged_by=cast.max, judged_at=AT,
        )  # fmt: skip
    assert {label: row["reports"] for label, row in shown("complaints").items()} == {
        "right: our mistake": 10
    }


def test_few_people_are_hidden(cast: Cast, people: list[User]) -> None:
    told(cast, people[:3], outcome=1)
    assert [row["reports"] for row in shown("outcomes").values()] == [None]


def test_a07_words_that_were_used_are_in_no_report(
    cast: Cast, people: list[User], client: Client
) -> None:
    """One code at least, counted in the reports; the quote is in none of them."""
    MembershipFactory.create_batch(12, team=cast.north)  # too few people would have no page
    insult, swearing = (BEHAVIOUR_BY_KEY[key].number for key in ("personal_insult", "swearing"))
    with pytest.raises(ReportRefused) as refused:
        report_incident(actor=people[0], report=nothing_chosen(cast, people[0]), now=AT)
    assert refused.value.field == "behaviours"
    with pytest.raises(DatabaseError), transaction.atomic():
        IncidentFactory.create(team=cast.north, behaviours=[], severity=0)
    for incident in told(cast, people, behaviours=[swearing, insult]):
        for part in Narrative.Part.values:
            NarrativeFactory.create(incident=incident, part=part, body="QXQUOTE")
    report = publish_month(month=MONTH, now=dt.datetime(2026, 11, 18, tzinfo=dt.UTC))
    assert report is not None
    assert "QXQUOTE" not in str(report.figures)
    counts = {label: row["reports"] for label, row in shown("behaviours").items()}
    assert counts == {"swore": 10, "insulted or belittled me": 10}
    client.force_login(cast.hana)
    assert "What customers did" in client.get("/trends/2026-09/made-good/").text
    for page in ("", "made-good/"):
        assert "QXQUOTE" not in client.get(f"/trends/2026-09/{page}").text
