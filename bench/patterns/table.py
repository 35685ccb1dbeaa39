"""The goals, and what was seen: a mean over companies with its standard error."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from bench.patterns.marks import Marks
from bench.patterns.rules import EARS_LIMITS

RULES = ("count", "rate", "prr", "eb05", "engine")
ALARM_RULES = ("ratio", "ears", "engine")
LIST_PARTS = ("names", "precision", "recall", "wrong")
ALARM_PARTS = ("false", "precision", "spikes", "delay", "lasting")
LISTS = {
    "products": "products",
    "customers": "customers",
    "outlook": "customers, what to expect",
    "quiet": "quiet teams",
    "hours": "hours, by contacts",
    "shares": "hours, by shares",
}
FORECASTS = {"engine": "engine", "mean": "mean quarter so far", "last": "as many as last quarter"}
CALLED = {
    "count": "highest counts",
    "rate": "highest rates",
    "prr": "PRR >= 2",
    "eb05": "EB05 > 2",
    "ratio": "twice the last 8 weeks",
    "ears": "EARS C2",
    "engine": "engine",
}


@dataclass(frozen=True)
class Goal:
    """A mark that must reach `least`, or stay within `most`, or both."""

    name: str
    mark: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Seen:
    """What a mark came to."""

    mean: float
    error: float
    companies: int


LARGE_GOALS = (
    Goal("products: share of the list truly > 1.25x", "products engine precision", 0.88),
    Goal("products: planted found", "products engine recall", 0.70),
    Goal("products: planted in the surest five", "products top recall", 0.75),
    Goal("products: 90 % intervals cover", "products cover", 0.87, 0.95),
    Goal("customers: share of the list truly > 2x", "customers engine precision", 0.90),
    Goal("customers: chronic in the surest ten", "customers top recall", 0.50),
    Goal("customers: 90 % intervals cover", "customers cover", 0.87, 0.95),
    Goal("customers: forecast deviance, 90 days", "forecast engine", None, 0.49),
    Goal("teams: 90 % intervals cover", "teams cover", 0.87, 0.95),
    Goal("weekly: false alarms a week", "weekly engine false", None, 0.30),
    Goal("weekly: spikes found in 5 weeks", "weekly engine spikes", 0.75),
    Goal("weekly: mean delay in weeks", "weekly engine delay", None, 2.0),
    Goal("weekly: lasting rises found in 13 weeks", "weekly engine lasting", 0.50),
)
SMALL_GOALS = (
    Goal("products: wrong names a company, at most", "products engine wrong", None, 0.10),
    Goal("customers: wrong names beyond 1 in 10", "customers engine excess", None, 0.0),
    Goal("products: 90 % intervals cover", "products cover", 0.87, 0.97),
    Goal("customers: 90 % intervals cover", "customers cover", 0.87, 0.97),
    Goal("weekly: false alarms a week", "weekly engine false", None, 0.30),
)


def seen(rows: Sequence[Marks], mark: str) -> Seen:
    """Give the mean of a mark over the companies that have it, and its standard error."""
    values = np.array([row[mark] for row in rows if not isnan(row[mark])])
    if not len(values):
        return Seen(nan, nan, 0)
    error = float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
    return Seen(float(values.mean()), error, len(values))


def is_met(goal: Goal, found: Seen) -> bool:
    """Say whether the mean plus one standard error reaches the goal; mirrored for upper limits."""
    reaches = goal.least is None or found.mean + found.error >= goal.least
    keeps = goal.most is None or found.mean - found.error <= goal.most
    return bool(found.companies) and reaches and keeps


def lines(rows: Sequence[Marks], goals: Sequence[Goal]) -> Iterator[str]:
    """Write goal and seen side by side, then every rule beside the engine."""
    yield f"{'goal':46} {'':>12} {'seen':>8} {'s.e.':>7}"
    for goal in goals:
        found = seen(rows, goal.mark)
        verdict = "met" if is_met(goal, found) else "NOT MET"
        yield f"{goal.name:46} {_limit(goal):>12} {found.mean:8.3f} {found.error:7.3f}  {verdict}"
    yield from _names(rows)
    yield from _promises(rows)
    yield from _alarms(rows)
    yield from _forecasts(rows)


def _names(rows: Sequence[Marks]) -> Iterator[str]:
    for kind in ("products", "customers"):
        yield ""
        yield f"{kind + ', by rule':30} {'names':>8} {'true':>8} {'planted':>8} {'wrong':>8}"
        for rule in RULES:
            yield _row(rows, f"{kind} {rule}", CALLED[rule], LIST_PARTS)


def _promises(rows: Sequence[Marks]) -> Iterator[str]:
    """Write of every list of the engine how many names may be chance by its own account."""
    yield ""
    heads = " ".join(f"{head:>8}" for head in ("names", "true", "planted", "wrong", "promised"))
    yield f"{'lists of the engine':30} {heads}"
    for kind, called in LISTS.items():
        yield _row(rows, f"{kind} engine", called, (*LIST_PARTS, "promised"))
    for kind in ("hours", "shares"):
        found = seen(rows, f"{kind} cover")
        yield f"{LISTS[kind] + ', ranges cover':39} {found.mean:8.3f} {found.error:7.3f}"


def _alarms(rows: Sequence[Marks]) -> Iterator[str]:
    yield ""
    heads = " ".join(f"{head:>8}" for head in ("false/wk", "right", "spikes", "delay", "lasting"))
    yield f"{'alarms, by rule':30} {heads}"
    for rule in ALARM_RULES:
        yield _row(rows, f"weekly {rule}", CALLED[rule], ALARM_PARTS)
    limit = _as_rare(rows)
    if limit:
        name = f"EARS C2 above {limit}, as rare"
        yield _row(rows, f"weekly ears {limit}", name, ALARM_PARTS)


def _as_rare(rows: Sequence[Marks]) -> int | None:
    """Give the lowest limit at which EARS C2 rings falsely no more often than the engine."""
    most = seen(rows, "weekly engine false").mean
    rare = (n for n in EARS_LIMITS if seen(rows, f"weekly ears {n} false").mean <= most)
    return next(rare, None)


def _forecasts(rows: Sequence[Marks]) -> Iterator[str]:
    yield ""
    yield f"{'forecast of the next 90 days':39} {'deviance':>8} {'s.e.':>7} {'in top 50':>9}"
    for name, called in FORECASTS.items():
        found, top = seen(rows, f"forecast {name}"), seen(rows, f"forecast {name} top")
        yield f"{called:39} {found.mean:8.3f} {found.error:7.3f} {top.mean:9.1f}"
    total = seen(rows, "forecast total")
    yield f"{'engine, all forecast times those seen':39} {total.mean:7.3f} {total.error:7.3f}"


def _limit(goal: Goal) -> str:
    if goal.least is None:
        return f"<= {goal.most:.2f}"
    return f">= {goal.least:.2f}" if goal.most is None else f"{goal.least:.2f}-{goal.most:.2f}"


def _row(rows: Sequence[Marks], prefix: str, called: str, parts: Sequence[str]) -> str:
    numbers = " ".join(f"{seen(rows, f'{prefix} {part}').mean:8.2f}" for part in parts)
    return f"{called:30} {numbers}"
