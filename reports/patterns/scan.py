"""Weekly alarms: an expectation-based Poisson scan over the last weeks of many series.

Each series is held against its own year before and against what the rest of the organisation does
this week (Neill et al., Expectation-based scan statistics for monitoring spatial time series data,
2005). The tail is negative binomial: it knows how uncertain the series' own level is and how much
weeks scatter beyond chance. The best of six windows counts six times (Bonferroni).

What rises a little and stays is lost in eight weeks. So where those are silent a slow look takes a
quarter at once, against the year before that quarter. It counts twice: half as many chance alarms
come on top. Both halves of the quarter must be above the usual, so that no short rise echoes in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

from reports.patterns.prior import Floats, fit_gamma

WINDOWS = (1, 2, 3, 4, 6, 8)
FIRST_BACK, LAST_BACK = 59, 8
WEEKS_NEEDED = 30
SLOW, LATER_HALF, SLOW_TIMES, HALF_RISE = 13, 6, 2, 1.25
FEWEST, SMALLEST_RISE = 3, 1.5
QUIET_WEEKS_INSIDE = 2


@dataclass(frozen=True)
class Alarm:
    """One series rose: `observed` reports in the `weeks_back` weeks up to and with `week`.

    `series` and `week` are the column and the row of the tables given to `scan`, `expected` is a
    number of reports, `p` the chance of such a rise in one series and week without any change.
    `weeks_back` is 1, 2, 3, 4, 6 or 8, or 13 when only the whole quarter shows it.
    """

    series: int
    week: int
    weeks_back: int
    observed: int
    expected: float
    p: float


@dataclass(frozen=True)
class Episode:
    """One alarm as long as it lasts: how it began and how it was when it was last there."""

    first: Alarm
    last: Alarm
    spread: float


@dataclass(frozen=True)
class _Level:
    """What the weeks before the last eight tell: the series' spread, and the extra scatter."""

    shape: float
    rate: float
    scatter: float


def scan(counts: ArrayLike, exposure: ArrayLike, *, threshold: float | None = None) -> list[Alarm]:
    """Give the alarms of all weeks from the 30th on, each once, in the week that it began.

    `counts[weeks, series]` are reports, `exposure[weeks, series]` customer contacts (or anything
    they grow with; all ones when contacts are not known: then a rise means a bigger share of the
    total). NaN exposure is a missing number, and a week without any contacts is missing too.
    A series rings when p < `threshold`, by default 1 / number of series with exposure: nominally
    one a week, about a quarter of one in measurements; six windows are looked at, and where they
    are silent the whole last quarter. It stays one alarm while gaps are at most
    two weeks. Order: by week, then by p, then by series. Raises ValueError for what is no table.
    """
    return [episode.first for episode in episodes(counts, exposure, threshold=threshold)]


def episodes(
    counts: ArrayLike, exposure: ArrayLike, *, threshold: float | None = None
) -> list[Episode]:
    """Give the alarms of `scan` with how each was when it last rang."""
    if threshold is not None and not threshold >= 0:
        raise ValueError("threshold is a chance: a number from 0 up, or None")
    n, contacts = _tables(counts, exposure)
    usual = _usual(n, contacts)
    found: dict[int, list[Episode]] = {}
    for week in range(WEEKS_NEEDED - 1, len(n)):
        for alarm, spread in _ringing(n, usual, week, threshold):
            mine = found.setdefault(alarm.series, [])
            is_new = not mine or week - mine[-1].last.week > QUIET_WEEKS_INSIDE + 1
            if is_new:
                mine.append(Episode(alarm, alarm, spread))
            else:
                mine[-1] = Episode(mine[-1].first, alarm, spread)
    everything = [episode for mine in found.values() for episode in mine]
    return sorted(everything, key=lambda e: (e.first.week, e.first.p, e.first.series))


def is_open(episode: Episode, week: int) -> bool:
    """Say whether an alarm still stands at that week: it closes after three quiet ones."""
    return week - episode.last.week <= QUIET_WEEKS_INSIDE


def _tables(counts: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    n, contacts = np.asarray(counts, np.float64), np.asarray(exposure, np.float64)
    if n.ndim != 2 or n.shape != contacts.shape:
        raise ValueError("counts and exposure are tables of weeks x series of the same shape")
    if not np.isfinite(n).all() or np.isinf(contacts).any():
        raise ValueError("counts and exposure are finite numbers")
    if (n < 0).any() or (contacts < 0).any():
        raise ValueError("counts and exposure are not negative")
    missing = np.isnan(contacts)
    n, contacts = np.where(missing, 0.0, n), np.where(missing, 0.0, contacts)
    return np.where(contacts.sum(axis=1, keepdims=True) > 0, n, 0.0), contacts


def _usual(n: Floats, contacts: Floats) -> Floats:
    """Give each cell's reports at the rate of all other series in that week."""
    others = np.sort(contacts, axis=1).sum(axis=1, keepdims=True) - contacts
    reports = n.sum(axis=1, keepdims=True) - n
    rate = np.divide(reports, others, out=np.zeros(n.shape), where=others > 1e-9)
    return np.asarray(contacts * rate)


def _ringing(
    n: Floats, usual: Floats, week: int, threshold: float | None
) -> list[tuple[Alarm, float]]:
    recent = slice(max(0, week - FIRST_BACK), week + 1)
    watched = np.flatnonzero(usual[recent].sum(axis=0) > 0)
    if not len(watched):
        return []
    n, usual = n[recent][:, watched], usual[recent][:, watched]
    limit = 1 / len(watched) if threshold is None else threshold
    tails, spreads = _tails(n, usual)
    best = tails[:-1].argmin(axis=0)
    chance = np.minimum(1.0, len(WINDOWS) * tails[:-1].min(axis=0))
    slow = SLOW_TIMES * tails[-1]
    is_slow = (chance >= limit) & (slow < limit)
    best, chance = np.where(is_slow, len(WINDOWS), best), np.where(is_slow, slow, chance)
    return [
        _alarm(int(watched[i]), week, int(best[i]), int(i), n, spreads, float(chance[i]))
        for i in np.flatnonzero(chance < limit)
    ]


def _alarm(
    series: int, week: int, window: int, column: int, n: Floats, spreads: Floats, p: float
) -> tuple[Alarm, float]:
    back = (*WINDOWS, SLOW)[window]
    observed = int(n[-back:, column].sum())
    expected, size = spreads[:, window, column]
    return Alarm(series, week, back, observed, float(expected), p), float(size)


def _tails(n: Floats, usual: Floats) -> tuple[Floats, Floats]:
    """Give, per window and series, the chance of as many; and the expected count and its size.

    The windows are the six and, last, the slow one.
    """
    level = _level(n[:-LAST_BACK], usual[:-LAST_BACK])
    windows = [*((back, LAST_BACK) for back in WINDOWS), (SLOW, SLOW)]
    tails, spreads = np.ones((len(windows), n.shape[1])), np.ones((2, len(windows), n.shape[1]))
    for place, (back, gap) in enumerate(windows):
        known = level.shape + n[:-gap].sum(axis=0)
        weekly = known / (level.rate + usual[:-gap].sum(axis=0)) * usual[-back:]
        seen, mean = n[-back:].sum(axis=0), weekly.sum(axis=0)
        extra = mean**2 / known + level.scatter * (weekly**2).sum(axis=0)
        can_ring = (seen >= FEWEST) & (seen >= SMALLEST_RISE * mean) & (mean > 0)
        if back == SLOW:
            can_ring &= _lasts(n[-back:], weekly)
        size = np.divide(mean**2, extra, out=np.ones(len(mean)), where=extra > 0)
        at_least = betainc(np.maximum(seen, 1), size, mean / (size + mean))
        tails[place] = np.where(can_ring, at_least, 1.0)
        spreads[:, place] = mean, size
    return tails, spreads


def _lasts(n: Floats, weekly: Floats) -> NDArray[np.bool_]:
    """Say which series are clearly above the usual in the earlier and in the later half."""
    halves = slice(None, -LATER_HALF), slice(-LATER_HALF, None)
    early, late = (n[half].sum(axis=0) >= HALF_RISE * weekly[half].sum(axis=0) for half in halves)
    return np.asarray(early & late)


def _level(n: Floats, usual: Floats) -> _Level:
    """Learn from the weeks before the last eight how series differ and how weeks scatter."""
    seen, expected = n.sum(axis=0), usual.sum(axis=0)
    shape, rate = fit_gamma(seen, expected)
    mean = (shape + seen) / (rate + expected) * usual
    beyond, room = np.sort(((n - mean) ** 2 - n).ravel()), np.sort((mean**2).ravel())
    scatter = max(0.0, float(beyond.sum() / room.sum())) if room.sum() else 0.0
    return _Level(shape, rate, scatter)
