"""What the names in a register stand for: teams, people, products, customers; and the missing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from incidents.identity import normal_reference
from incidents.models import Customer, CustomerIdentity, Product
from incidents.queries import known_customer
from incidents.register.rows import Entry
from incidents.register.text import same
from people.models import Membership, Team, User
from people.operations import PersonInput, TeamInput, create_person, create_team

BATCH = 500
SMALL_WORDS = frozenset({"de", "den", "der", "het", "van", "von", "el", "al", "ten", "ter", "la"})
EXPECTED = {
    "team": "an existing team, or --create-missing",
    "reported_by": "an existing person, or --create-missing",
    "product": "an existing product, or --create-missing",
    "customer": "an existing customer, or --create-missing",
}
SEVERAL_TEAMS = "a team name that only one team has; rename one, or add a department column"
SEVERAL_PEOPLE = "an e-mail address: several people have this name"


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that does not say which one is meant, or that nobody has yet."""

    column: str
    value: str
    expected: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What the names of one row stand for."""

    team: Team
    reported_by: User
    product: Product | None
    customer_id: int | None


@dataclass(slots=True)
class NewPerson:
    """Somebody the register names first: how, and from which day in which team."""

    name: str
    since: dict[str, dt.date] = field(default_factory=dict)


@dataclass(slots=True)
class Missing:
    """What the good rows name and the database does not know, by how names are compared."""

    teams: dict[str, Entry] = field(default_factory=dict)
    people: dict[str, NewPerson] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    customers: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "teams": len(self.teams),
            "products": len(self.products),
            "customers": len(self.customers),
            "people": len(self.people),
        }

    @property
    def names(self) -> dict[str, list[str]]:
        """The proposal: every missing name as the register writes it."""
        return {
            "teams": sorted(entry.team for entry in self.teams.values()),
            "products": sorted(self.products.values()),
            "customers": sorted(self.customers.values()),
            "people": sorted(person.name for person in self.people.values()),
        }


class Directory:
    """Looks every name up once; memory grows with the number of names, not of rows."""

    def __init__(self) -> None:
        self.missing = Missing()
        self._teams: dict[str, list[Team]] = defaultdict(list)
        for team in Team.objects.select_related("site", "parent").order_by("-closed_on", "id"):
            self._teams[same(team.name)].append(team)
        self._products = {same(product.name): product for product in Product.objects.all()}
        self._people: dict[str, list[User]] = {}
        self._customers: dict[str, int | None] = {}

    def zones(self) -> Iterator[tuple[str, Team]]:
        """Teams at a site, whose clock a register of theirs follows."""
        for name, teams in self._teams.items():
            if teams[0].site is not None:
                yield name, teams[0]

    def look_up(self, entry: Entry) -> tuple[Found, list[Unclear]]:
        """What a row names, with blanks for who is missing; and which of its names say nothing."""
        teams, people = self._teams_of(entry), self._people_of(entry.reported_by)
        product = self._products.get(same(entry.product))
        unclear = [
            *_unless_one(teams, "team", entry.team, SEVERAL_TEAMS),
            *_unless_one(people, "reported_by", entry.reported_by, SEVERAL_PEOPLE),
        ]
        if entry.product and product is None:
            unclear.append(Unclear("product", entry.product, EXPECTED["product"], is_missing=True))
        customer_id = self._customer_of(entry.customer) if entry.customer else None
        if entry.customer and customer_id is None:
            expected = EXPECTED["customer"]
            unclear.append(Unclear("customer", entry.customer, expected, is_missing=True))
        team = teams[0] if teams else Team(name=entry.team)
        person = people[0] if people else User(name=entry.reported_by)
        return Found(team, person, product, customer_id), unclear

    def propose(self, entry: Entry, unclear: list[Unclear]) -> None:
        """Note what this row needs that does not exist yet."""
        columns = {item.column for item in unclear if item.is_missing}
        if "team" in columns:
            self.missing.teams.setdefault(same(entry.team), entry)
        if "product" in columns:
            self.missing.products.setdefault(same(entry.product), entry.product)
        if "customer" in columns:
            reference = normal_reference(entry.customer)
            self.missing.customers.setdefault(reference, entry.customer)
        if "reported_by" in columns:
            key = same(entry.reported_by)
            person = self.missing.people.setdefault(key, NewPerson(entry.reported_by))
            since, team = person.since, same(entry.team)
            since[team] = min(entry.day, since.get(team, entry.day))

    def create_missing(self, now: dt.datetime) -> None:
        """Make everything that was proposed, and know it from here on."""
        self._create_teams(now)
        self._create_products()
        self._create_customers(now)
        self._create_people(now)

    def _teams_of(self, entry: Entry) -> list[Team]:
        """Open teams of this name, else closed ones; of several those of the department."""
        named = self._teams.get(same(entry.team), [])
        teams = [team for team in named if team.closed_on is None] or named
        if len(teams) > 1:
            department = same(entry.department)
            return [t for t in teams if t.parent and same(t.parent.name) == department] or teams
        return teams

    def _people_of(self, name: str) -> list[User]:
        key = same(name)
        if key not in self._people:
            self._people[key] = _find_people(name)
        return self._people[key]

    def _customer_of(self, reference: str) -> int | None:
        key = normal_reference(reference)
        if key not in self._customers:
            known = known_customer(reference)
            self._customers[key] = known.pk if known else None
        return self._customers[key]

    def _create_teams(self, now: dt.datetime) -> None:
        """New teams hang below the team that is named as their department, where there is one."""
        for key, entry in self.missing.teams.items():
            named = self._teams.get(same(entry.department), [])
            above = [team for team in named if team.closed_on is None]
            parent = above[0] if len(above) == 1 else None
            site = parent.site if parent else None
            wanted = TeamInput(name=entry.team, parent=parent, site=site)
            self._teams[key].append(create_team(actor=None, team=wanted, now=now))

    def _create_products(self) -> None:
        products = [Product(name=name) for name in self.missing.products.values()]
        for product in Product.objects.bulk_create(products):
            self._products[same(product.name)] = product

    def _create_customers(self, now: dt.datetime) -> None:
        """Customers with nothing but their reference."""
        references = list(self.missing.customers)
        for start in range(0, len(references), BATCH):
            batch = references[start : start + BATCH]
            customers = Customer.objects.bulk_create([Customer(created_at=now) for _ in batch])
            CustomerIdentity.objects.bulk_create(
                CustomerIdentity(customer=customer, reference=reference)
                for customer, reference in zip(customers, batch, strict=True)
            )
            pairs = zip(batch, customers, strict=True)
            self._customers.update((reference, customer.pk) for reference, customer in pairs)

    def _create_people(self, now: dt.datetime) -> None:
        """Staff of the teams they reported in, who cannot sign in until somebody invites them."""
        for key, person in self.missing.people.items():
            wanted = _person_of(person.name)
            self._people[key] = [create_person(actor=None, person=wanted, now=now)]
        Membership.objects.bulk_create(
            (
                Membership(user=self._people[key][0], team=self._teams[team][0], starts_on=day)
                for key, person in self.missing.people.items()
                for team, day in person.since.items()
            ),
            BATCH,
        )


def _unless_one(
    found: list[Team] | list[User], column: str, value: str, several: str
) -> list[Unclear]:
    if len(found) == 1:
        return []
    expected = several if found else EXPECTED[column]
    return [Unclear(column, value, expected, is_missing=not found)]


def _find_people(name: str) -> list[User]:
    """Who has this e-mail address, or this name or sign-in name; those who still work here first.

    Two people of one name are told apart only when a single one of them is active.
    """
    everybody = User.objects.alias(address=Lower("email"))
    if "@" in name:
        return list(everybody.filter(address=name.lower())[:1])
    named = list(User.objects.filter(Q(name__iexact=name) | Q(sign_in_name=name.lower()))[:20])
    return [user for user in named if user.is_active] or named


def _person_of(name: str) -> PersonInput:
    """What is written down about somebody; an address becomes the name people read."""
    if "@" not in name:
        return PersonInput(name=name)
    return PersonInput(name=_name_from(name)[:120], email=name)


def _name_from(address: str) -> str:
    """`els.de.vries@…` is read as Els de Vries."""
    words = address.partition("@")[0].replace("_", ".").split(".")
    shown = [
        word if place and word in SMALL_WORDS else word[:1].upper() + word[1:]
        for place, word in enumerate(word for word in words if word)
    ]
    return " ".join(shown) or address
