"""Did it help: an exact interval against independent computations, honest words, small numbers."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from incidents.codes import BEHAVIOUR_BY_KEY, TOPIC_BY_KEY
from people.models import RoleGrant, User
from reports.effect import Comparison, Side, Verdict, compare, rate_ratio_interval
from reports.models import ContactVolume
from reports.operations.publish import publish_month
from reports.operations.training import late_tables, topic_effects, wishes_shared
from reports.periods import shifted
from tests.cast import Cast
from tests.factories import (
    CourseAttendanceFactory,
    CourseFactory,
    IncidentFactory,
    MembershipFactory,
    ScenarioFactory,
    TrainingNeedFactory,
    UserFactory,
)
from tests.reports.company import Company, founded
from tests.wellbeing.pages import signed_in, text_of
from wellbeing.models import Course, PracticeSession
from wellbeing.queries.sessions import scenario_titles

SWEARING = BEHAVIOUR_BY_KEY["swearing"].number
BOUNDARIES = TOPIC_BY_KEY["boundaries"].number
TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
OCTOBER = dt.date(2026, 10, 1)
TRAINED = dt.date(2026, 4, 15)
DAY = dt.timedelta(days=1)


@settings(max_examples=200, deadline=None)
@given(
    before=st.integers(0, 400),
    after=st.integers(0, 400),
    contacts_before=st.floats(1, 1e6),
    contacts_after=st.floats(1, 1e6),
)
def test_interval_is_that_of_the_binomial_test(
    before: int, after: int, contacts_before: float, contacts_after: float
) -> None:
    if before + after == 0:
        return
    found = binomtest(after, before + after).proportion_ci(0.95, method="exact")
    scale = contacts_before / contacts_after
    low, high = rate_ratio_interval(before, contacts_before, after, contacts_after)
    assert low == pytest.approx(scale * found.low / (1 - found.low), rel=1e-6, abs=1e-12)
    if before == 0:
        assert high is None
    else:
        assert high == pytest.approx(scale * found.high / (1 - found.high), rel=1e-6)


def test_interval_of_a_published_comparison() -> None:
    """Breast cancer after X-ray fluoroscopy (Rothman): 41 in 28,010 and 15 in 19,017 years."""
    low, high = rate_ratio_interval(15, 19_017, 41, 28_010)
    assert (round(low, 2), round(high or 0, 2)) == (1.01, 3.61)


def many(reports: int, people: int = 10) -> dict[int, int]:
    """Spread reports evenly over people."""
    return {n: reports // people + (n < reports % people) for n in range(people)}


def compared(before: int, after: int, people: int = 10) -> Comparison:
    sides = Side(many(before), 10_000), Side(many(after), 10_000)
    return compare(*sides, people=people, smallest=5)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (60, 20, Verdict.WORKS),
        (20, 60, Verdict.MORE),
        (200, 200, Verdict.SAME),
        (20, 18, Verdict.EARLY),
        (15, 14, Verdict.FEW),
        (15, 15, Verdict.EARLY),
    ],
)
def test_verdict_is_honest(before: int, after: int, verdict: Verdict) -> None:
    found = compared(before, after)
    assert found.verdict == verdict
    assert (found.before is None) is (verdict is Verdict.FEW)


def test_nothing_is_said_about_few_people() -> None:
    assert compared(60, 20, people=4).verdict == Verdict.FEW
    few = Side({1: 20, 2: 20, 3: 20, 4: 20}, 10_000)
    assert compare(few, few, people=10, smallest=5).verdict == Verdict.FEW
    alone = Side({1: 2}, 10_000)  # what one person reported afterwards is theirs
    assert compare(Side(many(60), 10_000), alone, people=10, smallest=5).verdict == Verdict.FEW


def test_a_report_more_does_not_show_in_the_next_months_figures() -> None:
    """What is told again with one month more must not tell what few people reported in it."""
    numbers = {compared(60, after) for after in (38, 39, 40, 41, 42)}
    assert numbers == {compared(60, 40)}
    assert compared(60, 40).after == 4.0


def report(person: User, company: Company, day: dt.date, behaviour: int = SWEARING) -> None:
    IncidentFactory.create(
        reported_by=person,
        team=company.teams[0],
        behaviours=[behaviour],
        occurred_at=dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC),
    )


@pytest.fixture
def company(db: None) -> Company:
    """Twelve in Team A, of whom ten had the course; 1,200 contacts of the team every month."""
    made = founded(teams=2)
    course = CourseFactory.create(name="Boundaries", topics=[BOUNDARIES])
    people = made.staff[made.teams[0].pk]
    for person in people[:10]:
        CourseAttendanceFactory.create(person=person, course=course, done_on=TRAINED)
    ContactVolume.objects.bulk_create(
        ContactVolume(
            day=shifted(dt.date(2025, 1, 1), n), team=made.teams[0], channel=1, contacts=1_200
        )
        for n in range(23)
    )
    return made


def test_a28_reports_of_the_same_code_are_compared_before_and_after(company: Company) -> None:
    """A28: six months on each side, the month of the training on none, other codes on none."""
    people = company.staff[company.teams[0].pk]
    for person in people[:10]:
        for month in (-6, -4, -3, -1):
            report(person, company, shifted(dt.date(2026, 4, 1), month) + 9 * DAY)
        report(person, company, shifted(dt.date(2026, 4, 1), 2))
    for person in people:  # none of these count
        report(person, company, dt.date(2026, 4, 20))
        report(person, company, dt.date(2025, 9, 30))
        report(person, company, dt.date(2026, 6, 5), BEHAVIOUR_BY_KEY["tense"].number)
    report(people[11], company, dt.date(2026, 1, 5))
    ((topic, found),) = topic_effects(TODAY, 5)
    assert topic == BOUNDARIES
    # Ten people with a twelfth of 1,200 contacts each, six months before, six after (to October).
    contacts = 10 * 6 * 100
    assert found.verdict == Verdict.WORKS
    assert found.before == pytest.approx(1000 * 40 / contacts)
    assert found.after == pytest.approx(1000 * 10 / contacts)
    expected = binomtest(10, 50).proportion_ci(0.95, method="exact")
    assert found.high == pytest.approx(expected.high / (1 - expected.high))


def test_months_without_contacts_and_open_months_count_on_no_side(company: Company) -> None:
    people = company.staff[company.teams[0].pk]
    for person in people[:10]:
        for day in (dt.date(2026, 1, 9), dt.date(2026, 2, 9), dt.date(2026, 3, 9)):
            report(person, company, day)
        report(person, company, dt.date(2026, 6, 9))
        report(person, company, dt.date(2026, 7, 9))
    ContactVolume.objects.filter(day=dt.date(2026, 7, 1)).delete()
    found = topic_effects(TODAY, 5)[0][1]
    assert found.after == pytest.approx(1000 * 10 / (10 * 5 * 100))
    early = topic_effects(dt.date(2026, 7, 20), 5)[0][1]  # June is the last closed month
    assert early.after == pytest.approx(1000 * 10 / (10 * 2 * 100))
    assert topic_effects(dt.date(2026, 5, 20), 5)[0][1].verdict == Verdict.FEW


def test_effect_page_says_too_small_and_how_to_read_it(company: Company, cast: Cast) -> None:
    hana = signed_in(cast.hana)
    assert "The first ones come on" in text_of(hana.get(reverse("reports:training_effect")).text)
    publish_month(month=OCTOBER, now=NOW)
    text = text_of(hana.get(reverse("reports:training_effect")).text)
    assert "until October 2026" in text
    assert "The numbers are too small to say anything." in text
    assert "Before and after is no proof of cause." in text
    for who in (cast.ana, cast.max, cast.bo, cast.pim):
        assert signed_in(who).get(reverse("reports:training_effect")).status_code == 404


def late_course() -> Course:
    since = dt.date(2019, 1, 1)
    return CourseFactory.create(name="Start", starter_days=30, starters_since=since)


@pytest.mark.django_db
def test_a29_overdue_list_of_hr_counts_by_team_and_hides_few() -> None:
    made = founded(teams=4)
    hana = UserFactory.create(name="Hana Mol")
    RoleGrant.objects.create(user=hana, role=RoleGrant.Role.HR)
    course = late_course()
    for team, had in zip(made.teams, (12, 9, 5, 4), strict=True):
        for person in made.staff[team.pk][:had]:
            CourseAttendanceFactory.create(person=person, course=course)
    (table,) = late_tables(TODAY, 5)
    counts = {row["name"]: row["late"] for row in table["teams"] if row["joined"] == 1}
    # Three people of Team B; Team C is hidden with them: else the total would give them away.
    assert counts == {"Team A": 0, "Team D": 8}
    assert table["hidden"] == 2
    publish_month(month=OCTOBER, now=NOW)
    page = signed_in(hana).get(reverse("reports:training_late")).text
    assert "before 15 November 2026" in page
    names = {user.name for staff in made.staff.values() for user in staff}
    assert not [name for name in names if f">{name}<" in page]


def test_small_teams_are_counted_together(cast: Cast) -> None:
    late_course()
    for _ in range(6):
        MembershipFactory.create(team=cast.north)
    (table,) = late_tables(TODAY, 5)
    assert [row["joined"] for row in table["teams"]] == [3]
    assert table["hidden"] == 0


def test_course_that_nobody_is_late_for_is_one_sentence(cast: Cast) -> None:
    founded(teams=2)
    CourseFactory.create(name="For who likes")
    publish_month(month=OCTOBER, now=NOW)
    text = text_of(signed_in(cast.hana).get(reverse("reports:training_late")).text)
    assert "For who likes Nobody is late." in text


def test_wishes_are_told_in_fives_from_the_close_on_and_stay(cast: Cast) -> None:
    """A count renewed at each load would tell of one person's wish by the day before."""
    founded(teams=2)
    people = UserFactory.create_batch(8)
    for topic, sharers in ((7, 4), (BOUNDARIES, 7)):
        for person in people[:sharers]:
            TrainingNeedFactory.create(person=person, topic=topic)
    assert wishes_shared(5) == [{"topic": BOUNDARIES, "people": 5}]
    scenario = ScenarioFactory.create()
    played = {"scenario": scenario, "team": cast.north, "recorded_by": cast.max, "recorded_at": NOW}
    PracticeSession.objects.create(attendees=8, held_on=OCTOBER, **played)
    publish_month(month=OCTOBER, now=NOW)
    client, path = signed_in(cast.hana), reverse("reports:training_effect")
    before = text_of(client.get(path).text)
    assert "in steps of five, from 5 people on" in before
    title = scenario_titles([scenario.pk])[scenario.pk]
    assert f"{title} 10" in before
    file = client.get(reverse("reports:training_effect_table")).text
    assert f'{title},"People who played it, in steps of five",10' in file
    PracticeSession.objects.create(attendees=23, held_on=OCTOBER, **played)
    TrainingNeedFactory.create(person=people[7], topic=BOUNDARIES)
    assert wishes_shared(5) == [{"topic": BOUNDARIES, "people": 10}]
    assert text_of(client.get(path).text) == before


@pytest.mark.django_db
def test_late_counts_are_those_of_the_close_and_stay() -> None:
    """A count that moved by the day would tell whose course was done when."""
    made = founded(teams=2)
    hana = UserFactory.create(name="Hana Mol")
    RoleGrant.objects.create(user=hana, role=RoleGrant.Role.HR)
    course = late_course()
    publish_month(month=OCTOBER, now=NOW)
    path = reverse("reports:training_late")
    before = signed_in(hana).get(path).text
    CourseAttendanceFactory.create(person=made.staff[made.teams[0].pk][0], course=course)
    table = signed_in(hana).get(path)
    assert table.context["late"] == [
        {
            "course": "Start",
            "hidden": 0,
            "is_clear": False,
            "teams": [
                {"name": name, "above": above, "joined": 1, "late": 12}
                for name, above in (("Team A", "North"), ("Team B", "South"))
            ],
        }
    ]
    assert ">12<" in before
    assert ">12<" in table.text
