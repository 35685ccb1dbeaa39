"""How much one person met of late: many small things weigh as much as one large one.

Rudeness is a dose: what is small on its own adds up. The weights, the limit, the days that count
and the rest between two offers are this product's own defaults; nobody has shown that they are
right, and an organisation may set its own. The number is computed when it is needed,
never stored and never shown to anybody.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from incidents.codes import Severity

WEIGHTS: Mapping[Severity, int] = {
    Severity.HEATED: 0,
    Severity.RUDE: 1,
    Severity.ABUSIVE: 3,
    Severity.THREAT_OR_DAMAGE: 6,
    Severity.PHYSICAL: 10,
}


@dataclass(frozen=True)
class Limits:
    """From which load a check-in is offered, over how many days, and how long not again."""

    load: int = 10
    days: int = 14
    rest_days: int = 28
    weights: Mapping[Severity, int] = field(default_factory=lambda: WEIGHTS)
    impact_weight: int = 2

    @property
    def window(self) -> dt.timedelta:
        return dt.timedelta(days=self.days)

    @property
    def rest(self) -> dt.timedelta:
        return dt.timedelta(days=self.rest_days)


def load_of(
    severities: Iterable[int], small_things: int, *, limits: Limits, heavy_impacts: int = 0
) -> int:
    """Return the load of these reports and this many counted small things.

    `heavy_impacts` are the reports that the person says still stay with them.
    """
    weights = limits.weights
    reported = sum(weights[Severity(severity)] for severity in severities)
    small = small_things * weights[Severity.RUDE]
    return reported + small + heavy_impacts * limits.impact_weight


def is_offer_due(
    load: int,
    limits: Limits,
    *,
    offered_at: dt.datetime | None,
    is_cared_for: bool,
    now: dt.datetime,
) -> bool:
    """Say whether to offer a check-in: it is much, nobody asks them already, and not too often."""
    if load < limits.load or is_cared_for:
        return False
    return offered_at is None or now - offered_at >= limits.rest
