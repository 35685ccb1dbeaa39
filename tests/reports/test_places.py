"""Trends by place: what the reports showed of one place side by side, and never more."""

import datetime as dt
from typing import Any

import pytest

from people.models import Site, Team, User
from reports.exposure.gaps import weeks_of_month
from reports.models import ContactVolume, MonthlyReport
from reports.operations.places import with_usual
from reports.patterns import usual_range
from reports.periods import months_until
from reports.queries.places import Shown, place_told
from tests.cast import Cast
from tests.wellbeing.pages import signed_in

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2024, 10, 1)
MADE = dt.datetime(2024, 11, 16, 3, tzinfo=dt.UTC)


# Ten or about ten a month, from February.
BEFORE = (9, 10, 11, 10, 9, 11, 10)


def of_team(team: Team, reports: int | None, *beside: Team) -> dict[str, Any]:
    ids = [team.pk, *(other.pk for other in beside)]
    name = "" if beside else team.name
    return {"ids": ids, "name": name, "above": "Region", "joined": len(ids), "reports": reports}


def freeze(month: dt.date, *teams: dict[str, Any], **figures: Any) -> MonthlyReport:
    own = {"is_shown": True, "reports": 90, "people": 20, "contacts": None}
    shown = {"month": own, "smallest": 5, "teams": list(teams), "sites": [], **figures}
    return MonthlyReport.objects.create(month=month, made_at=MADE, figures=shown)


def counts(shown: list[Shown]) -> list[tuple[str, int | None, int]]:
    return [(one.name, one.reports, one.joined) for one in shown]


@pytest.fixture
def hana(cast: Cast) -> User:
    return cast.hana


def test_team_is_told_as_each_report_told_it(cast: Cast, hana: User) -> None:
    july, august, september = months_until(OCTOBER, 4)[:3]
    freeze(july, of_team(cast.north, 20, cast.south))
    freeze(august)
    whole = {"is_shown": True, "teams": [of_team(cast.north, 44)], "sites": []}
    freeze(september, of_team(cast.north, None), quarter=whole)
    freeze(OCTOBER, of_team(cast.north, 11), of_team(cast.south, 9))

    told = place_told(hana, cast.north.public_id)
    assert told is not None
    assert counts(told.months) == [
        ("2024-07", 20, 2), ("2024-08", None, 0), ("2024-09", None, 1), ("2024-10", 11, 1),
    ]  # fmt: skip
    assert told.drawn == {}, "what two teams reported is no point of its line"
    assert counts(told.quarters) == [("2024-q3", 44, 1)]
    page = signed_in(hana).get(f"/trends/place/{cast.north.public_id}/").text
    assert "11 reports in October; there are too few earlier months" in page
    assert page.count("not shown</span>") == 2
    assert "July to September 2024" in page
    table = signed_in(hana).get(f"/trends/place/{cast.north.public_id}/table/").text
    assert "2024-09,not shown" in table
    assert "2024-q3,44" in table
    assert "2024-07,20,,no rate,2 teams together" in table
    index = signed_in(hana).get("/trends/place/table/").text
    assert "By team,Desk North,11" in index
    assert "By team,Desk South,9" in index


def test_place_is_told_by_the_reports_that_showed_places(cast: Cast, hana: User) -> None:
    site: Site = cast.site
    row = {"id": str(site.public_id), "name": site.name}
    for month, reports in zip(months_until(OCTOBER, 8), (*BEFORE, 31), strict=True):
        usual = {"usual": [4, 17]} if reports == 31 else {}
        freeze(month, of_team(cast.north, 12), sites=[row | {"reports": reports} | usual])
    told = place_told(hana, site.public_id)
    assert told is not None
    assert (told.usual, told.compared) == ((4, 17), "more"), "as it was frozen"
    index = signed_in(hana).get("/trends/place/").text
    assert f"/trends/place/{site.public_id}/" in index
    assert f"/trends/place/{cast.north.public_id}/" in index
    page = signed_in(hana).get(f"/trends/place/{site.public_id}/").text
    assert "31 reports in October: more than usual here, which is 4 to 17" in page
    assert 'role="img"' in page


def test_usual_of_a_place_is_what_the_engine_makes_of_what_was_shown(cast: Cast) -> None:
    """Only the same teams together, and of a number that is itself shown."""
    place = {"id": "a-place", "name": "Desk"}
    for month, reports in zip(months_until(OCTOBER, 8), BEFORE, strict=False):
        both = of_team(cast.north, reports, cast.south)
        freeze(month, both, of_team(cast.region, reports), sites=[place | {"reports": reports}])
    teams = [
        of_team(cast.north, 31),
        of_team(cast.north, 31, cast.south),
        of_team(cast.region, None),
    ]
    made = with_usual(OCTOBER, {"teams": teams, "sites": [place | {"reports": 31}]})
    range_ = usual_range(BEFORE)
    assert range_ is not None
    assert [row["usual"] for row in made["teams"]] == [None, range_, None]
    assert made["sites"] == [place | {"reports": 31, "usual": range_}]


def test_usual_of_a_team_is_at_its_own_contacts(cast: Cast) -> None:
    for month in months_until(OCTOBER, 8):
        each = 2_000 if month == OCTOBER else 1_000
        ContactVolume.objects.bulk_create(
            ContactVolume(day=week, team=cast.north, channel=1, contacts=each)
            for week in weeks_of_month(month)
        )
        if month < OCTOBER:
            freeze(month, of_team(cast.north, 10))
    made = with_usual(OCTOBER, {"teams": [of_team(cast.north, 20)], "sites": []})
    low, high = made["teams"][0]["usual"]
    assert low > 8, "twice the contacts, so about twenty"
    assert 25 < high < 40


def test_place_no_report_showed_has_no_page(cast: Cast, hana: User) -> None:
    freeze(OCTOBER)
    for public_id in (cast.north.public_id, cast.site.public_id):
        assert signed_in(hana).get(f"/trends/place/{public_id}/").status_code == 404
    assert "shows the organisation as one" in signed_in(hana).get("/trends/place/").text


def test_list_of_places_says_why_it_is_empty(hana: User) -> None:
    assert "once a month has closed" in signed_in(hana).get("/trends/place/").text
    few = freeze(OCTOBER)
    for month, why in (
        ({"is_shown": False}, "Too few people reported in October 2024"),
        ({"is_shown": False, "is_small": True}, "Fewer than 20 people work here"),
    ):
        few.figures["month"] = month
        few.save()
        assert why in signed_in(hana).get("/trends/place/").text


def test_places_of_the_newest_month_that_showed_any_are_listed(cast: Cast, hana: User) -> None:
    """A month of too few, and a team whose number is withheld, close no way to what was told."""
    august, september = months_until(OCTOBER, 3)[:2]
    freeze(august, of_team(cast.north, 20))
    freeze(september, of_team(cast.north, 14))
    freeze(OCTOBER)
    page = signed_in(hana).get("/trends/place/").text
    assert f"/trends/place/{cast.north.public_id}/" in page
    assert "are of September 2024. The report of October 2024 shows no team apart." in page
    page = signed_in(hana).get(f"/trends/place/{cast.north.public_id}/").text
    assert "Desk North: not shown in October, usually about 17 a month." in page


def test_places_are_for_hr(cast: Cast) -> None:
    freeze(OCTOBER, of_team(cast.north, 11))
    for user in (cast.max, cast.nora, cast.bo, cast.ana):
        for path in ("", f"{cast.north.public_id}/", f"{cast.north.public_id}/table/"):
            assert signed_in(user).get(f"/trends/place/{path}").status_code == 404
