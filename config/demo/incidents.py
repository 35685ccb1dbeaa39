"""The reports of the demonstration: drawn from the contacts, with what is planted in them.

Planted: heat pump installations go wrong from eight months ago on, energy bills from five; one
customer is reported by seven colleagues; Friday late afternoon is the hardest.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.random import Generator

from config.demo.contacts import Volume, season
from config.demo.people import ZONE, World
from config.demo.words import NARRATIVES
from incidents.codes import BEHAVIOUR_BY_KEY, CHANNEL_BY_KEY, Reading, Severity, WishWhen
from incidents.identity import normal_reference
from incidents.models import Customer, CustomerIdentity, Incident, Narrative, Product
from incidents.severity import severity_of
from people.models import User

REPORTS = 6000
CUSTOMERS = 4000
ZONE_INFO = ZoneInfo(ZONE)
PLANTED_PRODUCTS = {"heat_pump": (240, 2.4), "bill": (150, 1.9)}
PLANTED_REPORTERS = 7
PLANTED_DAYS = range(46, 170)  # ago: inside the half year that the last closed month looks at
_REMOTE = {"phone", "chat", "email"}
_HOURS = np.array([5, 6, 8, 9, 9, 8, 9, 11, 12, 7, 3], dtype=float)
_FIRST_HOUR = 8
_FRIDAY, _LATE = 5, 7

# Which behaviours come together, and how often.
MIXES: tuple[tuple[tuple[str, ...], float], ...] = (
    (("shouting",), 20),
    (("pushing",), 16),
    (("shouting", "swearing"), 12),
    (("disrespect",), 10),
    (("personal_insult",), 10),
    (("shouting", "personal_insult"), 8),
    (("tense",), 5),
    (("persistence",), 5),
    (("discrimination",), 3),
    (("sexual",), 2),
    (("filming_or_posting_staff",), 2),
    (("threat_words",), 3),
    (("shouting", "threat_words"), 2),
    (("refuses_to_leave_or_hang_up",), 2),
    (("intimidation",), 1.2),
    (("property",), 0.8),
    (("spit_or_touch",), 0.5),
    (("physical",), 0.2),
)
_AT_THE_DESK_ONLY = {"intimidation", "property", "spit_or_touch", "physical"}


@dataclass
class Told:
    """The drawn reports with what later steps need beside them."""

    incidents: list[Incident]
    team_keys: list[str]


def draw_reports(
    world: World, volume: Volume, now: dt.datetime, random: Generator, wanted: int = REPORTS
) -> Told:
    """Draw about so many unsaved reports that happened before `now`."""
    usual = np.array([_usual(world, volume, n) for n in range(len(volume.lines))])
    counts = random.poisson(usual * (wanted / usual.sum()))
    told = Told([], [])
    reporters = {key: _habits(people, random) for key, people in world.staff.items()}
    for n, d in zip(*np.nonzero(counts), strict=True):
        line, day = volume.lines[n], volume.days[d]
        for _ in range(counts[n, d]):
            at = _moment(day, random)
            if at >= now - dt.timedelta(hours=1):
                continue
            user = world.staff[line.team][int(random.choice(*reporters[line.team]))]
            told.incidents.append(
                _incident(
                    world, user, line.team, volume.products[line.product], line.channel, at, random
                )
            )
            told.team_keys.append(line.team)
    return told


def _usual(world: World, volume: Volume, n: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return how many reports one series brings per day, up to a common factor."""
    line = volume.lines[n]
    factor = np.ones(len(volume.days))
    if line.product in PLANTED_PRODUCTS:
        age, times = PLANTED_PRODUCTS[line.product]
        factor[[(world.today - day).days <= age for day in volume.days]] = times
    harder = {"counter": 1.5, "home_visit": 1.6, "store_floor": 1.2}.get(line.channel, 1.0)
    heat = np.array([0.9 + 0.1 * season(day) for day in volume.days])
    result: np.ndarray[tuple[int], np.dtype[np.float64]] = line.contacts * factor * harder * heat
    return result


def _habits(people: list[User], random: Generator) -> tuple[int, None, bool, list[float]]:
    """Return the arguments that choose a reporter: some colleagues report more than others."""
    weights = random.lognormal(0, 0.5, len(people))
    return len(people), None, True, (weights / weights.sum()).tolist()


def _moment(day: dt.date, random: Generator) -> dt.datetime:
    weights = _HOURS.copy()
    if day.isoweekday() == _FRIDAY:
        weights[_LATE:] *= 2
    hour = _FIRST_HOUR + int(random.choice(len(weights), p=weights / weights.sum()))
    local = dt.datetime.combine(day, dt.time(hour, int(random.integers(60))), tzinfo=ZONE_INFO)
    return local.astimezone(dt.UTC)


def _incident(
    world: World,
    user: User,
    team_key: str,
    product: Product,
    channel: str,
    at: dt.datetime,
    random: Generator,
) -> Incident:
    behaviours = _mix(channel, random)
    severity = severity_of(behaviours)
    local = at.astimezone(ZONE_INFO)
    team = world.teams[team_key]
    reported_at = at + dt.timedelta(minutes=int(random.integers(2, 50)))
    return Incident(
        reported_by=user,
        team=team,
        site_id=team.site_id,
        product=None if random.random() < 0.06 else product,
        channel=CHANNEL_BY_KEY[channel].number,
        behaviours=behaviours,
        severity=severity,
        reading=_reading(severity, random),
        occurred_at=at,
        occurred_on=local.date(),
        local_hour=local.hour,
        reported_at=reported_at,
        confirmed_at=reported_at,
        wish_when=_wish(severity, random),
    )


def _mix(channel: str, random: Generator) -> list[int]:
    possible = [
        (keys, weight)
        for keys, weight in MIXES
        if channel not in _REMOTE or not _AT_THE_DESK_ONLY & set(keys)
    ]
    weights = np.array([weight for _, weight in possible])
    keys = possible[int(random.choice(len(possible), p=weights / weights.sum()))][0]
    return sorted(BEHAVIOUR_BY_KEY[key].number for key in keys)


def _reading(severity: Severity, random: Generator) -> int:
    about = max(int(severity), 1) + int(random.choice(3, p=[0.15, 0.75, 0.10])) - 1
    return min(max(about, Reading.UNPLEASANT), Reading.PHYSICAL)


def _wish(severity: Severity, random: Generator) -> str:
    if severity < Severity.ABUSIVE:
        return str(random.choice(["", WishWhen.NONE, WishWhen.TOMORROW], p=[0.5, 0.42, 0.08]))
    choices = [WishWhen.SOON, WishWhen.END_OF_SHIFT, WishWhen.TOMORROW, WishWhen.NONE, ""]
    return str(random.choice(choices, p=[0.2, 0.3, 0.2, 0.12, 0.18]))


def make_customers(random: Generator, wanted: int) -> list[Customer]:
    """Write so many customers and who they are."""
    customers = Customer.objects.bulk_create(Customer() for _ in range(wanted))
    numbers = random.permutation(90_000)[:wanted] + 10_000
    CustomerIdentity.objects.bulk_create(
        CustomerIdentity(customer=customer, reference=normal_reference(f"K{number}"))
        for customer, number in zip(customers, numbers.tolist(), strict=True)
    )
    return customers


def give_customers(told: Told, customers: list[Customer], random: Generator) -> None:
    """Name a customer in half of the reports, and plant the one who keeps coming back."""
    for incident in told.incidents:
        if random.random() < 0.5:
            incident.customer = customers[1 + int(random.integers(len(customers) - 1))]
    newest = max((incident.occurred_on for incident in told.incidents), default=None)
    recent = [
        (key != "desk", incident)
        for incident, key in zip(told.incidents, told.team_keys, strict=True)
        if newest and (newest - incident.occurred_on).days in PLANTED_DAYS
    ]
    seen: set[int] = set()
    for _is_elsewhere, incident in sorted(recent, key=lambda found: found[0]):
        if incident.reported_by_id not in seen and len(seen) < PLANTED_REPORTERS:
            seen.add(incident.reported_by_id)
            incident.customer = customers[0]


def write_words(told: Told, world: World, random: Generator) -> None:
    """Write the reporter's own words for four in ten reports."""
    Narrative.objects.bulk_create(
        [
            Narrative(
                incident=incident,
                written_by_id=incident.reported_by_id,
                written_at=incident.reported_at,
                body=NARRATIVES[int(random.integers(len(NARRATIVES)))].in_(world.language),
            )
            for incident in told.incidents
            if random.random() < 0.4
        ],
        batch_size=1000,
    )
