"""HR's first page is about what the employer promised, and it points at nobody."""

import csv
import datetime as dt
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.test import Client

from incidents.codes.after import OUTCOME_BY_KEY, TRIGGER_BY_KEY
from incidents.models import FeltBacked, HelpCall, Incident, Takeover
from people.models import User
from reports import queries
from reports.exports import workbook
from reports.exposure.xlsx import read_workbook
from reports.models import MonthlyReport
from reports.operations.promises import promise_figures
from reports.operations.publish import publish_month
from tests.cast import Cast
from tests.factories import (
    AnswerFactory,
    CareSeriesFactory,
    CheckInFactory,
    IncidentFactory,
    ProductFactory,
    UserFactory,
)
from tests.factories.fairness import JudgementFactory
from tests.reports.company import OCTOBER, after_close, founded
from wellbeing.codes import Level, Outcome
from wellbeing.models import CheckIn, Escalation
from wellbeing.operations import sweep_care

NOON = dt.datetime(2026, 10, 14, 10, 0, tzinfo=dt.UTC)
DECEMBER = dt.date(2026, 12, 1)
PAGE, QUARTER = "/promises-kept/2026-10/", "/promises-kept/2026-12/"


@pytest.fixture
def people(db: None) -> list[User]:
    """Six people, who report for two desks; those are led by Max and by Otto."""
    return UserFactory.create_batch(6)


def told(cast: Cast, people: list[User], count: int = 36) -> list[Incident]:
    """Reports of October by turns, about one product, all with the same trigger and end."""
    product = ProductFactory.create(name="=Heat pump")
    return [
        IncidentFactory.create(
            reported_by=people[n % len(people)],
            team=cast.north if n % 2 else cast.south,
            product=product,
            occurred_at=NOON,
            answer_due_at=NOON + dt.timedelta(days=10),
            trigger=TRIGGER_BY_KEY["broken_promise"].number,
            outcome=OUTCOME_BY_KEY["position_held"].number,
        )
        for n in range(count)
    ]


def call(cast: Cast, who: User, seconds: int | None, n: int) -> None:
    came = None if seconds is None else NOON + dt.timedelta(seconds=seconds)
    HelpCall.objects.create(
        raised_by=who,
        team=cast.north if n % 2 else cast.south,
        key=f"k{n}",
        raised_at=NOON,
        accepted_by=cast.max if came else None,
        accepted_at=came,
        ended_at=NOON + dt.timedelta(hours=1),
    )


def test_a32_care_kept_on_time_is_on_the_first_page_with_what_was_kept(
    client: Client, cast: Cast, people: list[User]
) -> None:
    """36 check-ins of six people fell due in October and 26 were held in time: 7 of 10."""
    began = NOON - dt.timedelta(days=2)
    teams = [cast.north, cast.south] * 3
    series = [
        CareSeriesFactory.create(person=one, team=team, started_at=began)
        for one, team in zip(people, teams, strict=True)
    ]
    for n in range(36):
        due, is_late = NOON + dt.timedelta(hours=n), n >= 26
        CheckInFactory.create(
            series=series[n % 6],
            owner=cast.max,
            due_at=due,
            created_at=due - dt.timedelta(days=2),
            done_at=due + dt.timedelta(hours=30 if is_late else -1),
            held_by=cast.max,
            outcome=Outcome.HELD,
        )
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    client.force_login(cast.hana)
    page = client.get(client.get("/")["Location"], follow=True).content.decode()
    row = page[page.index("Check-ins held in time") :].split("</tr>")[0]
    assert "<b>7 of 10</b>" in row
    assert ">35<" in row, "of about 36"


def test_a32_first_page_of_hr_is_about_the_employers_promises(
    client: Client, cast: Cast, people: list[User]
) -> None:
    reports = told(cast, people)
    for incident in reports[:27]:
        AnswerFactory.create(incident=incident, written_at=NOON + dt.timedelta(days=5))
    for n in range(36):
        call(cast, people[n % 6], 12 if n else None, n)
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    client.force_login(cast.hana)
    assert client.get("/")["Location"] == "/promises-kept/"
    assert client.get("/promises-kept/")["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "7 of 10" in page, "answers in time"
    assert "9 of 10" in page, "calls somebody came to"
    assert "Seconds until somebody came" in page
    assert MonthlyReport.objects.get().figures["promises"]["help_seconds"] == 10
    assert "Measures past their review day" in page


def test_a31_figures_have_a_smallest_group_an_export_and_no_way_to_a_report(
    client: Client, cast: Cast, people: list[User]
) -> None:
    founded(teams=2)
    reports = told(cast, people)
    for incident in reports:
        JudgementFactory.create(incident=incident, judged_by=cast.max)
    for month in (OCTOBER, DECEMBER):
        publish_month(month=month, now=after_close(month))
    client.force_login(cast.hana)
    page = client.get(QUARTER).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert "=Heat pump" in main
    for way in ("/report/", "/customer/", "/people/"):
        assert way not in main, "HR drills to no list"
    export = client.get(f"{QUARTER}table/")
    assert export.headers["Content-Type"].startswith("text/csv")
    assert "'=Heat pump · " in export.content.decode("utf-8")
    assert "Felt backed,too few," in export.content.decode("utf-8"), "in words, as on the page"
    for nosy in (cast.max, cast.ana, cast.pim, cast.bo):
        client.force_login(nosy)
        assert "=Heat pump" not in client.get(PAGE).text
        assert "=Heat pump" not in client.get(f"{PAGE}table/").text
    client.force_login(cast.max)
    assert client.get("/reports/").status_code == 200, "who may see rows has their own list"


def test_kept_position_counts_as_ended_well(cast: Cast, people: list[User]) -> None:
    reports = told(cast, people)
    angry = OUTCOME_BY_KEY["left_angry"].number
    Incident.objects.filter(pk__in=[row.pk for row in reports[:10]]).update(outcome=angry)
    assert promise_figures(OCTOBER, 5)["ended_well"] == {"tenths": 10, "of": 35}


def test_share_of_right_complaints_follows_the_manager(cast: Cast, people: list[User]) -> None:
    """The manager's latest reading counts, not the reporter's."""
    reports = told(cast, people)
    Incident.objects.update(complaint_valid=3)
    for incident in reports:
        JudgementFactory.create(incident=incident, judged_by=cast.max, complaint_valid=3)
        JudgementFactory.create(
            incident=incident, judged_by=cast.max, complaint_valid=1,
            judged_at=NOON + dt.timedelta(days=40),
        )  # fmt: skip
    assert promise_figures(OCTOBER, 5)["complaints_right"]["tenths"] == 10


@pytest.mark.parametrize("count", [4, 29])
def test_few_people_or_few_rows_are_withheld(cast: Cast, people: list[User], count: int) -> None:
    told(cast, people if count == 29 else people[:4], count if count == 29 else 36)
    figures = promise_figures(OCTOBER, 5)
    assert figures["ended_well"] is None
    assert figures["answers"] is None
    assert figures["help_seconds"] is None


def test_workbook_holds_the_same_figures(client: Client, cast: Cast, people: list[User]) -> None:
    """The same rows as the CSV, and the same bytes every time."""
    for incident in told(cast, people):
        JudgementFactory.create(incident=incident, judged_by=cast.max)
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    client.force_login(cast.hana)
    as_text = client.get(f"{PAGE}table/").content.decode("utf-8-sig")
    answer = client.get(f"{PAGE}table/?as=xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="promises-2026-10.xlsx"'
    assert answer.content == client.get(f"{PAGE}table/?as=xlsx").content
    in_book = [[cell for cell in cells if cell] for _n, cells in read_workbook(answer.content)]
    in_text = [[c for c in row if c] for row in csv.reader(StringIO(as_text))]
    assert in_book == [[c.removeprefix("'") for c in row] for row in in_text]


def test_workbook_lets_no_text_run_as_a_formula() -> None:
    made = workbook([("=1+1", "@x", 3), ("fine", None, 2.5)])
    with ZipFile(BytesIO(made)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert list(read_workbook(made)) == [(1, ["=1+1", "@x", "3"]), (2, ["fine", "", "2.5"])]


def test_board_says_nothing_of_a_check_in_that_is_late_now(client: Client, cast: Cast) -> None:
    """A live number would turn with one person; what was late is told when its month closes."""
    client.force_login(cast.hana)
    before = content_of(client)
    due = dt.datetime(2026, 10, 12, 10, 0, tzinfo=dt.UTC)
    series = CareSeriesFactory.create(person=cast.ana, team=cast.north, started_at=due)
    checkin = CheckInFactory.create(series=series, owner=cast.max, due_at=due)
    CheckIn.objects.filter(pk=checkin.pk).update(escalate_at=due)
    for days in (10, 20, 30):
        sweep_care(now=due + dt.timedelta(days=days))
    assert Escalation.objects.filter(level=Level.NEXT_LEVEL, checkin=checkin).exists()
    assert content_of(client) == before


def content_of(client: Client) -> str:
    page = client.get("/promises-kept/").content.decode()
    return page[page.index("<main") : page.index("</main")]


def test_figure_whose_rows_are_of_one_manager_goes_to_nobody(
    cast: Cast, people: list[User]
) -> None:
    """Two managers work here, and all thirty-six answers and calls are of the desk of one."""
    told(cast, people)
    for n in range(36):
        call(cast, people[n % 6], 12, n)
    figures = promise_figures(OCTOBER, 5)
    assert figures["is_for_all"]
    assert None not in [figures[name] for name in ("answers", "help_answered", "help_seconds")]
    Incident.objects.update(team=cast.north)
    HelpCall.objects.update(team=cast.north)
    figures = promise_figures(OCTOBER, 5)
    assert figures["is_for_all"]
    shares = ("answers", "help_answered", "help_seconds", "ended_well")
    assert [figures[name] for name in shares] == [None] * 4


@pytest.mark.parametrize(
    ("north", "south", "told"), [(0, 0, 0), (1, 0, None), (9, 0, None), (12, 0, None), (6, 6, 12)]
)
def test_measures_past_their_day_are_none_or_ten_of_several_managers(
    client: Client,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    north: int,
    south: int,
    told: int | None,
) -> None:
    teams = [cast.north.pk] * north + [cast.south.pk] * south
    monkeypatch.setattr(queries, "measures_past_review", lambda _month: teams)
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    assert MonthlyReport.objects.get().figures["promises"]["measures_late"] == told
    client.force_login(cast.hana)
    page = client.get(PAGE).text
    row = page[page.index("Measures past their review day") :].split("</tr>")[0]
    words = "a few" if told is None else str(told)
    assert f"<b>{words}</b>" in row
    assert ("must be 0" in row) is (told != 0)


def test_a04_felt_backed_is_told_above_of_two_managers_together(
    client: Client, cast: Cast, people: list[User]
) -> None:
    """Of thirty-six who were asked twenty-seven said yes; of one desk alone HR is told nothing."""
    for n in range(36):
        team, leader = [(cast.north, cast.max), (cast.south, cast.otto)][n % 2]
        takeover = Takeover.objects.create(
            incident=IncidentFactory.create(team=team), team=team, kind="join",
            person=people[n % 6], taken_by=leader, taken_at=NOON,
        )  # fmt: skip
        FeltBacked.objects.create(
            takeover=takeover, reply="no" if n < 9 else "yes", replied_at=NOON
        )
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    client.force_login(cast.hana)
    page = client.get(PAGE).text
    row = page[page.index("Colleagues who felt backed") :].split("</tr>")[0]
    assert "<b>7 of 10</b>" in row
    Takeover.objects.update(team=cast.north)
    assert promise_figures(OCTOBER, 5)["backed"] is None
