"""The engine's night: stored once, the same in any order; customers go to who leads the team."""

import datetime as dt
import random

import pytest
from django.db.models import Sum
from django.test import Client

from incidents.codes.customer import Rung
from incidents.models import Incident
from people.errors import RuleBroken
from people.models import Membership, Notice, RoleGrant, User
from reports.card_life import CardState
from reports.models import CustomerContacts, PatternCard, PatternRun
from reports.operations import StepInput, add_step, close_card, take_card
from reports.operations.effects import effect_of
from reports.operations.nightly import look_for_patterns
from reports.patterns.standing import customer_counts
from reports.periods import months_until
from reports.queries.cards import LastLook, last_look
from reports.queries.company import Known
from tests.factories import MembershipFactory, UserFactory
from tests.factories.measures import GroundFactory, LetterFactory, MeasureFactory
from tests.incidents.steps import house_rules
from tests.reports.company import (
    OCTOBER,
    Company,
    after_close,
    busy_months,
    contacts,
    founded,
    report,
)

NOW = after_close(OCTOBER)
DAY = dt.date(2026, 10, 20)
MANY = (0, 1, 2) * 4  # twelve reports by three colleagues


@pytest.fixture
def company(db: None) -> Company:
    return founded(teams=2, staff=6, products=4, customers=60)


@pytest.fixture
def max_(company: Company) -> User:
    """He leads team A."""
    user: User = UserFactory.create(name="Max")
    MembershipFactory.create(user=user, team=company.teams[0], kind=Membership.Kind.MANAGER)
    return user


def met(company: Company, *reporters: int, place: int = 0) -> None:
    """Let members of a team report the first customer, one report for each number given."""
    team = company.teams[place]
    rows = [
        report(company.staff[team.pk][n], team, DAY, customer=company.customers[0])
        for n in reporters
    ]
    Incident.objects.bulk_create(rows)


def test_night_is_the_same_in_any_order_and_stored_once(company: Company) -> None:
    busy_months(company, months=6)
    contacts(company, months=6)
    met(company, *MANY)
    first = look_for_patterns(now=NOW)
    later = NOW + dt.timedelta(hours=1)
    assert look_for_patterns(now=later) == first
    assert last_look() == LastLook(later, dt.date(2026, 11, 15))
    assert PatternRun.objects.count() == 1
    assert {row["kind"] for row in first.findings} >= {"product"}
    assert "team_quiet" not in {row["kind"] for row in first.findings}
    assert set(first.priors) >= {"product", "team"}
    rows = list(Incident.objects.all())
    random.Random(7).shuffle(rows)  # noqa: S311 - an order, nothing secret
    PatternRun.objects.all().delete()
    Incident.objects.all().delete()
    for row in rows:
        row.pk = None
    Incident.objects.bulk_create(rows)
    again = look_for_patterns(now=NOW)
    assert (again.data, again.findings, again.priors) == (first.data, first.findings, first.priors)
    met(company, 3)
    assert look_for_patterns(now=NOW).data != first.data


def test_customer_goes_by_name_to_who_leads_the_team_alone(
    company: Company, max_: User, client: Client
) -> None:
    met(company, *MANY)
    look_for_patterns(now=NOW)
    card = PatternCard.objects.get()
    assert (card.team, card.reports, card.reporters) == (company.teams[0], 12, 3)
    line = Notice.objects.get(recipient=max_)
    assert (line.kind, line.path) == ("pattern", card.get_absolute_url())
    hana: User = UserFactory.create()
    RoleGrant.objects.create(user=hana, role=RoleGrant.Role.HR)
    other: User = UserFactory.create()
    MembershipFactory.create(user=other, team=company.teams[1], kind=Membership.Kind.MANAGER)
    for stranger in (hana, other):
        client.force_login(stranger)
        assert client.get(card.get_absolute_url()).status_code == 404
        assert card.subject not in client.get("/patterns/").content.decode()
    client.force_login(max_)
    assert "in all reports up to 15 November 2026" in client.get("/patterns/").content.decode()
    page = client.get(card.get_absolute_url()).content.decode()
    assert card.subject in page
    assert "12 reports in half a year, by 3 colleagues" in page
    assert "this is a count, not a comparison" in page
    assert "90 days" not in page
    assert card.picture["values"] == [12, 0]
    table = client.get(f"{card.get_absolute_url()}table/").content.decode()
    assert "October 2026,12" in table
    form = client.get(f"{card.get_absolute_url()}dismissal/").content.decode()
    assert "the customer may ask to read it" in form
    assert "nothing about one person or one customer" not in form


def test_card_of_a_customer_says_what_to_expect_of_its_contacts(
    company: Company, max_: User, client: Client
) -> None:
    busy_months(company, months=6)
    contacts(company, months=6)
    met_each(company)
    met(company, *MANY)
    look_for_patterns(now=NOW)
    card = PatternCard.objects.get(team=company.teams[0], customer=company.customers[0])
    ahead = card.picture["ahead"]
    assert (ahead["contacts"], card.picture["is_more"]) == (50, True)
    assert ahead["usual"] / 2 < ahead["expected"] < card.reports
    assert 80 < ahead["chance"] <= 100
    client.force_login(max_)
    page = client.get(card.get_absolute_url()).content.decode()
    assert f"50 known contacts would usually bring {ahead['usual']:g}." in page
    assert f"expect {ahead['expected']} reports of your team in the next 90 days" in page
    assert "more than its number of contacts explains" in page
    met(company, *MANY, place=1)
    look_for_patterns(now=NOW)
    card.refresh_from_db()
    later = card.picture["ahead"]["expected"]
    assert later == pytest.approx(ahead["expected"], rel=0.3), "another team's reports are not in"


def met_each(company: Company, *, months: int = 14) -> None:
    """Every customer is known to have been met ten times a month."""
    CustomerContacts.objects.bulk_create(
        CustomerContacts(customer=customer, month=month, contacts=10)
        for customer in company.customers
        for month in months_until(OCTOBER, months)
    )


def test_customers_who_were_never_reported_are_part_of_the_rate(company: Company) -> None:
    met_each(company)
    met(company, *MANY)
    known = Known(DAY + dt.timedelta(days=27))
    told = known.company()
    assert told.customers == len(company.customers)
    assert told.quarterly().sum() == CustomerContacts.objects.aggregate(n=Sum("contacts"))["n"]
    place = known.customers.index(company.customers[0].pk)
    counts = customer_counts(told)
    assert counts.reports[place] == len(MANY)
    # A twelve-report quarter, shared out over 60 customers who were met equally often.
    assert counts.expected[place] == pytest.approx(len(MANY) / len(company.customers))


def test_contacts_of_few_customers_leave_it_at_a_count(company: Company) -> None:
    """One imported row for somebody else must not take everybody's name away."""
    met(company, *MANY)
    other = company.customers[1]
    CustomerContacts.objects.create(customer=other, month=OCTOBER, contacts=10)
    run = look_for_patterns(now=NOW)
    assert "customer" not in run.priors
    assert PatternCard.objects.get().customer == company.customers[0]


def test_one_reporter_alone_never_names_a_customer(company: Company) -> None:
    met(company, *[0] * 15)
    look_for_patterns(now=NOW)
    assert not PatternCard.objects.exists()


def test_two_teams_with_one_reporter_each_name_nobody(company: Company) -> None:
    met(company, *[0] * 8)
    met(company, *[0] * 8, place=1)
    look_for_patterns(now=NOW)
    assert not PatternCard.objects.exists()


def test_customer_does_not_open_twice_and_a_closed_one_rests(company: Company, max_: User) -> None:
    met(company, *MANY)
    look_for_patterns(now=NOW)
    met(company, 3)
    look_for_patterns(now=NOW)
    card = PatternCard.objects.get()
    assert card.reports == 13
    close_card(actor=max_, card=card, result="We agreed on one contact.", now=NOW)
    met(company, 4)
    look_for_patterns(now=NOW)
    assert PatternCard.objects.count() == 1
    assert card.state(DAY) == CardState.NEW


def test_survey_is_never_suggested_after_a_measure(
    company: Company, max_: User, client: Client
) -> None:
    met(company, *MANY)
    look_for_patterns(now=NOW)
    card = PatternCard.objects.get()
    take_card(actor=max_, card=card, now=NOW)
    client.force_login(max_)
    step = f"/pattern/{card.public_id}/step/"
    assert 'value="survey"' in client.get(step).content.decode()
    assert "Add a survey" in client.get(card.get_absolute_url()).content.decode()
    measure = MeasureFactory.create(
        kind=int(Rung.WARNING_LETTER),
        customer=card.customer,
        house_rules=house_rules(NOW),
        why="It went on.",
    )
    for incident in Incident.objects.order_by("pk")[:2]:  # two voices
        GroundFactory.create(measure=measure, incident=incident)
    LetterFactory.create(measure=measure)
    measure.is_taken, measure.decided_at, measure.decided_by = True, NOW, max_
    measure.save()
    assert 'value="survey"' not in client.get(step).content.decode()
    assert "Add a survey" not in client.get(card.get_absolute_url()).content.decode()
    given = {"url": "https://survey.example/1", "sent_on": "", "result": ""}
    refused = client.post(f"/pattern/{card.public_id}/survey/", given)
    assert refused.status_code == 422
    asked = StepInput(kind="survey", what="Ask them", who="Us", starts_on=DAY)
    with pytest.raises(RuleBroken, match="not the moment"):
        add_step(actor=max_, card=card, step=asked, now=NOW)


def test_effect_for_a_customer_counts_the_teams_own_reports(company: Company, max_: User) -> None:
    met(company, *MANY)
    look_for_patterns(now=NOW)
    card = PatternCard.objects.get()
    take_card(actor=max_, card=card, now=NOW)
    given = StepInput(kind="quick", what="One contact", who="Us", starts_on=dt.date(2026, 10, 1))
    made = add_step(actor=max_, card=card, step=given, now=NOW)
    assert effect_of(made, OCTOBER)["verdict"] == "early"
