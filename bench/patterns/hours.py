"""Hours of the week with more reports than their contacts explain, and how many are found."""

import numpy as np
from numpy.random import Generator

from bench.patterns.marks import Bools, Floats, Marks, cover, lists, promised
from bench.patterns.simulate import Size
from reports.patterns import judge_hours, judge_table
from reports.patterns.judge import PRODUCT_BAR, Judged

DAYS, HOURS, PLANTED = 7, 24, 3
TIMES, DIFFER = 2.0, 0.15
DAYS_DIFFER, HOURS_DIFFER = 0.3, 0.8


def hours(seed: int, size: Size) -> Marks:
    """Draw the week of a company, three busy hours at twice the rate, and judge it both ways."""
    rng = np.random.default_rng(seed)
    contacts, rate, planted = _week(rng, size)
    mean = contacts * rate
    counts = rng.poisson(mean).astype(np.float64)
    margins = np.outer(mean.sum(axis=1), mean.sum(axis=0)) / mean.sum()
    by_contacts, by_shares = judge_hours(counts, contacts), judge_table(counts)
    return _marks("hours", by_contacts, rate * (contacts.sum() / mean.sum()), planted) | _marks(
        "shares", by_shares, mean / margins, planted
    )


def _week(rng: Generator, size: Size) -> tuple[Floats, Floats, Bools]:
    """Draw contacts and reports per contact, days x hours, and which hours are planted."""
    days, times = rng.lognormal(0, DAYS_DIFFER, DAYS), rng.lognormal(0, HOURS_DIFFER, HOURS)
    level = np.outer(days, times)
    contacts = np.ceil(level * (size.contacts / level.sum()))
    rate = rng.lognormal(0, DIFFER, level.shape) * (size.reports / size.contacts)
    planted = np.zeros(level.shape, np.bool_)
    planted.flat[rng.choice(np.argsort(-level, axis=None)[: level.size // 2], PLANTED)] = True
    return contacts, np.where(planted, TIMES * rate, rate), planted


def _marks(kind: str, judged: Judged, true: Floats, planted: Bools) -> Marks:
    marks = lists(kind, {"engine": judged.flagged}, true.ravel() > PRODUCT_BAR, planted.ravel())
    return marks | {
        f"{kind} engine promised": promised(judged),
        f"{kind} cover": cover(judged, true.ravel()),
    }
