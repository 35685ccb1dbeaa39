"""A small company with enough reports to publish, the same every time."""

import datetime as dt
import random
from dataclasses import dataclass, field

from incidents.codes import BEHAVIOUR_BY_KEY
from incidents.models import Customer, Incident, Product
from people.models import Membership, Organisation, Team, User
from reports.exposure.gaps import weeks_of_month
from reports.models import ContactVolume
from reports.periods import months_until, shifted
from tests.factories import (
    CustomerFactory,
    MembershipFactory,
    ProductFactory,
    TeamFactory,
    UserFactory,
)

INSULT, THREAT = (BEHAVIOUR_BY_KEY[key] for key in ("personal_insult", "threat_words"))
OCTOBER = dt.date(2026, 10, 1)


@dataclass
class Company:
    """Teams under two sites, their people, products and customers."""

    teams: list[Team]
    staff: dict[int, list[User]]
    products: list[Product]
    customers: list[Customer] = field(default_factory=list)


def founded(*, teams: int = 4, staff: int = 12, products: int = 4, customers: int = 40) -> Company:
    """Make the company without a single report."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "De Luwte Energie"})
    sites = [TeamFactory.create(name=name) for name in ("North", "South")]
    made = [
        TeamFactory.create(name=f"Team {chr(65 + i)}", parent=sites[i % 2]) for i in range(teams)
    ]
    people = {team.pk: [_member(team) for _ in range(staff)] for team in made}
    return Company(
        made,
        people,
        [ProductFactory.create(name=f"Product {i + 1}") for i in range(products)],
        CustomerFactory.create_batch(customers),
    )


def _member(team: Team) -> User:
    user = UserFactory.create()
    MembershipFactory.create(user=user, team=team, kind=Membership.Kind.STAFF)
    return user


def report(
    user: User,
    team: Team,
    day: dt.date,
    *,
    hour: int = 10,
    product: Product | None = None,
    customer: Customer | None = None,
    is_serious: bool = False,
) -> Incident:
    """Give one unsaved report."""
    behaviour = THREAT if is_serious else INSULT
    moment = dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)
    return Incident(
        reported_by=user,
        team=team,
        product=product,
        customer=customer,
        channel=1,
        behaviours=[behaviour.number],
        severity=behaviour.severity,
        occurred_at=moment,
        occurred_on=day,
        local_hour=hour,
        reported_at=moment,
        confirmed_at=moment,
    )


def busy_months(
    company: Company, *, until: dt.date = OCTOBER, months: int = 14, per_month: int = 60
) -> None:
    """Fill the months up to and with `until`; product 1 doubles in the last six."""
    dice = random.Random(42)  # noqa: S311 - sample data, nothing secret
    rows = []
    for index, month in enumerate(months_until(until, months)):
        weights = [1.0] * len(company.products)
        weights[0] = 3.0 if index >= months - 6 else 1.0
        for _ in range(per_month + dice.randint(-6, 6)):
            team = dice.choice(company.teams)
            rows.append(
                report(
                    dice.choice(company.staff[team.pk]),
                    team,
                    month + dt.timedelta(days=dice.randrange(28)),
                    hour=dice.choice([9, 10, 11, 13, 14, 15, 16]),
                    product=dice.choices(company.products, weights)[0],
                    customer=dice.choice(company.customers) if dice.random() < 0.3 else None,
                    is_serious=dice.random() < 0.3,
                )
            )
    Incident.objects.bulk_create(rows)


def contacts(
    company: Company, *, until: dt.date = OCTOBER, months: int = 14, each: int = 400
) -> None:
    """Give every team the same number of contacts per product, in every week of each month."""
    days = [
        (week + dt.timedelta(days=3), each // len(weeks) + (n < each % len(weeks)))
        for month in months_until(until, months)
        for weeks in [weeks_of_month(month)]
        for n, week in enumerate(weeks)
    ]
    ContactVolume.objects.bulk_create(
        ContactVolume(day=day, team=team, product=product, channel=1, contacts=contacts)
        for day, contacts in days
        for team in company.teams
        for product in company.products
    )


def after_close(month: dt.date) -> dt.datetime:
    """Give a moment at which a month has been closed for days."""
    return dt.datetime.combine(shifted(month, 1), dt.time(12), tzinfo=dt.UTC) + dt.timedelta(18)
