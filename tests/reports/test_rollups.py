"""Roll-ups hold what the reports say, whatever happens to a report and in whatever order."""

import datetime as dt
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.reports.writers import Pool, write_together
from incidents.codes import BEHAVIOUR_BY_KEY
from incidents.models import Customer, Incident, ReportChange
from incidents.operations import report_incident
from incidents.operations.merge import merge_customers
from incidents.operations.report import ReportInput
from reports.models import (
    CustomerScore,
    DaySeverityChannel,
    MonthHour,
    MonthlyReport,
    MonthProduct,
    MonthProductBehaviour,
    MonthTeam,
)
from reports.operations.publish import publish_month
from reports.operations.rollups import rebuild_rollups, refresh_dirty_months
from reports.queries.rollups import ROLLUPS, SCORES, differences
from tests.architecture.tree import files, short
from tests.cast import Cast, assemble
from tests.factories import (
    CustomerFactory,
    IncidentFactory,
    ProductFactory,
    TeamFactory,
    UserFactory,
)

SWEARING, THREAT = (BEHAVIOUR_BY_KEY[key].number for key in ("swearing", "threat_words"))
NOVEMBER, OCTOBER = dt.date(2026, 11, 1), dt.date(2026, 10, 1)


def test_refresh_counts_what_was_reported(cast: Cast, now: dt.datetime) -> None:
    product, customer = ProductFactory.create(), CustomerFactory.create()
    for behaviours in ([SWEARING], [SWEARING, THREAT]):
        IncidentFactory.create(
            team=cast.north, product=product, customer=customer, behaviours=behaviours
        )
    assert refresh_dirty_months(now=now) == [NOVEMBER]
    assert MonthProduct.objects.get(month=NOVEMBER, product=product).reports == 2
    counts = MonthProductBehaviour.objects.get().counts
    assert (counts[SWEARING - 1], counts[THREAT - 1], sum(counts)) == (2, 1, 3)
    assert MonthHour.objects.get().weekday == 2, "18 November 2026 is a Wednesday"
    assert MonthTeam.objects.get(team=cast.north).reports == 2
    assert DaySeverityChannel.objects.get(severity=3).reports == 1
    score = CustomerScore.objects.get(customer=customer)
    assert (score.reports, score.score) == (2, 1 + 9)
    assert differences() == []


def test_refresh_follows_merges_moves_confirmations_and_erasures(
    cast: Cast, now: dt.datetime
) -> None:
    kept, gone = CustomerFactory.create_batch(2)
    moved, removed, *_ = IncidentFactory.create_batch(4, team=cast.north, customer=gone)
    waiting = IncidentFactory.create(team=cast.north, customer=kept, written_by=cast.max)
    refresh_dirty_months(now=now)
    assert not CustomerScore.objects.filter(customer=kept), "nobody has confirmed it"
    removed.delete()
    merge_customers(actor=cast.pim, kept=kept, gone=gone, now=now)
    Incident.objects.filter(pk=moved.pk).update(occurred_on=dt.date(2026, 10, 31), local_hour=None)
    Incident.objects.filter(pk=waiting.pk).update(confirmed_at=now)
    assert differences() == [], "what waits to be counted anew is no difference"
    assert refresh_dirty_months(now=now) == [OCTOBER, NOVEMBER]
    assert differences() == []
    assert list(CustomerScore.objects.values_list("customer", "reports")) == [(kept.pk, 4)]
    assert dict(MonthTeam.objects.values_list("month", "reports")) == {OCTOBER: 1, NOVEMBER: 3}


def test_nothing_is_counted_anew_for_what_no_figure_is_made_of(
    cast: Cast, now: dt.datetime
) -> None:
    incident = IncidentFactory.create(team=cast.north)
    refresh_dirty_months(now=now)
    Incident.objects.filter(pk=incident.pk).update(reading=1, answer_due_at=now, trigger=2)
    assert refresh_dirty_months(now=now) == []
    later = dt.datetime(2027, 12, 1, tzinfo=dt.UTC)
    assert refresh_dirty_months(now=later) == []


def test_scores_leave_what_is_over_a_year_ago(cast: Cast, now: dt.datetime) -> None:
    IncidentFactory.create(team=cast.north, customer=CustomerFactory.create())
    refresh_dirty_months(now=now)
    refresh_dirty_months(now=dt.datetime(2027, 10, 31, 12, tzinfo=dt.UTC))
    assert CustomerScore.objects.count() == 1
    refresh_dirty_months(now=dt.datetime(2027, 11, 1, 12, tzinfo=dt.UTC))
    assert CustomerScore.objects.count() == 0


def test_a_report_sends_no_statement_for_the_figures(cast: Cast, now: dt.datetime) -> None:
    report = ReportInput(
        occurred_at=now, team=cast.north, reported_by=cast.ana, channel="counter",
        behaviours=("swearing",), reading=1,
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as sent:
        report_incident(actor=cast.ana, report=report, now=now)
    assert not [query for query in sent if "reportchange" in query["sql"]]
    assert ReportChange.objects.filter(occurred_on=dt.date(2026, 11, 18)).count() == 1


def test_check_names_the_cells_that_differ_and_rebuild_mends_them(
    cast: Cast, now: dt.datetime
) -> None:
    with pytest.raises(SystemExit):
        call_command("rollup", "check", stdout=StringIO(), stderr=StringIO())
    IncidentFactory.create_batch(2, team=cast.north)
    rebuild_rollups(now=now)
    MonthTeam.objects.update(reports=7)
    said = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("rollup", "check", stdout=said, stderr=StringIO())
    assert stopped.value.code == 1
    cell = f"reports_monthteam 2026-11-01 {cast.north.pk}: holds 7, the reports say 2"
    assert said.getvalue().splitlines() == [cell]
    call_command("rollup", "rebuild", stdout=StringIO())
    call_command("rollup", "check", stdout=said)
    assert "Every cell" in said.getvalue()


def test_a_customer_who_is_gone_has_no_score(cast: Cast, now: dt.datetime) -> None:
    customer: Customer = CustomerFactory.create()
    incident = IncidentFactory.create(team=cast.north, customer=customer)
    refresh_dirty_months(now=now)
    Incident.objects.filter(pk=incident.pk).update(set_aside_at=now)
    refresh_dirty_months(now=now)
    assert CustomerScore.objects.count() == 0
    assert MonthTeam.objects.get().reports == 1, "it still happened"


@pytest.mark.django_db(transaction=True)
def test_six_writers_at_once_leave_no_cell_wrong() -> None:
    first, second = sorted(user.pk for user in UserFactory.create_batch(2))
    pool = Pool(
        reporter=first,
        teams=[team.pk for team in TeamFactory.create_batch(3)],
        products=[product.pk for product in ProductFactory.create_batch(3)],
        customers=[customer.pk for customer in CustomerFactory.create_batch(6)],
        first=NOVEMBER - dt.timedelta(60),
        days=75,
    )
    assert second == first + 1
    refresh_dirty_months(now=timezone.now())
    done = write_together(pool, writers=6, steps=300, seed=1)
    assert min(done[step] for step in ("insert", "edit", "erase", "merge", "refresh")) >= 5
    assert MonthTeam.objects.exists()
    assert differences() == []


@pytest.mark.django_db(transaction=True)
def test_counting_a_team_reads_the_index_alone() -> None:
    cast = assemble()
    IncidentFactory.create(team=cast.north)
    IncidentFactory.create_batch(80, team=cast.south)
    scope = "team_id = ANY(%s) AND occurred_on >= %s"
    plans = {}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE incidents_incident")  # or no row is known to be settled
        cursor.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
        for rollup in ROLLUPS:
            cursor.execute(f"EXPLAIN {rollup.of_scope(scope)}", [[cast.north.pk], OCTOBER])
            plans[rollup.table] = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET enable_seqscan; RESET enable_bitmapscan")
    for table, plan in plans.items():
        assert "Index Only Scan using incident_team_day" in plan, table


def test_what_was_published_stays_when_its_month_is_counted_anew(
    cast: Cast, now: dt.datetime
) -> None:
    figures = {"month": {"is_shown": True, "reports": 40}}
    MonthlyReport.objects.create(month=OCTOBER, made_at=now, figures=figures)
    IncidentFactory.create(team=cast.north, occurred_on=dt.date(2026, 10, 5))
    assert rebuild_rollups(now=now) == [OCTOBER]
    kept = MonthlyReport.objects.get()
    assert (kept.figures, kept.made_at) == (figures, now)
    assert publish_month(month=OCTOBER, now=now) == kept


def test_what_hr_reads_knows_no_roll_up() -> None:
    tables = "|".join(rollup.model.__name__ for rollup in (*ROLLUPS, SCORES))
    users = {
        short(path)
        for path in files("*.py", "reports", "wellbeing", "incidents")
        if re.search(rf"\b({tables})\b", path.read_text(encoding="utf-8"))
    }
    assert users == {
        "reports/models/__init__.py",
        "reports/models/rollups.py",
        "reports/queries/counted.py",
        "reports/queries/live.py",
        "reports/queries/rollups.py",
    }
    readers = {
        short(path)
        for path in files("*.py", "reports")
        if re.search(r"queries\.(live|counted) import", path.read_text(encoding="utf-8"))
    }
    assert readers == {
        "reports/queries/counted.py",
        "reports/queries/counted_rows.py",
        "reports/views/counted.py",
    }
    assert {
        short(path)
        for path in files("*.py", "reports")
        if "queries.counted_rows import" in path.read_text(encoding="utf-8")
    } == {"reports/views/counted.py"}
