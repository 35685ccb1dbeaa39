"""Lists, outlook and tables of the engine, against plain counting and numerical integration."""

from dataclasses import astuple, replace

import numpy as np
import pytest
from scipy import integrate, stats

from reports.patterns import (
    Prior,
    judge,
    judge_channels,
    judge_hours,
    judge_quiet,
    judge_table,
    posterior,
)
from reports.patterns.company import Company, Contacts, CustomerContacts, Reports
from reports.patterns.findings import Found, change_week, find
from reports.patterns.judge import surest_shape
from reports.patterns.outlook import any_at_all, mean, outlook
from reports.patterns.standing import customer_counts, judge_customers, judge_products

PRIOR = Prior(0.9, 0.4, 6.0, 7.0, 0.15)


def made(
    seed: int = 1, *, weeks: int = 104, products: int = 40, teams: int = 8, times: float = 2.5
) -> Company:
    """Draw a company in which product 2 goes up in week 80 and customer 4 always was a loud one."""
    rng = np.random.default_rng(seed)
    week, product, team = (part.ravel() for part in np.indices((weeks, products, teams)))
    contacts = Contacts(week, product, team, rng.poisson(9, len(week)))
    rise = np.where((product == 2) & (week >= 80), times, 1.0)
    cell = np.repeat(np.arange(len(week)), rng.poisson(contacts.n * 0.008 * rise))
    customer = rng.integers(0, 200, len(cell))
    customer[rng.random(len(cell)) < 0.05] = 4
    customers, quarters = (part.ravel() for part in np.indices((200, weeks // 13)))
    return Company(
        weeks=weeks,
        products=products,
        teams=teams,
        customers=200,
        reports=Reports(
            day=week[cell] * 7 + rng.integers(0, 7, len(cell)),
            product=product[cell],
            team=team[cell],
            customer=customer,
            severity=rng.integers(1, 6, len(cell)),
            reporter=rng.integers(0, 30, len(cell)),
        ),
        contacts=contacts,
        customer_contacts=CustomerContacts(customers, quarters, np.full(len(customers), 18)),
    )


def as_values(found: Found) -> list[tuple[object, ...]]:
    return [astuple(finding) for finding in found.findings]


def test_find_names_the_planted_product_and_customer() -> None:
    found = find(made())
    named = {(f.kind, f.entity) for f in found.findings}
    assert ("product", 2) in named
    assert ("customer", 4) in named
    assert ("customer_outlook", 4) in named
    product = next(f for f in found.findings if f.kind == "product")
    assert abs(product.since_day - 80 * 7) <= 3 * 7


def test_find_gives_the_same_for_reports_and_contacts_in_any_order() -> None:
    company = made()
    rng = np.random.default_rng(0)
    r, c = company.reports, company.contacts
    a, b = rng.permutation(len(r.day)), rng.permutation(len(c.n))
    who = r.reporter
    assert who is not None
    mixed = replace(
        company,
        reports=Reports(r.day[a], r.product[a], r.team[a], r.customer[a], r.severity[a], who[a]),
        contacts=Contacts(c.week[b], c.product[b], c.team[b], c.n[b]),
    )
    assert as_values(find(mixed)) == as_values(find(company))


def test_find_changes_no_estimate_when_all_contacts_double() -> None:
    company = made()
    c, customers = company.contacts, company.customer_contacts
    assert customers is not None
    double = replace(
        company,
        contacts=replace(c, n=c.n * 2),
        customer_contacts=replace(customers, n=customers.n * 2),
    )
    before, after = find(company).findings, find(double).findings
    assert [(f.kind, f.entity) for f in before] == [(f.kind, f.entity) for f in after]
    assert [f.times for f in before] == pytest.approx([f.times for f in after], rel=1e-6)


def test_find_is_not_moved_by_a_product_without_contacts() -> None:
    company = made()
    assert as_values(find(replace(company, products=41))) == as_values(find(company))


def test_find_never_names_a_customer_of_one_reporter() -> None:
    company = made()
    r = company.reports
    assert r.reporter is not None
    alone = np.where(r.customer == 4, 1, r.reporter)
    found = find(replace(company, reports=replace(r, reporter=alone)))
    assert not {f.kind for f in found.findings} & {"customer", "customer_outlook"}


@pytest.mark.parametrize(
    "company",
    [
        made(teams=1),
        made(products=1),
        made(weeks=1),
        made(weeks=29),
        replace(made(), weeks=0),
        replace(made(), reports=made().reports.where(np.zeros(len(made().reports.day), bool))),
        replace(made(), contacts=replace(made().contacts, n=made().contacts.n * 0)),
        replace(made(), customer_contacts=None),
        replace(made(), contacts=replace(made().contacts, n=made().contacts.n * 10**6)),
    ],
)
def test_find_has_no_nan_at_the_edges(company: Company) -> None:
    for finding in find(company).findings:
        numbers = [n for n in astuple(finding) if isinstance(n, float)]
        assert np.isfinite(numbers).all()


def test_find_leaves_out_weeks_without_any_contacts() -> None:
    company = made()
    c, r = company.contacts, company.reports
    gap = replace(company, contacts=replace(c, n=np.where(c.week == 100, 0, c.n)))
    assert gap.cells.reports.sum() == (r.week != 100).sum()


def without(company: Company, chosen: np.ndarray) -> Company:
    """Leave rows of contacts out."""
    c = company.contacts
    kept = Contacts(c.week[~chosen], c.product[~chosen], c.team[~chosen], c.n[~chosen])
    return replace(company, contacts=kept)


def test_team_without_contacts_makes_its_products_no_worse() -> None:
    """Half of the products are those of team 0 alone; its numbers do not come in."""
    company = made(times=1)
    c, r = company.contacts, company.reports
    of_team = (c.product < 20) == (c.team == 0)
    told = (r.product < 20) == (r.team == 0)
    half = replace(without(company, ~of_team), reports=r.where(told))
    assert not judge_products(half).flagged.any()
    mixed = replace(half, reports=r.where(told | (r.product == 30)))
    blind = without(mixed, half.contacts.team == 3)
    judged = judge_products(blind)
    assert judged.reports[30] < judge_products(mixed).reports[30]
    assert not judged.flagged.any()
    assert not judge_products(without(half, half.contacts.team == 0)).reports[:20].any()


def test_late_contacts_of_one_product_ring_no_alarm() -> None:
    company = made(times=1)
    c = company.contacts
    late = without(company, (c.product == 7) & (c.week >= 102))
    counts, contacts = late.weekly()
    assert not counts[102:, 7].any()
    assert not contacts[102:, 7].any()
    alarms = [row for row in find(late).findings if row.kind == "alarm"]
    assert 7 not in {row.entity for row in alarms}


def test_judged_products_count_the_last_half_year_and_share_out_all_reports() -> None:
    company = made()
    judged = judge_products(company)
    late = company.reports.product[company.reports.week >= 104 - 26]
    assert (judged.reports == np.bincount(late, minlength=40)).all()
    assert judged.expected.sum() == pytest.approx(len(late))


def test_judge_only_flags_candidates_with_three_reports() -> None:
    n, e = np.full(60, 2.0), np.full(60, 0.2)
    assert not judge(n, e, bar=2).flagged.any()
    n[:3] = 9
    assert judge(n, e, bar=2).flagged[:3].all()
    assert not judge(n, e, bar=2, candidates=np.arange(60) > 2).flagged.any()


def test_judge_learns_no_surer_prior_than_the_numbers_can_show() -> None:
    assert surest_shape(np.full(200, 50.0)) == 25
    assert surest_shape(np.full(2_000, 1.0)) == pytest.approx(np.sqrt(1_000) / 6)
    assert surest_shape(np.zeros(3)) == 4


def test_judge_names_few_by_chance_where_no_prior_can_be_learnt() -> None:
    rng, names, wrong = np.random.default_rng(11), 0, 0
    for _ in range(300):
        volume, ratio = rng.lognormal(0, 1, 29), rng.lognormal(0, 0.15, 29)
        ratio[0] *= 2
        n = rng.poisson(2_000 * volume * ratio / (volume @ ratio)).astype(float)
        judged = judge(n, volume * (n.sum() / volume.sum()), bar=1.25)
        names += int(judged.flagged.sum())
        is_chance = ratio * volume.sum() / (volume @ ratio) <= 1.25
        wrong += int((judged.flagged & is_chance).sum())
    assert judged.has_little_data
    assert names > 300
    assert wrong <= 0.10 * names


def test_judge_quiet_wants_ten_expected() -> None:
    n, e = np.full(60, 30.0), np.full(60, 30.0)
    n[0], n[1], e[1] = 2, 0, 9
    assert np.flatnonzero(judge_quiet(judge(n, e, bar=1.25)).flagged).tolist() == [0]


def test_customer_counts_agree_with_counting_by_hand() -> None:
    company = made()
    r = company.reports
    counts = customer_counts(company)
    assert r.reporter is not None
    assert counts.reporters is not None
    mine = r.customer == 4
    assert counts.reports[4] == mine.sum()
    assert counts.reporters[4] == len(set(r.reporter[mine].tolist()))
    assert counts.expected.sum() == pytest.approx(len(r.day))


def test_customers_without_contacts_move_no_others() -> None:
    company = made()
    known = company.customer_contacts
    assert known is not None
    half = known.customer < 100
    cut = replace(
        company,
        customer_contacts=CustomerContacts(
            known.customer[half], known.quarter[half], known.n[half]
        ),
    )
    counts, whole = customer_counts(cut), customer_counts(company)
    assert counts.expected[:100].sum() == pytest.approx(counts.reports[:100].sum())
    assert counts.reports[:100].tolist() == whole.reports[:100].tolist()
    assert not counts.reports[100:].any()
    early = replace(company, customer_contacts=CustomerContacts(*_since(known, 6)))
    seen = outlook(early, customer_counts(early), PRIOR).judged
    assert seen.reports.sum() == pytest.approx(seen.expected.sum(), rel=0.05)


def _since(known: CustomerContacts, quarter: int) -> tuple[np.ndarray, ...]:
    late = known.quarter >= quarter
    return known.customer[late], known.quarter[late], known.n[late]


@pytest.mark.parametrize(("n", "e", "usual"), [(0, 0.3, 0.1), (4, 0.4, 0.05), (31, 3.3, 0.9)])
def test_forecast_agrees_with_numerical_integration(n: int, e: float, usual: float) -> None:
    def density(ratio: float) -> float:
        first = stats.gamma.pdf(ratio, PRIOR.alpha1, scale=1 / PRIOR.beta1)
        second = stats.gamma.pdf(ratio, PRIOR.alpha2, scale=1 / PRIOR.beta2)
        mixed = PRIOR.weight * first + (1 - PRIOR.weight) * second
        return float(mixed * stats.poisson.pmf(n, ratio * e))

    def area(weight: float, *, of_none: bool) -> float:
        def part(r: float) -> float:
            return density(r) * (np.exp(-weight * r) if of_none else r)

        pieces = [(1e-12, 0.01), (0.01, 1), (1, 4), (4, 12), (12, 80)]
        return sum(integrate.quad(part, a, b, limit=200)[0] for a, b in pieces)

    known = posterior([n], [e], PRIOR)
    whole = area(0, of_none=True)
    assert mean(known)[0] == pytest.approx(area(0, of_none=False) / whole, rel=1e-3)
    none = area(usual, of_none=True) / whole
    assert any_at_all(known, np.array([usual]))[0] == pytest.approx(1 - none, abs=1e-3)


def test_outlook_lets_old_reports_count_half_after_360_days() -> None:
    company = made()
    counts = customer_counts(company)
    ahead = outlook(company, counts, judge_customers(company, counts).prior)
    ages = 104 * 7 - 1 - company.reports.day[company.reports.customer == 4]
    assert ahead.judged.reports[4] == pytest.approx(sum(0.5 ** (age / 360) for age in ages))
    decay = np.mean([0.5 ** ((104 * 7 - 1 - day) / 360) for day in range(104 * 7)])
    assert ahead.judged.expected[4] == pytest.approx(counts.expected[4] * decay, rel=0.05)


def test_outlook_adds_up_to_about_the_reports_of_a_quarter() -> None:
    company = made(times=1.0)
    counts = customer_counts(company)
    ahead = outlook(company, counts, judge_customers(company, counts).prior)
    assert ahead.expected.sum() == pytest.approx(len(company.reports.day) / 8, rel=0.25)
    assert ahead.weighted.sum() == pytest.approx(ahead.expected.sum(), rel=0.1)
    assert ((ahead.chance > 0) & (ahead.chance < 1)).all()


@pytest.mark.parametrize("start", [10, 40, 60])
def test_change_week_is_where_the_likelihood_is_highest(start: int) -> None:
    rng = np.random.default_rng(start)
    e = rng.uniform(3, 6, 80)
    n = rng.poisson(e * np.where(np.arange(80) >= start, 2.2, 1.0)).astype(float)

    def fit(week: int) -> float:
        halves = [(n[:week], e[:week]), (n[week:], e[week:])]
        return float(sum(stats.poisson.logpmf(a, b * a.sum() / b.sum()).sum() for a, b in halves))

    found = change_week(n, e)
    assert fit(found) == pytest.approx(max(fit(week) for week in range(1, 80)))
    assert abs(found - start) <= 4


def test_change_week_is_the_first_when_nothing_changed() -> None:
    assert change_week(np.full(60, 4.0), np.full(60, 2.0)) == 0
    assert change_week(np.zeros(60), np.zeros(60)) == 0


def test_judge_table_finds_the_hour_and_the_pair_that_stand_out() -> None:
    rng = np.random.default_rng(5)
    table = rng.poisson(np.outer(np.linspace(1, 2, 7), np.linspace(2, 8, 24)))
    table[4, 16] += 40
    assert np.flatnonzero(judge_table(table).flagged).tolist() == [4 * 24 + 16]
    assert not judge_table(np.zeros((7, 24))).flagged.any()


def test_judge_hours_goes_by_contacts_where_they_are_known() -> None:
    contacts = np.full((7, 24), 1000.0)
    counts = np.full((7, 24), 10.0)
    contacts[0, 9], counts[0, 9] = 5000, 50
    counts[3, 20] = 40
    contacts[6, 23], counts[6, 23] = 0, 30
    assert np.flatnonzero(judge_hours(counts, contacts).flagged).tolist() == [3 * 24 + 20]
    assert not judge_hours(counts, contacts * 0).flagged.any()


def test_judge_channels_takes_the_weeks_into_account() -> None:
    week, channel = (part.ravel() for part in np.indices((26, 4)))
    contacts = np.where(channel == 1, 50, 200) + 150 * (week < 5)
    counts = contacts * 0.1 * np.where(channel == 3, 2.0, 1.0)
    judged = judge_channels(week, channel, counts, contacts)
    assert np.flatnonzero(judged.flagged).tolist() == [3]
    assert judged.has_little_data
