"""Contacts per day, product, team and channel: the exposure that reports are compared with."""

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.random import Generator
from numpy.typing import NDArray

from config.demo.people import World
from config.demo.plans import PRODUCTS
from incidents.codes import CHANNEL_BY_KEY
from incidents.models import Product

MONTHS = 24
_OPEN_DAYS = {"field": 5, "contact": 6, "shops": 6}
_YEAR = 365.25


@dataclass(frozen=True)
class Line:
    """One series of daily contacts: a team, a product and a channel."""

    team: str
    product: str
    channel: str
    contacts: NDArray[np.int64]


@dataclass(frozen=True)
class Volume:
    """All series, on the same days."""

    days: list[dt.date]
    lines: list[Line]
    products: dict[str, Product]


def make_products(world: World) -> dict[str, Product]:
    """Write the twelve products and return them by key."""
    return {key: Product.objects.create(name=name.in_(world.language)) for key, name in PRODUCTS}


def first_day(today: dt.date) -> dt.date:
    """Return the first of the month, 24 months before this one."""
    months = today.year * 12 + today.month - 1 - MONTHS
    return dt.date(months // 12, months % 12 + 1, 1)


def draw_contacts(world: World, random: Generator) -> Volume:
    """Draw the contacts of 24 months up to today, with seasons and quiet Saturdays."""
    start = first_day(world.today)
    days = [start + dt.timedelta(days=n) for n in range((world.today - start).days + 1)]
    lines = [
        Line(key, product, channel, _draw(days, share, plan.department, product, random))
        for key, plan in world.plans.items()
        for share, product, channel in _shares(plan.products, plan.channels, plan.contacts)
    ]
    return Volume(days, lines, make_products(world))


def season(day: dt.date) -> float:
    """Return how busy a day of the year is: a quarter more around mid-January."""
    return 1 + 0.25 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / _YEAR)


def _shares(
    products: tuple[str, ...], channels: tuple[str, ...], contacts: int
) -> list[tuple[float, str, str]]:
    """Share a team's contacts: the first product and channel get most."""
    weights = [1 / (n + 1) for n in range(len(products) * len(channels))]
    pairs = [(product, channel) for product in products for channel in channels]
    return [
        (contacts * weight / sum(weights), product, channel)
        for weight, (product, channel) in zip(weights, pairs, strict=True)
    ]


def _draw(
    days: list[dt.date], share: float, department: str, product: str, random: Generator
) -> NDArray[np.int64]:
    is_heat = product in {"heat_pump", "boiler", "gas"}
    usual = np.array(
        [
            share
            * (season(day) if is_heat else 1 + (season(day) - 1) / 3)
            * (0 if day.isoweekday() > _OPEN_DAYS[department] else 1)
            * (0.6 if day.isoweekday() == _OPEN_DAYS["shops"] else 1)
            for day in days
        ]
    )
    return random.poisson(usual)


def write_contacts(world: World, volume: Volume) -> int:
    """Write every day with contacts by COPY; return the number of rows."""
    rows = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY reports_contactvolume (day, team_id, product_id, channel, contacts) FROM STDIN"
        ) as copy,
    ):
        for line in volume.lines:
            ids = (
                world.teams[line.team].pk,
                volume.products[line.product].pk,
                CHANNEL_BY_KEY[line.channel].number,
            )
            for day, contacts in zip(volume.days, line.contacts.tolist(), strict=True):
                if contacts:
                    copy.write_row((day, *ids, contacts))
                    rows += 1
    return rows
