"""Disclosure control: what may be published without pointing at someone.

Pure, no Django. Everything published of one month passes here once; the result is frozen, and page,
print and table all read that one result.
"""

from reports.disclosure.cells import SMALLEST_GROUP, Cell, fives, in_fives, is_risky, merged
from reports.disclosure.heat import HeatMap, heat_map
from reports.disclosure.table import published, withheld
from reports.disclosure.units import SMALLEST_ORGANISATION, SMALLEST_UNIT, Group, Unit, rolled_up

__all__ = [
    "SMALLEST_GROUP",
    "SMALLEST_ORGANISATION",
    "SMALLEST_UNIT",
    "Cell",
    "Group",
    "HeatMap",
    "Unit",
    "fives",
    "heat_map",
    "in_fives",
    "is_risky",
    "merged",
    "published",
    "rolled_up",
    "withheld",
]
