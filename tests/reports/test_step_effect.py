"""What came of a step: before and after beside the rest, against known truth."""

import datetime as dt
from collections import Counter

import numpy as np
import pytest
from django.test import Client
from scipy.stats import binomtest

from incidents.models import Customer, Incident
from people.models import RoleGrant, User
from reports.models import CardStep, CustomerContacts, MonthlyReport, PatternCard
from reports.operations.effects import compared, effect_of, renew_effects
from reports.patterns.effect import Months, Verdict, compare_months, ratio_interval
from reports.periods import months_until
from reports.queries.published import REST, met_customer
from tests.factories import CustomerFactory, UserFactory
from tests.reports.company import OCTOBER, Company, after_close, contacts, founded, report

NOW = after_close(OCTOBER)
MAY = dt.date(2026, 5, 1)


def flat(reports: list[int], *, contacts: float = 100, rest: int = 200) -> Months:
    """Give months that differ in the reports of the one judged alone."""
    ones = np.ones(len(reports))
    return Months(np.array(reports, float), ones * contacts, ones * rest, ones * 10 * contacts)


@pytest.mark.parametrize(("before", "after"), [(30, 12), (5, 0), (1, 4), (240, 251)])
def test_interval_is_that_of_the_conditional_binomial(before: int, after: int) -> None:
    """scipy's own exact binomial interval is the oracle: share p of after, ratio p / (1 - p)."""
    share = binomtest(after, before + after).proportion_ci(0.90, "exact")
    expected = tuple(p / (1 - p) * 40 / 10 for p in (share.low, share.high))
    assert ratio_interval((before, after), (40, 10)) == pytest.approx(expected, rel=1e-9)


def simulated(dice: np.random.Generator, truth: float) -> tuple[Months, Months]:
    """Twelve months before, six after; a season of 25 %, own scatter of 10 %, busy months."""
    months = np.arange(18)
    season = (1 + 0.25 * np.sin(months * np.pi / 6)) * dice.gamma(50, 1 / 50, 18)
    own, rest = dice.integers(300, 500, 18) * 1.0, dice.integers(4_000, 9_000, 18) * 1.0
    rate = 0.03 * season
    counts = dice.poisson(own * rate * dice.gamma(100, 0.01, 18) * np.where(months < 12, 1, truth))
    others = dice.poisson(rest * rate)
    cut = [slice(0, 12), slice(12, 18)]
    table = [row.astype(float) for row in (counts, own, others, rest)]
    before, after = (Months(*(row[part] for row in table)) for part in cut)
    return before, after


@pytest.mark.parametrize("truth", [1.0, 0.6])
def test_range_holds_the_truth_in_nine_of_ten_whatever_the_season(truth: float) -> None:
    dice = np.random.default_rng(5)
    found = [compare_months(*simulated(dice, truth)) for _ in range(400)]
    covered = np.mean([one.low <= truth <= one.high for one in found if one.low and one.high])
    assert 0.87 <= covered <= 0.97
    said = Counter(one.verdict for one in found)
    if truth == 1:
        assert said[Verdict.WORKS] <= 0.06 * 400
    else:
        assert said[Verdict.WORKS] >= 0.80 * 400
        assert said[Verdict.MORE] == 0


def test_words_follow_the_range_and_the_drop_hoped_for() -> None:
    year = [20] * 12
    assert compare_months(flat(year), flat([8, 9, 7])).verdict == Verdict.WORKS
    assert compare_months(flat(year), flat([20] * 6)).verdict == Verdict.SAME
    assert compare_months(flat(year), flat([20] * 6), hoped=10).verdict == Verdict.EARLY
    assert compare_months(flat(year), flat([17])).verdict == Verdict.EARLY
    assert compare_months(flat(year), flat([40] * 3)).verdict == Verdict.MORE


def test_few_numbers_give_no_ratio_and_no_nan() -> None:
    for before, after in (([0] * 12, [3]), ([5, 5], [1]), ([], [1]), ([4] * 6, [])):
        change = compare_months(flat(before), flat(after))
        assert (change.verdict, change.ratio) == (Verdict.EARLY, None)
    none_known = Months(*(np.zeros(3) for _ in range(4)))
    assert compare_months(flat([4] * 6), none_known).ratio is None


def test_what_halves_everywhere_is_no_effect() -> None:
    after = flat([10] * 6, rest=100)
    change = compare_months(flat([20] * 12), after)
    assert change.ratio == pytest.approx(1)
    assert change.verdict != Verdict.WORKS


def test_twice_the_contacts_with_twice_the_reports_is_no_effect() -> None:
    before, after = flat([10] * 12), flat([20] * 6)
    more = Months(after.reports, 2 * after.contacts, after.rest_reports, after.rest_contacts)
    assert compare_months(before, more).ratio == pytest.approx(1)


def test_months_that_scatter_widen_the_range() -> None:
    calm = compare_months(flat([20] * 12), flat([12] * 6))
    wild = compare_months(flat([2, 38] * 6), flat([12] * 6))
    assert calm.ratio == pytest.approx(wild.ratio)
    assert (wild.high or 0) > (calm.high or 0)


@pytest.fixture
def company(db: None) -> Company:
    """A company whose last fourteen closed months showed product 1 doubled from May on."""
    made = founded(staff=1, customers=0)
    for month in months_until(OCTOBER, 14):
        counts = [40 if month >= MAY else 20, 21, 19, None]
        products = [
            {"id": product.pk, "reports": n}
            for product, n in zip(made.products, counts, strict=True)
        ]
        teams = [{"ids": [team.pk], "reports": 25} for team in made.teams]
        figures = {
            "month": {"is_shown": True, "reports": 110, "products": products},
            "teams": teams,
        }
        MonthlyReport.objects.create(month=month, made_at=NOW, figures=figures)
    return made


def card_of(company: Company, place: int = 0) -> PatternCard:
    return PatternCard.objects.create(
        product=company.products[place], opened_in=OCTOBER, seen_in=OCTOBER, opened_at=NOW
    )


def step(card: PatternCard, starts_on: dt.date, **more: object) -> CardStep:
    user: User = UserFactory.create()
    given = {"kind": "quick", "what": "Call first", "who": "Planning", "added_by": user}
    return CardStep.objects.create(
        card=card, starts_on=starts_on, added_at=NOW, **{**given, **more}
    )


def test_effect_is_stored_from_closed_months_alone(company: Company) -> None:
    contacts(company)
    made = step(card_of(company), MAY)
    assert renew_effects() == 1
    made.refresh_from_db()
    effect = made.effect
    assert (effect["verdict"], effect["basis"]) == ("more", "contacts")
    assert (effect["before"], effect["after"]) == (8 * 20, 6 * 40)
    assert effect["after_months"] == [f"{month:%Y-%m}" for month in months_until(OCTOBER, 6)]
    assert effect["ratio"] == pytest.approx(2, abs=0.02)
    assert effect["low"] < 2 < effect["high"]
    assert renew_effects() == 0


def test_month_of_the_step_counts_on_neither_side(company: Company) -> None:
    effect = effect_of(step(card_of(company), MAY.replace(day=7)), OCTOBER)
    assert effect["from"] == "2026-06"
    assert "2026-05" not in [*effect["before_months"], *effect["after_months"]]


def test_step_of_this_month_is_too_early(company: Company) -> None:
    effect = effect_of(step(card_of(company), dt.date(2026, 11, 9)), OCTOBER)
    assert effect == {"verdict": "early", "from": "2026-12"}


def test_team_is_judged_by_what_was_shown_of_it(company: Company) -> None:
    effect = effect_of(step(card_of(company), MAY, team=company.teams[0]), OCTOBER)
    assert (effect["before"], effect["after"], effect["verdict"]) == (200, 150, "same")


def test_without_contacts_shares_are_compared(company: Company) -> None:
    effect = effect_of(step(card_of(company), MAY), OCTOBER)
    assert effect["basis"] == "share"
    assert effect["ratio"] == pytest.approx((40 / 70) / (20 / 90), abs=0.01)


def test_product_that_was_never_shown_gives_no_number(company: Company) -> None:
    effect = effect_of(step(card_of(company, 3), MAY), OCTOBER)
    assert effect == {"verdict": "early", "from": "2026-05", "is_hidden": True}


def test_a30_survey_and_quick_change_are_choices_and_show_before_and_after(
    company: Company, client: Client
) -> None:
    """A change asks for the drop expected and shows the counts before and after it."""
    contacts(company)
    hana: User = UserFactory.create()
    RoleGrant.objects.create(user=hana, role=RoleGrant.Role.HR)
    client.force_login(hana)
    path = card_of(company).get_absolute_url()
    client.post(f"{path}owner/")
    form = client.get(f"{path}step/").content.decode()
    for field in ('value="quick"', 'value="survey"', 'name="expected_drop"'):
        assert field in form
    change = {"what": "Call first", "who": "Planning", "starts_on": "2026-05-01"}
    asked = change | {"kind": "quick", "expected_drop": "30"}
    assert client.post(f"{path}step/", asked).status_code == 302
    assert client.post(f"{path}step/", change | {"kind": "survey"}).status_code == 302
    renew_effects()
    page = client.get(path).content.decode()
    assert "Hoped for: 30 percent fewer reports." in page
    assert "240 reports from May 2026 to October 2026" in page
    assert "Before: 160 reports in 8 months, September 2025 to April 2026." in page


def test_customer_is_compared_by_contacts_where_they_are_known(company: Company) -> None:
    """Twice the contacts with twice the reports is no effect, with joined entries counted in."""
    team, (customer, gone, other) = company.teams[0], CustomerFactory.create_batch(3)
    Customer.objects.filter(pk=gone.pk).update(merged_into=customer)
    person = company.staff[team.pk][0]
    for index, month in enumerate(months_until(OCTOBER, 8)):
        times = 2 if index >= 4 else 1
        rows = [report(person, team, month, customer=customer) for _ in range(6 * times)]
        Incident.objects.bulk_create(rows)
        for entry, n in ((customer, 5 * times), (gone, 5 * times), (other, 500)):
            CustomerContacts.objects.create(customer=entry, month=month, contacts=n)
    months = met_customer(customer.pk, team.pk, months_until(OCTOBER, 8)[0], OCTOBER)
    assert months[-1].contacts == {customer.pk: 20, REST: 500}
    told = compared(customer.pk, (months[:4], months[4:]), months[4].month, None)
    assert told["basis"] == "contacts"
    assert 0.9 < told["ratio"] < 1.1
