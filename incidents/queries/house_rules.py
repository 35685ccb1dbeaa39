"""The house rules as readers meet them: the version in force, and the earlier ones."""

import datetime as dt
from dataclasses import dataclass

from incidents.models import HouseRules


@dataclass(frozen=True)
class Shown:
    """One version, whether it is the one in force, and every version that has begun."""

    version: HouseRules
    current: HouseRules
    begun: list[HouseRules]

    @property
    def is_current(self) -> bool:
        return self.version.pk == self.current.pk


def shown_rules(number: int | None, now: dt.datetime) -> Shown | None:
    """Return a version that has begun, the one in force when no number is given. One query."""
    begun = list(HouseRules.objects.filter(valid_from__lte=now).order_by("-valid_from", "-version"))
    wanted = begun[:1] if number is None else [row for row in begun if row.version == number]
    return Shown(wanted[0], begun[0], begun) if wanted else None


def house_rules_versions() -> list[HouseRules]:
    """Return every version, also one that waits, the newest first, with who published it."""
    return list(HouseRules.objects.select_related("published_by").order_by("-version"))
