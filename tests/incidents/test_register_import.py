"""Registers into the database, by the command that people use."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Customer, CustomerIdentity, Incident, Narrative, Product
from incidents.operations.register import ImportTerms, import_register
from incidents.register.survey import survey
from incidents.signals import incident_reported
from people.models import Invitation, Membership, Notice, Outbox, Team, User
from people.queries import database_now
from tests.cast import Cast
from tests.factories import ProductFactory, SiteFactory, TeamFactory, UserFactory
from wellbeing.models import CareSeries, CheckIn, TrainingNeed

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOTHING_CREATED = {"teams": 0, "products": 0, "customers": 0, "people": 0}
OLD = {
    "Datum": "06-01-2025",
    "Tijd": "16:40",
    "Team": "Balie Noord",
    "Gemeld door": "els.de.vries@firma.example",
    "Kanaal": "balie",
    "Gedrag": "schelden, dreigen",
    "Klantnummer": "k 12",
    "Product": "Verhuizing",
    "Omschrijving": '=HYPERLINK("http://x","klik")',
    "Klacht terecht?": "deels",
}
BAD = OLD | {"Gedrag": "onzin"}


@dataclass
class Run:
    """What a run of the command left behind."""

    code: int
    report: dict[str, Any]
    out: str
    err: str

    @property
    def bad(self) -> list[tuple[int, str]]:
        return [(cell["row"], cell["column"]) for cell in self.report["bad_rows"]]


Import = Callable[..., Run]


def written(*rows: dict[str, str], delimiter: str = ";", encoding: str = "cp1252") -> bytes:
    stream = io.StringIO(newline="")
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    writer = csv.DictWriter(stream, headings, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


def days_ago(days: int) -> dict[str, str]:
    moment = database_now().astimezone(AMSTERDAM) - dt.timedelta(days=days)
    return {"Datum": f"{moment:%d-%m-%Y}", "Tijd": f"{moment:%H:%M}"}


@pytest.fixture
def run(tmp_path: Path) -> Import:
    def _run(*rows: dict[str, str], content: bytes | None = None, **options: object) -> Run:
        file, report = tmp_path / "register.csv", tmp_path / "out.json"
        report.unlink(missing_ok=True)
        file.write_bytes(written(*rows) if content is None else content)
        out, err, code = io.StringIO(), io.StringIO(), 0
        try:
            call_command(
                "import_incidents", str(file), report=str(report), stdout=out, stderr=err, **options
            )
        except SystemExit as end:
            code = int(str(end.code))
        return Run(code, json.loads(report.read_text()), out.getvalue(), err.getvalue())

    return _run


def counts() -> list[int]:
    tables = (Incident, Narrative, Customer, CustomerIdentity, Product, Team, User, Membership)
    return [table._default_manager.count() for table in tables]


def test_import_keeps_every_cell_of_a_row(run: Import) -> None:
    done = run(OLD, create_missing=True)
    incident = Incident.objects.get()
    assert (done.code, done.bad) == (0, [])
    assert incident.occurred_at == dt.datetime(2025, 1, 6, 15, 40, tzinfo=dt.UTC)
    assert (incident.occurred_on, incident.local_hour) == (dt.date(2025, 1, 6), 16)
    assert incident.team.name == "Balie Noord"
    assert incident.product is not None
    assert incident.product.name == "Verhuizing"
    assert incident.customer is not None
    assert incident.customer.identity.reference == "K 12"
    assert (incident.channel, incident.behaviours, incident.complaint_valid) == (1, [2, 6], 2)
    assert (incident.severity, incident.reading, incident.wish_when) == (3, None, "")
    assert incident.source == Incident.Source.IMPORT
    assert incident.narratives.get().body == '=HYPERLINK("http://x","klik")'


def test_import_reports_what_it_did(run: Import) -> None:
    done = run(OLD, BAD, OLD | {"Tijd": "17:00"}, create_missing=True, skip_bad=True)
    assert done.code == 2
    (cell,) = done.report.pop("bad_rows")
    assert done.report == {
        "rows": 3,
        "imported": 2,
        "skipped": 0,
        "created": {"teams": 1, "products": 1, "customers": 1, "people": 1},
    }
    assert cell.keys() == {"row", "column", "value", "expected"}
    assert (cell["row"], cell["column"], cell["value"]) == (3, "behaviour", "onzin")
    assert "schelden" in cell["expected"]
    assert 'row 3, behaviour: "onzin"' in done.out


def test_import_keeps_nothing_while_a_row_is_bad(run: Import) -> None:
    before = counts()
    done = run(OLD, BAD, create_missing=True)
    assert (done.code, done.bad, counts()) == (2, [(3, "behaviour")], before)
    assert (done.report["imported"], done.report["created"]) == (0, NOTHING_CREATED)
    assert "--skip-bad" in done.out


def test_import_makes_nothing_that_only_a_bad_row_names(run: Import) -> None:
    run(OLD, BAD | {"Team": "Spookteam"}, create_missing=True, skip_bad=True)
    assert not Team.objects.filter(name="Spookteam").exists()


@pytest.mark.parametrize("create_missing", [True, False])
def test_import_rehearsal_keeps_nothing_and_proposes(run: Import, *, create_missing: bool) -> None:
    before = counts()
    done = run(OLD, BAD, dry_run=True, create_missing=create_missing, skip_bad=True)
    assert (done.code, done.bad, counts()) == (2, [(3, "behaviour")], before)
    assert done.report["imported"] == 0
    assert done.report["created"] == {"teams": 1, "products": 1, "customers": 1, "people": 1}
    assert "missing teams (1): Balie Noord" in done.out
    assert ("Add --create-missing" in done.out) is not create_missing
    assert run(OLD, dry_run=True).code == 0


def test_import_refuses_rows_whose_names_nobody_knows(run: Import) -> None:
    before = counts()
    done = run(OLD)
    assert done.bad == [(2, "team"), (2, "reported_by"), (2, "product"), (2, "customer")]
    assert all("--create-missing" in cell["expected"] for cell in done.report["bad_rows"])
    assert (done.code, done.report["created"], counts()) == (2, NOTHING_CREATED, before)
    assert "missing people (1): els.de.vries@firma.example" in done.out


def test_import_uses_the_names_that_exist(run: Import, cast: Cast) -> None:
    ProductFactory.create(name="Verhuizing")
    known = OLD | {"Team": "DESK  north", "Gemeld door": "ANA@luwte.example", "Klantnummer": ""}
    by_name = known | {"Gemeld door": "ana bakker", "Product": "verhuizing", "Tijd": "9:00"}
    before = User.objects.count()
    assert run(known, by_name).code == 0
    assert {i.reported_by for i in Incident.objects.all()} == {cast.ana}
    assert {i.team for i in Incident.objects.all()} == {cast.north}
    assert User.objects.count() == before


def test_import_does_not_guess_between_people_of_one_name(run: Import) -> None:
    UserFactory.create_batch(2, name="Jan Jansen")
    done = run(OLD | {"Gemeld door": "Jan Jansen"}, create_missing=True)
    assert done.bad == [(2, "reported_by")]


def test_import_tells_teams_of_one_name_apart_by_department(run: Import) -> None:
    north, south = TeamFactory.create(name="Noord"), TeamFactory.create(name="Zuid")
    for parent in (north, south):
        TeamFactory.create(name="Balie", parent=parent)
    row = OLD | {"Team": "Balie", "Afdeling": "zuid"}
    assert run(row | {"Afdeling": ""}, create_missing=True).bad == [(2, "team")]
    assert run(row, create_missing=True).code == 0
    assert Incident.objects.get().team.parent == south


def test_import_hangs_a_new_team_below_its_department(run: Import) -> None:
    above = TeamFactory.create(name="Publiekszaken")
    run(OLD | {"Afdeling": "Publiekszaken"}, create_missing=True)
    assert Incident.objects.get().team.parent == above


def test_import_makes_people_staff_who_cannot_sign_in(run: Import) -> None:
    other = OLD | {"Datum": "03-02-2024", "Team": "Balie Zuid"}
    named = OLD | {"Gemeld door": "Jo Bos", "Datum": "01-01-2025"}
    run(OLD, other, OLD | {"Datum": "05-01-2025"}, named, create_missing=True)
    els, jo = User.objects.get(name="Els de Vries"), User.objects.get(name="Jo Bos")
    assert (els.email, els.sign_in_name) == ("els.de.vries@firma.example", None)
    for person in (els, jo):
        assert person.is_active
        assert not person.has_usable_password()
        assert not person.role_grants.exists()
    assert {(m.team.name, m.kind, m.starts_on) for m in els.memberships.all()} == {
        ("Balie Noord", "staff", dt.date(2025, 1, 5)),
        ("Balie Zuid", "staff", dt.date(2024, 2, 3)),
    }
    assert not Invitation.objects.exists()
    assert not Outbox.objects.exists()
    assert not Notice.objects.exists()


def test_import_makes_customers_of_a_reference_alone(run: Import) -> None:
    run(OLD, OLD | {"Klantnummer": "K  12", "Tijd": "9:00"}, create_missing=True)
    identity = CustomerIdentity.objects.get()
    assert (identity.reference, identity.name, identity.phone) == ("K 12", "", "")


def test_import_twice_adds_nothing(run: Import) -> None:
    run(OLD, OLD, create_missing=True)
    before = counts()
    again = run(content=written(OLD, OLD, delimiter=",", encoding="utf-8-sig"), create_missing=True)
    assert (again.code, again.report["imported"], again.report["skipped"]) == (0, 0, 2)
    assert (again.report["created"], counts()) == (NOTHING_CREATED, before)


def test_import_of_a_longer_register_adds_the_new_rows(run: Import) -> None:
    run(OLD, create_missing=True)
    done = run(OLD | {"Tijd": "08:00"}, OLD, OLD, create_missing=True)
    assert (done.report["imported"], done.report["skipped"]) == (2, 1)


def test_import_does_not_bring_back_a_team_that_was_renamed(run: Import) -> None:
    run(OLD, create_missing=True)
    Team.objects.update(name="Balie Nieuw Noord")
    done = run(OLD, create_missing=True)
    assert (done.report["skipped"], done.report["created"]) == (1, NOTHING_CREATED)
    assert Team.objects.count() == 1


def test_import_tells_nobody_about_history(run: Import) -> None:
    heard: list[Incident] = []

    def listen(*, incident: Incident, **_: object) -> None:
        heard.append(incident)

    incident_reported.connect(listen)
    try:
        run(OLD, OLD | days_ago(15), OLD | days_ago(13), create_missing=True)
    finally:
        incident_reported.disconnect(listen)
    old, older_than_14_days, recent = Incident.objects.order_by("occurred_at")
    assert heard == [recent]
    assert old.answer_due_at is older_than_14_days.answer_due_at is None
    assert recent.answer_due_at is not None


def test_import_plans_no_care_for_history(run: Import, cast: Cast) -> None:
    row = OLD | {"Team": "Desk North", "Gemeld door": "ana@luwte.example"}
    old = [row | days_ago(days) for days in (15, 16, 17, 18, 300)]
    run(*old, create_missing=True)
    assert Incident.objects.count() == 5
    for table in (CareSeries, CheckIn, TrainingNeed, Outbox, Notice):
        assert not table._default_manager.exists()
    run(row | days_ago(2), create_missing=True)
    assert CareSeries.objects.get().person == cast.ana
    assert CheckIn.objects.exists()


def test_import_fails_as_a_whole(run: Import) -> None:
    def break_down(**_: object) -> None:
        message = "out of paper"
        raise RuntimeError(message)

    before = counts()
    incident_reported.connect(break_down)
    try:
        with pytest.raises(RuntimeError):
            run(OLD, OLD | days_ago(1), create_missing=True)
    finally:
        incident_reported.disconnect(break_down)
    assert counts() == before


def test_import_takes_recent_rows_of_people_who_left_as_bad(run: Import) -> None:
    UserFactory.create(name="Wim Weg", is_active=False, deactivated_at=database_now())
    left = OLD | {"Gemeld door": "Wim Weg"}
    done = run(left, left | days_ago(1), create_missing=True, skip_bad=True)
    assert (done.bad, done.report["imported"]) == ([(3, "reported_by")], 1)


def test_import_reads_the_clock_of_the_team(run: Import) -> None:
    site = SiteFactory.create(name="Willemstad", time_zone=ZoneInfo("America/Curacao"))
    TeamFactory.create(name="Balie Noord", site=site)
    run(OLD, create_missing=True)
    incident = Incident.objects.get()
    assert incident.occurred_at == dt.datetime(2025, 1, 6, 20, 40, tzinfo=dt.UTC)
    assert (incident.occurred_on, incident.local_hour) == (dt.date(2025, 1, 6), 16)


def test_import_without_a_time_counts_for_the_day_and_for_no_hour(run: Import) -> None:
    run(OLD | {"Tijd": ""}, create_missing=True)
    incident = Incident.objects.get()
    assert (incident.occurred_on, incident.local_hour) == (dt.date(2025, 1, 6), None)


def test_import_obeys_a_mapping(run: Import) -> None:
    row = {"Kleur": "schelden", **{k: v for k, v in OLD.items() if k != "Gedrag"}}
    assert run(row, create_missing=True).bad == [(1, "behaviour")]
    done = run(row, create_missing=True, map=["Kleur=behaviour"])
    assert (done.code, Incident.objects.get().behaviours) == (0, [2])
    with pytest.raises(CommandError, match="no column 'Smaak'"):
        run(row, map=["Smaak=team"])


def test_import_says_how_it_read_the_columns(run: Import) -> None:
    done = run(OLD | {"Weer": "zonnig"}, dry_run=True)
    assert "column Gemeld door is read as reported_by" in done.out
    assert "column Weer is not used" in done.out


@pytest.mark.parametrize(
    ("content", "bad"),
    [
        (b"", [(1, "date"), (1, "team"), (1, "reported_by"), (1, "behaviour")]),
        (b"PK\x03\x04 a workbook", [(1, "date")]),
        (b"Datum;Team;Melder;Gedrag\r\n", []),
    ],
)
def test_import_of_a_file_without_rows(
    run: Import, content: bytes, bad: list[tuple[int, str]]
) -> None:
    done = run(content=content, create_missing=True)
    assert (done.code, done.bad, done.report["rows"]) == (2 if bad else 0, bad, 0)


def test_import_of_no_file_writes_its_report(tmp_path: Path) -> None:
    report = tmp_path / "out.json"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_incidents", str(tmp_path / "none.csv"), report=str(report))
    assert json.loads(report.read_text())["imported"] == 0
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("import_incidents", "x.csv", report=str(tmp_path / "no" / "out.json"))


def test_import_shows_progress(run: Import) -> None:
    done = run(*[OLD | {"Tijd": f"{n // 60:02}:{n % 60:02}"} for n in range(600)], dry_run=True)
    assert done.err.split() == ["83%", "100%"]


def test_import_asks_the_database_little_for_each_row(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    rows = [OLD | {"Tijd": f"{n // 60:02}:{n % 60:02}"} for n in range(100)]
    path = tmp_path / "register.csv"
    path.write_bytes(written(*rows))
    terms = ImportTerms(may_create=True)
    with django_assert_max_num_queries(60):
        import_register(actor=None, found=survey(path, {}), terms=terms, now=database_now())
