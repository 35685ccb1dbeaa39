"""Names in rows of contact numbers to what they name here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from incidents.codes import CHANNEL_BY_KEY
from incidents.identity import normal_reference
from incidents.models import Customer, Product
from incidents.register.text import same
from incidents.register.words import read_channel
from people.models import Team
from reports.exposure.lines import BadLine, Fault, Line

VolumeKey = tuple[dt.date, int, int | None, int]
CustomerKey = tuple[int, dt.date]
BATCH = 2000


class Volumes:
    """Teams, products and channels by name or public id."""

    def __init__(self) -> None:
        self._teams: dict[str, list[Team]] = defaultdict(list)
        for team in Team.objects.order_by("pk"):
            self._teams[same(team.name)].append(team)
            self._teams[str(team.public_id)].append(team)
        self._products: dict[str, int] = {}
        for product in Product.objects.all():
            self._products[same(product.name)] = product.pk
            self._products[str(product.public_id)] = product.pk

    def key(self, line: Line) -> VolumeKey | BadLine:
        """Give what a line is about: day, team, product, channel."""
        team = self._team(line)
        if isinstance(team, BadLine):
            return team
        name = line.row.cell("product")
        product = self._products.get(same(name)) if name else None
        if name and product is None:
            return BadLine(line.number, Fault.UNKNOWN_PRODUCT, name)
        word = line.row.cell("channel")
        channel = read_channel(word)
        if channel is None:
            return BadLine(line.number, Fault.UNKNOWN_CHANNEL, word)
        return line.day, team, product, CHANNEL_BY_KEY[channel].number

    def _team(self, line: Line) -> int | BadLine:
        """Give the team of that name that is open; a closed one when it is the only one."""
        name = line.row.cell("team")
        if not name:
            return BadLine(line.number, Fault.NO_TEAM)
        named = self._teams.get(same(name), [])
        teams = [team for team in named if team.closed_on is None] or named
        if not teams:
            return BadLine(line.number, Fault.UNKNOWN_TEAM, name)
        return BadLine(line.number, Fault.UNCLEAR_TEAM, name) if len(teams) > 1 else teams[0].pk


class Customers:
    """Customers by their number. Who reads adds up what was joined: joining can be taken back."""

    def __init__(self, lines: Iterable[Line]) -> None:
        wanted = sorted({normal_reference(line.row.cell("customer")) for line in lines} - {""})
        self._customers: dict[str, int] = {}
        for start in range(0, len(wanted), BATCH):
            found = Customer.objects.filter(identity__reference__in=wanted[start : start + BATCH])
            self._customers |= dict(found.values_list("identity__reference", "pk"))

    def key(self, line: Line) -> CustomerKey | BadLine:
        """Give what a line is about: customer, month."""
        reference = normal_reference(line.row.cell("customer"))
        if not reference:
            return BadLine(line.number, Fault.NO_CUSTOMER)
        customer = self._customers.get(reference)
        if customer is None:
            return BadLine(line.number, Fault.UNKNOWN_CUSTOMER)
        return customer, line.day
