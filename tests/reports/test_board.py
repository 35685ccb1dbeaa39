"""The promise board: everybody reads it, and nothing about one manager goes above that manager."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.test import Client

from incidents.codes import WordList
from incidents.codes.after import TRIGGERS
from incidents.operations.route import reset_route, set_route
from incidents.operations.words import WordChange, change_product, change_words
from people.models import Membership, RoleGrant, SettingChange, User
from people.operations import note_settings
from reports.models import MonthlyReport
from reports.operations.month import with_twins
from reports.operations.publish import publish_month
from reports.operations.units import unit_figures
from reports.permissions import (
    may_count_reports,
    may_drill,
    may_follow_patterns,
    may_read_every_unit,
    may_read_trends,
)
from reports.queries import team_tree
from reports.queries.board import board_for
from reports.queries.setting_changes import in_words
from tests.factories import (
    AnswerFactory,
    IncidentFactory,
    MembershipFactory,
    ProductFactory,
    UserFactory,
)
from tests.reports.company import Company, after_close, founded
from wellbeing.operations.courses import CourseInput, save_course

SEPTEMBER = dt.date(2026, 9, 1)
NOON = dt.datetime(2026, 8, 12, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
PAGE = "/promises-kept/2026-09/"


def _answered(company: Company, place: int, count: int, in_time: int) -> None:
    """Reports of six people of a team whose answer fell due in the third quarter."""
    team = company.teams[place]
    people = company.staff[team.pk][:6]
    for n in range(count):
        incident = IncidentFactory.create(
            reported_by=people[n % 6], team=team, occurred_at=NOON, answer_due_at=NOON + 14 * DAY
        )
        if n < in_time:
            AnswerFactory.create(incident=incident, written_at=NOON + 2 * DAY)


@pytest.fixture
def company(db: None) -> Company:
    """Team A has one manager, team B two, team C one but too few tasks; the last one none."""
    made = founded()
    for place, managers in enumerate((1, 2, 1, 0)):
        for _ in range(managers):
            MembershipFactory.create(team=made.teams[place], kind=Membership.Kind.MANAGER)
    _answered(made, 0, 40, 36)
    _answered(made, 1, 36, 18)
    _answered(made, 2, 29, 29)
    return made


def _with_role(role: str) -> User:
    user = UserFactory.create()
    RoleGrant.objects.create(user=user, role=role)
    return user


def _answers(user: User) -> dict[str, object]:
    board = board_for(user, SEPTEMBER)
    assert board is not None
    return {unit["name"]: unit["figures"]["answers"] for unit in board.units}


@pytest.mark.parametrize("role", ["hr", "council"])
def test_figure_of_one_manager_goes_to_nobody_above(company: Company, role: str) -> None:
    publish_month(month=SEPTEMBER, now=after_close(SEPTEMBER))
    of_b = {"tenths": 5, "of": 35}
    seen = _answers(_with_role(role))
    assert seen == {"": {"tenths": 9, "of": 70}, "Team B": of_b}
    own = {"Team A": {"tenths": 9, "of": 40}}
    assert _answers(company.staff[company.teams[0].pk][0]) == own
    manager = Membership.objects.get(team=company.teams[0], kind=Membership.Kind.MANAGER).user
    assert _answers(manager) == own
    above = MembershipFactory.create(
        team=company.teams[0].parent, kind=Membership.Kind.MANAGER
    ).user
    assert _answers(above) == {}


def test_units_of_one_manager_are_read_together(company: Company) -> None:
    """North holds A and C: 40 + 29 answers, 36 + 29 in time. D has no manager and stays out."""
    publish_month(month=SEPTEMBER, now=after_close(SEPTEMBER))
    board = board_for(_with_role("hr"), SEPTEMBER)
    assert board is not None
    found = {(unit["name"], unit["above"]): unit["figures"]["answers"] for unit in board.units}
    assert found == {
        ("Team B", "South"): {"tenths": 5, "of": 35},
        ("", "North"): {"tenths": 9, "of": 70},
    }


def test_units_of_the_same_words_are_told_apart(client: Client, company: Company) -> None:
    publish_month(month=SEPTEMBER, now=after_close(SEPTEMBER))
    report = MonthlyReport.objects.get()
    (unit,) = [unit for unit in report.figures["units"]["above"] if unit["joined"] == 2]
    assert unit["is_twin"] is False
    twins = [unit | {"teams": [team.pk, 0]} for team in company.teams[:2]]
    with_twins(twins, team_tree(), "teams")
    report.figures["units"]["above"] = twins
    report.save()
    client.force_login(_with_role("hr"))
    seen = client.get(PAGE).text
    for name in ("Team A", "Team B"):
        assert f"Teams in North together (2), with {name}" in seen


def test_whole_organisation_under_one_manager_is_not_shown_either(
    client: Client, company: Company
) -> None:
    Membership.objects.exclude(kind=Membership.Kind.STAFF).delete()
    MembershipFactory.create(team=company.teams[0], kind=Membership.Kind.MANAGER)
    publish_month(month=SEPTEMBER, now=after_close(SEPTEMBER))
    figures = MonthlyReport.objects.get().figures["promises"]
    assert figures["is_for_all"] is False
    client.force_login(_with_role("hr"))
    assert "of 10" not in client.get(PAGE).text


def test_units_are_counted_once_a_quarter(company: Company) -> None:
    assert unit_figures(dt.date(2026, 8, 1), 5) is None
    board = unit_figures(SEPTEMBER, 5)
    assert board is not None
    assert board["quarter"] == "2026-07-01"
    publish_month(month=SEPTEMBER, now=after_close(SEPTEMBER))
    october = dt.date(2026, 10, 1)
    publish_month(month=october, now=after_close(october))
    later = board_for(_with_role("hr"), october)
    assert later is not None
    assert later.quarter == dt.date(2026, 7, 1)


def test_colleague_reads_the_board_but_not_what_sets_it_off(
    client: Client, company: Company
) -> None:
    publish_month(month=SEPTEMBER, now=after_close(SEPTEMBER))
    client.force_login(company.staff[company.teams[0].pk][0])
    assert "We promise" in client.get("/").text or client.get("/").status_code == 302
    page = client.get(PAGE).text
    assert "Team A" in page
    assert "Team B" not in page
    assert "What sets it off most" not in page
    assert "Team B" not in client.get(f"{PAGE}table/").text


def test_council_reads_board_policy_and_changes_and_nothing_else(
    client: Client, company: Company
) -> None:
    council = _with_role("council")
    note_settings(
        actor=_with_role("admin"), area=SettingChange.Area.ORGANISATION,
        before={"load_limit": 10}, after={"load_limit": 12}, now=NOON,
    )  # fmt: skip
    note_settings(
        actor=_with_role("admin"), area=SettingChange.Area.CARE, team=company.teams[0],
        before={"light.own": False}, after={"light.own": True}, now=NOON,
    )  # fmt: skip
    publish_month(month=SEPTEMBER, now=after_close(SEPTEMBER))
    client.force_login(council)
    page = client.get(PAGE).text
    assert "Team B" in page
    assert "Team A" not in page
    assert "5 of 10" in page
    page = client.get("/settings/changes/").text
    assert "Load from which a check-in is offered" in page
    assert "set for itself" in page
    assert "set for itself" not in client.get("/settings/changes/?area=remedies").text
    kept = client.get("/settings/changes/?area=care&as=csv")
    assert kept.headers["Content-Type"].startswith("text/csv")
    assert f"{company.teams[0].name}" in kept.text
    assert "Load from which" not in kept.text
    assert "Works council" in client.get("/policy/").text
    for path in ("/trends/", "/trends/2026-09/", "/patterns/", "/contacts/", "/people/"):
        assert client.get(path).status_code in {403, 404}, path


@pytest.mark.django_db
def test_list_of_who_sees_what_says_what_each_role_may(client: Client) -> None:
    """A cell says no exactly where no page of it opens for that role."""
    client.force_login(_with_role("council"))
    page = client.get("/policy/").text
    heads = re.findall(r'<th scope="col">(.*?)</th>', page[page.index('id="who"') :])[:6]
    row = page[page.index("Counts and patterns") :].split("</tr>")[0]
    said = dict(zip(heads, re.findall(r"<td>(.*?)</td>", row), strict=True))
    leader: User = UserFactory.create()
    MembershipFactory.create(user=leader, kind=Membership.Kind.MANAGER)
    people = {
        "Manager and deputy of your team now": leader,
        "Confidential adviser": _with_role("adviser"),
        "HR": _with_role("hr"),
        "Works council": _with_role("council"),
        "Administrator": _with_role("admin"),
    }
    allowed = (
        may_count_reports,
        may_follow_patterns,
        may_drill,
        may_read_trends,
        may_read_every_unit,
    )
    for name, person in people.items():
        assert (said[name] != "no") is any(may(person) for may in allowed), name


@pytest.mark.django_db
def test_routes_courses_and_hidden_words_are_noted_and_told_in_words(
    client: Client, company: Company
) -> None:
    boss = _with_role("admin")
    team = company.teams[0]
    set_route(actor=boss, team=team, levels=[1, 2], seconds=60, now=NOON)
    set_route(actor=boss, team=team, levels=[2, 1], seconds=60, now=NOON)
    reset_route(actor=boss, team=team, now=NOON)
    course = CourseInput(name="Calm", topics=(1,), repeat_months=12)
    made = save_course(actor=boss, course=None, changes=course, now=NOON)
    save_course(actor=boss, course=made, changes=replace(course, repeat_months=24), now=NOON)
    words = [WordChange(entry.key, "", "", is_hidden=entry.key == "price") for entry in TRIGGERS]
    change_words(actor=boss, word_list=WordList.TRIGGER, changes=words, now=NOON)
    change_words(
        actor=boss, word_list=WordList.TRIGGER, now=NOON,
        changes=[WordChange(entry.key, "", "", is_hidden=False) for entry in TRIGGERS],
    )  # fmt: skip
    pump = ProductFactory.create(name="Heat pump")
    change_product(actor=boss, product=pump, name="Heat pump", is_active=False, now=NOON)
    change_product(actor=boss, product=pump, name="Pump", is_active=False, now=NOON)
    changes = SettingChange.objects.order_by("pk")
    told = {(row["label"], row["old"], row["new"]) for row in in_words(list(changes))}
    assert {
        ("Who is asked", "not set", "managers, deputies"),
        ("Who is asked", "managers, deputies", "deputies, managers"),
        ("Seconds for each step", "60", "not set"),
        ("Calm: again after months", "not set", "12"),
        ("Calm: again after months", "12", "24"),
        ("Hidden from its list: price or fee", "no", "yes"),
        ("Hidden from its list: price or fee", "yes", "no"),
        ("In use: Pump", "yes", "no"),
        ("Name of a product: Pump", "Heat pump", "Pump"),
    } <= told
    assert len(told) == changes.count() == 11
    client.force_login(_with_role("council"))
    assert "Calm: again after months" in client.get("/settings/changes/?area=courses").text
