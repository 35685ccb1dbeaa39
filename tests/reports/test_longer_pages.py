"""Quarters and years: read as they were frozen, and nothing that was not shown becomes a nought."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from reports.models import MonthlyReport
from reports.operations.month import with_twins
from reports.periods import Period, shifted
from tests.cast import Cast
from tests.reports.company import founded, report

JULY = dt.date(2024, 7, 1)
MADE = dt.datetime(2024, 10, 16, 3, tzinfo=dt.UTC)
WHOLE: dict[str, Any] = {
    "is_shown": True,
    "reports": 61,
    "people": 17,
    "serious": None,
    "products": [{"id": None, "name": None, "reports": 40}],
    "channels": [],
    "teams": [{"name": "", "above": "North", "joined": 2, "ids": [1, 2], "reports": None}],
    "sites": [],
    "triggers": [{"trigger": "wait_time", "product": "Energy bill", "reports": 15}],
}


def freeze(month: dt.date, contacts: int | None = 10_000, **figures: Any) -> MonthlyReport:
    own = {"is_shown": True, "reports": 20, "people": 9, "contacts": contacts}
    own |= {"has_contact_gap": contacts is None, "flagged": figures.pop("flagged", [])}
    shown = {"month": own, "smallest": 5, "charts": {}, "promises": {}, **figures}
    return MonthlyReport.objects.create(month=month, made_at=MADE, figures=shown)


def frozen_quarter(**whole: Any) -> None:
    for n in (0, 1):
        freeze(shifted(JULY, n))
    heat: dict[str, Any] = {"bands": [], "rows": []}
    freeze(shifted(JULY, 2), quarter=WHOLE | whole, heat=heat, hidden={"hours": 0})


def page(client: Client, path: str = "/trends/2024-q3/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-q1", (2026, 1), (2026, 3)),
        ("2026-q4", (2026, 10), (2026, 12)),
        ("2026", (2026, 1), (2026, 12)),
    ],
)
def test_period_is_read_and_written_as_its_address(
    text: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    period = Period.named(text)
    assert str(period) == text
    assert (period.first, period.last) == (dt.date(*first, 1), dt.date(*last, 1))
    assert period.after.before == period
    assert shifted(period.year_ago.first, 12) == period.first


def test_quarter_shows_what_was_frozen_and_what_is_withheld_as_such(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.hana)
    frozen_quarter()
    text = page(client)
    assert "July to September 2024</h1>" in text
    assert "61 reports, by 17 different people." in text
    assert '<p class="v">20.3</p>' in text
    assert '<p class="v">not shown</p><p class="l">reports were threatening' in text
    assert re.search(
        r"2 teams together in North</th><td class=\"r\"><span class=\"muted\">not shown", text
    )
    assert "Energy bill" in text
    assert 'href="/trends/2024-09/"' in text
    assert not re.search(r"\sstyle=", text)


def test_quarter_with_a_gap_in_contacts_has_no_rate(client: Client, cast: Cast) -> None:
    client.force_login(cast.hana)
    frozen_quarter()
    august = MonthlyReport.objects.get(month=shifted(JULY, 1))
    august.figures["month"] |= {"contacts": None, "has_contact_gap": True}
    august.save()
    text = page(client)
    assert '<p class="v">no rate</p>' in text
    assert text.count("gap in contacts") == 2


def test_quarter_is_compared_with_the_same_one_a_year_before(client: Client, cast: Cast) -> None:
    client.force_login(cast.hana)
    frozen_quarter()
    freeze(dt.date(2023, 9, 1), None, quarter={"is_shown": True, "reports": 30})
    assert "no report of a year before" in page(client)
    for n in (7, 8):
        freeze(dt.date(2023, n, 1), None)
    assert "more than a year before (30), by more than chance" in page(client)


def test_period_that_would_point_at_someone_shows_no_number(client: Client, cast: Cast) -> None:
    client.force_login(cast.hana)
    frozen_quarter(is_shown=False)
    text = page(client)
    assert "Too few reports to show" in text
    assert "kpi" not in text


def test_open_period_says_when_it_closes_and_a_future_one_is_gone(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.hana)
    company = founded(teams=1, staff=1)
    today = timezone.localdate()
    report(company.staff[company.teams[0].pk][0], company.teams[0], today).save()
    year = Period.year(today)
    text = page(client, f"/trends/{year}/")
    assert "This period closes with its last month" in text
    assert f'href="/trends/{year.before}/"' not in text
    assert client.get(f"/trends/{year.after}/").status_code == 404
    assert client.get(f"/trends/{year.before}/").status_code == 404


def test_quarter_reads_and_does_not_count(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.hana)
    frozen_quarter()
    page(client)
    with django_assert_max_num_queries(13):
        page(client)


def test_quarter_is_compared_by_contacts_where_both_years_know_them(
    client: Client, cast: Cast
) -> None:
    """61 reports beside 30 are no more than usual when there are twice as many contacts."""
    client.force_login(cast.hana)
    frozen_quarter()
    for n in (0, 1):
        freeze(dt.date(2023, 7 + n, 1), 5_000)
    freeze(dt.date(2023, 9, 1), 5_000, quarter={"is_shown": True, "reports": 30})
    text = page(client)
    assert "no clear difference from a year before: 20.3 per 10,000 contacts, 20.0 a" in text


def test_quarter_says_what_is_left_out_and_shares_month_by_month_and_as_a_file(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.hana)
    products = [{"id": None, "name": name, "reports": 20} for name in (None, "Pump", "Bill")]
    frozen_quarter(products=products)
    august = MonthlyReport.objects.get(month=shifted(JULY, 1))
    august.figures["promises"] = {"complaints_right": {"tenths": 6, "of": 35}}
    august.save()
    text = page(client)
    assert "2 numbers are not shown: fewer than 5 people" in text
    assert "Places are not shown: in at least one month they could not be." in text
    assert re.search(r"August 2024</th><td class=\"r\">6 of 10</td><td class=\"r\">35</td>", text)
    rows = client.get("/trends/2024-q3/table/").content.decode()
    assert "By team,2 teams together in North,not shown" in rows
    assert "How far it went,Threatening or physical,not shown" in rows
    assert "Whole period,,61" in rows
    by_name = re.findall("By product,(.*),", rows)
    assert by_name == ["Bill", "Pump", "Not about a product"]


def test_year_adds_up_the_weeks_and_causes_its_quarters_told(client: Client, cast: Cast) -> None:
    """On the page, as a file and through the API alike; thirty and fifteen of one cause."""
    band = {"reports": 10, "depth": 2}
    heat = {"first": "2024-07", "last": "2024-09", "width": 2, "months": 3, "bands": [[8, 10]]}
    causes = [{"id": 1, "name": "Energy bill", "of": 40, "others": None}]
    for ends, reports in ((shifted(JULY, -1), 30), (shifted(JULY, 2), 15)):
        causes[0]["named"] = [{"trigger": "waiting_time", "reports": reports}]
        week = heat | {"rows": [[band]] * 7}
        freeze(ends, quarter={"is_shown": True, "heat": week, "causes": causes})
    freeze(shifted(JULY, 5), year=WHOLE)
    client.force_login(cast.hana)
    main = page(client, "/trends/2024/")
    assert "added up from the quarters" in main
    assert '<td class="r">45</td>' in main
    assert main.count('<td class="ht2">20</td>') == 7
    table = client.get("/trends/2024/table/").content.decode()
    assert "Waiting time · Energy bill,45" in table or "waiting time · Energy bill,45" in table
    told = client.get("/api/v1/trends/2024/").json()
    assert [row["reports"] for row in told["triggers"]] == [45]
    assert {row["reports"] for row in told["hours"]} == {20}


def test_quarter_says_first_what_stands_out(client: Client, cast: Cast) -> None:
    """Products that its months named, and what its own tables show, before the figures."""
    friday = {"kind": "week", "weekday": 4, "start": 15, "end": 17, "reports": 190, "times": 1.9}
    pair = {"kind": "cause", "product": "Bill", "trigger": "price", "reports": 40, "times": 1.5}
    phone = {"kind": "channel", "number": 1, "reports": 300, "times": 1.8}
    frozen_quarter(
        products=[{"id": 7, "name": "Heat pump", "reports": 40}], standing=[friday, pair, phone]
    )
    report = MonthlyReport.objects.get(month=JULY)
    report.delete()
    freeze(JULY, flagged=[7])
    client.force_login(cast.hana)
    main = page(client)
    assert "<b>Heat pump</b> led to more reports than expected." in main
    assert 'Named in the report of <a href="/trends/2024-07/">July</a>.' in main
    assert "<b>Friday from 15 to 17</b> brings 1.9 times as many reports" in main
    assert "<b>Bill and price or fee</b> go together" in main
    assert "brings 1.8 times as many reports per contact" in main
    assert main.index("What stands out") < main.index("In figures")


def test_two_joined_groups_of_the_same_words_are_told_apart() -> None:
    def group(*ids: int) -> dict[str, Any]:
        return {"name": "", "above": "North", "joined": len(ids), "ids": list(ids)}

    teams = [group(1, 2), group(3, 4), group(5, 6, 7)]
    with_twins(teams, {n: (None, f"Team {n}") for n in range(8)})
    assert [team.get("such_as") for team in teams] == ["Team 1", "Team 3", None]
