"""A random organisation put into the database, so that the real pages can be asked."""

import datetime as dt
from dataclasses import replace

from incidents.models import Incident
from people.models import Membership, Organisation, Site, Team, User
from tests.factories import MembershipFactory, ProductFactory, TeamFactory, UserFactory
from tests.reports.company import report
from tests.reports.unpicked.company import Company, Report


def settle(company: Company) -> None:
    """Write the organisation down; its numbers become those of the database."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "De Luwte"})
    sites = {key: Site.objects.create(name=name) for key, (_id, name) in company.sites.items()}
    teams: dict[int, Team] = {}
    for key, (parent, name) in company.tree.items():
        site = company.site_of.get(key)
        above = teams[parent] if parent is not None else None
        teams[key] = TeamFactory.create(name=name, parent=above, site=sites[site] if site else None)
    products = {key: ProductFactory.create(name=name) for key, name in company.products.items()}
    people = {who: _member(teams[key]) for key, staff in company.staff.items() for who in staff}
    company.reports = [
        replace(
            row,
            team=teams[row.team].pk,
            site=sites[row.site].pk if row.site else None,
            product=products[row.product].pk if row.product else None,
            reporter=people[row.reporter].pk,
        )
        for row in company.reports
    ]
    company.sites = {site.pk: (str(site.public_id), site.name) for site in sites.values()}
    company.products = {product.pk: product.name for product in products.values()}
    write(company.reports)


def write(rows: list[Report], *, on: dt.date | None = None) -> None:
    """Write these reports down; all of one day, if `on` says so."""
    made = []
    for row in rows:
        user, team = User(pk=row.reporter), Team(pk=row.team)
        one = report(user, team, on or row.day, hour=row.hour, is_serious=row.is_serious)
        one.product_id, one.site_id = row.product, row.site
        one.channel, one.outcome, one.trigger = row.channel, row.outcome, row.trigger
        made.append(one)
    Incident.objects.bulk_create(made)


def _member(team: Team) -> User:
    user: User = UserFactory.create()
    MembershipFactory.create(user=user, team=team, kind=Membership.Kind.STAFF)
    return user
