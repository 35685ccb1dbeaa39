"""A company with known patterns in it: what the engine is held against.

Everything is drawn from one seed. Weeks 0 to 103 are what the engine may see, the quarter after
them is what it forecasts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from reports.patterns.company import Company, Contacts, CustomerContacts, Reports

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WEEKS, NEXT, YEAR = 104, 13, 52
SPIKE_WEEKS, REFORMED_UNTIL = 3, 40
CHRISTMAS = (49, 50, 51)
# Of the reports, those there would be without any of the factors drawn below, on average.
USUAL_SHARE = 0.89


@dataclass(frozen=True)
class Size:
    """How large a company is and how many patterns are planted in it."""

    products: int = 200
    moving: int = 30
    launched: int = 15
    teams: int = 500
    staff: int = 5_000
    teams_per_product: tuple[int, int] = (5, 30)
    customers: int = 20_000
    contacts: float = 2.0e6
    reports: float = 16_900.0
    lasting: int = 5
    spikes: int = 5
    chronic: int = 10


LARGE = Size()
SMALL = Size(
    products=10,
    moving=2,
    launched=1,
    teams=4,
    staff=30,
    teams_per_product=(2, 4),
    customers=700,
    contacts=70_000,
    reports=600,
    lasting=1,
    spikes=1,
    chronic=2,
)


@dataclass(frozen=True)
class Truth:
    """What was planted. `product_rate` is weeks x products, `customer_rate` customers x weeks."""

    lasting: dict[int, int]
    spikes: dict[int, int]
    chronic: Ints
    reformed: Ints
    quiet_team: int
    product_rate: Floats
    product_contacts: Floats
    customer_rate: Floats
    customer_late_rate: Floats
    customer_contacts: Floats
    team_rate: Floats
    next_reports: Ints


@dataclass(frozen=True)
class _World:
    volume: Floats
    mix: list[tuple[Ints, Floats]]
    season: Floats
    team_rate: Floats


def simulate(seed: int, size: Size = LARGE) -> tuple[Company, Truth]:
    """Draw a company and say what is in it."""
    rng = np.random.default_rng(seed)
    world = _world(rng, size)
    contacts, mean = _contacts(rng, size, world)
    weekly = np.zeros((WEEKS + NEXT, size.products))
    np.add.at(weekly, (contacts.week, contacts.product), contacts.n)
    base = USUAL_SHARE * size.reports / size.contacts
    lasting, spikes = _planted(rng, size, weekly[:WEEKS] * base)
    rate = _product_rates(rng, size, lasting, spikes)
    noise = rng.gamma(25, 1 / 25, rate.shape)
    team_rate, quiet = _with_quiet_team(rng, world.team_rate, contacts, base)
    level = base * world.season[contacts.week] * (rate * noise)[contacts.week, contacts.product]
    seen = rng.poisson(contacts.n * level * team_rate[contacts.team])
    people = _customers(rng, size, weekly.sum(axis=1))
    reports = _reports(rng, size, contacts, seen, people)
    later = reports.week >= WEEKS
    truth = Truth(
        lasting=lasting,
        spikes=spikes,
        chronic=people.chronic,
        reformed=people.reformed,
        quiet_team=quiet,
        product_rate=rate[:WEEKS],
        product_contacts=mean[:WEEKS],
        customer_rate=people.early * REFORMED_UNTIL / WEEKS
        + people.late * (1 - REFORMED_UNTIL / WEEKS),
        customer_late_rate=people.late,
        customer_contacts=people.table[:, :-1].sum(axis=1),
        team_rate=team_rate,
        next_reports=np.bincount(reports.customer[later], minlength=size.customers),
    )
    return _company(size, reports, contacts, people.table), truth


def _world(rng: Generator, size: Size) -> _World:
    week = np.arange(WEEKS + NEXT)
    volume = np.tile(rng.lognormal(0, 1, size.products), (len(week), 1))
    odd = rng.permutation(size.products)
    for product in odd[: size.moving]:
        growth = rng.choice([-1, 1]) * rng.uniform(0.8, 1.8)
        volume[:, product] *= np.exp(growth * (week / WEEKS - 0.5))
    for product in odd[size.moving : size.moving + size.launched]:
        volume[: int(rng.integers(30, 75)), product] = 0
    volume *= (1 + 0.12 * np.sin(2 * np.pi * (week - 8) / YEAR))[:, None]
    volume *= (1 + 0.13 * week / YEAR)[:, None]
    volume *= size.contacts / volume[:WEEKS].sum()
    low, high = size.teams_per_product
    weight = rng.lognormal(0, 0.5, size.teams)
    mix = []
    for _ in range(size.products):
        served = np.sort(rng.permutation(size.teams)[: int(rng.integers(low, high + 1))])
        share = weight[served] * rng.lognormal(0, 0.5, len(served))
        mix.append((served, share / share.sum()))
    season = 1 + 0.25 * np.cos(2 * np.pi * (week - rng.uniform(0, YEAR)) / YEAR)
    season[np.isin(week % YEAR, CHRISTMAS)] *= 1.5
    return _World(volume, mix, season, rng.lognormal(0, 0.35, size.teams))


def _contacts(rng: Generator, size: Size, world: _World) -> tuple[Contacts, Floats]:
    weeks, products, teams, numbers = [], [], [], []
    for product, (served, share) in enumerate(world.mix):
        drawn = rng.poisson(np.outer(world.volume[:, product], share))
        week, place = np.nonzero(drawn)
        weeks.append(week)
        products.append(np.full(len(week), product))
        teams.append(served[place])
        numbers.append(drawn[week, place])
    parts = (np.concatenate(part) for part in (weeks, products, teams, numbers))
    return Contacts(*parts), world.volume


def _planted(rng: Generator, size: Size, usual: Floats) -> tuple[dict[int, int], dict[int, int]]:
    """Choose products with enough reports a week before: .5 for a lasting rise, 2 for a spike."""
    lasting: dict[int, int] = {}
    spikes: dict[int, int] = {}
    for product in rng.permutation(size.products):
        start = int(rng.integers(YEAR, 81)), int(rng.integers(34, 96))
        before = [usual[max(0, week - 13) : week, product].mean() for week in start]
        if len(lasting) < size.lasting and before[0] >= 0.5:
            lasting[int(product)] = start[0]
        elif len(spikes) < size.spikes and before[1] >= 2:
            spikes[int(product)] = start[1]
    return lasting, spikes


def _product_rates(
    rng: Generator, size: Size, lasting: dict[int, int], spikes: dict[int, int]
) -> Floats:
    rate = np.tile(rng.lognormal(0, 0.15, size.products), (WEEKS + NEXT, 1))
    for product, start in lasting.items():
        rate[start:, product] *= 2
    for product, start in spikes.items():
        rate[start : start + SPIKE_WEEKS, product] *= 3
    return rate


def _with_quiet_team(
    rng: Generator, rates: Floats, contacts: Contacts, base: float
) -> tuple[Floats, int]:
    usual = np.bincount(contacts.team, contacts.n, len(rates)) * base
    known = np.flatnonzero(usual >= 12)
    quiet = int(rng.choice(known if len(known) else np.arange(len(rates))))
    rates = rates.copy()
    rates[quiet] = 0.25
    return rates, quiet


@dataclass(frozen=True)
class _People:
    early: Floats
    late: Floats
    chronic: Ints
    reformed: Ints
    table: Ints


def _customers(rng: Generator, size: Size, weekly_contacts: Floats) -> _People:
    """Draw who calls how often and how often it goes wrong; 8x for the chronic ones."""
    volume = rng.lognormal(np.log(100) - 0.5, 1, size.customers)
    natural = rng.gamma(4, 1 / 4, size.customers)
    chronic, reformed = _chronic(rng, size, volume)
    early, late = natural.copy(), natural.copy()
    early[chronic] = late[chronic] = early[reformed] = 8.0
    quarters = weekly_contacts.reshape(-1, NEXT).sum(axis=1)
    share = quarters / quarters[:-1].sum()
    scale = weekly_contacts[:WEEKS].sum() / volume.sum()
    table = rng.poisson(np.outer(volume * scale, share))
    return _People(early, late, np.sort(chronic), np.sort(reformed), table)


def _chronic(rng: Generator, size: Size, volume: Floats) -> tuple[Ints, Ints]:
    """Spread them evenly over 40 to 400 contacts, so that half have less than one report to come.

    (On a log scale; customers as they are would mostly be small ones that nobody can prove.)
    """
    wanted = np.exp(rng.uniform(np.log(40), np.log(400), 2 * size.chronic))
    free, chosen = volume.copy(), []
    for contacts in wanted:
        chosen.append(int(np.argmin(np.abs(free - contacts))))
        free[chosen[-1]] = np.inf
    both = np.array(chosen)
    return both[: size.chronic], both[size.chronic :]


def _reports(
    rng: Generator, size: Size, contacts: Contacts, seen: Ints, people: _People
) -> Reports:
    """Give each report a customer (by contacts x rate), a reporter of the team and a day."""
    cell = np.repeat(np.arange(len(seen)), seen)
    week, team = contacts.week[cell], contacts.team[cell]
    customer = np.zeros(len(cell), np.int64)
    for block in range(people.table.shape[1]):
        for is_late in (False, True):
            here = (week // NEXT == block) & ((week >= REFORMED_UNTIL) == is_late)
            weight = people.table[:, block] * (people.late if is_late else people.early)
            customer[here] = rng.choice(size.customers, int(here.sum()), p=weight / weight.sum())
    per_team = max(1, size.staff // size.teams)
    return Reports(
        day=week * 7 + rng.integers(0, 6, len(cell)),
        product=contacts.product[cell],
        team=team,
        customer=customer,
        severity=rng.choice(5, len(cell), p=[0.35, 0.3, 0.2, 0.1, 0.05]) + 1,
        reporter=team * per_team + rng.integers(0, per_team, len(cell)),
    )


def _company(size: Size, reports: Reports, contacts: Contacts, table: Ints) -> Company:
    customer, quarter = np.nonzero(table[:, : WEEKS // NEXT])
    return Company(
        weeks=WEEKS,
        products=size.products,
        teams=size.teams,
        customers=size.customers,
        reports=reports,
        contacts=contacts,
        customer_contacts=CustomerContacts(customer, quarter, table[customer, quarter]),
    )
