"""Weekly alarms against a plain recomputation through scipy, planted rises and their symmetries."""

import numpy as np
import pytest
from scipy import stats

from reports.patterns import Alarm, episodes, fit_gamma, is_open, scan


def weeks_of(seed: int, series: int = 60, weeks: int = 70) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    contacts = rng.poisson(rng.lognormal(5, 0.8, series), (weeks, series)).astype(float)
    season = 1 + 0.3 * np.sin(np.arange(weeks) / 8)[:, None]
    return rng.poisson(contacts * 0.012 * season).astype(float), contacts


def with_spike(seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    n, contacts = weeks_of(seed)
    n[50:53, 7] = np.ceil(contacts[50:53, 7] * 0.012 * 5) + 6
    return n, contacts


def oracle(n: np.ndarray, e: np.ndarray, week: int, column: int) -> tuple[float, int, float]:
    return formula(n, e, week, column)[:3]


def formula(
    n: np.ndarray, e: np.ndarray, week: int, column: int
) -> tuple[float, int, float, tuple[float, float], float]:
    """One series in one week, written out cell by cell after the published formula."""
    series = range(n.shape[1])
    mu = np.zeros(n.shape)
    for w in range(len(n)):
        for i in series:
            others = [j for j in series if j != i]
            mu[w, i] = e[w, i] * n[w, others].sum() / e[w, others].sum()
    base = range(max(0, week - 59), week - 8 + 1)
    seen, expected = n[base].sum(axis=0), mu[base].sum(axis=0)
    a, b = fit_gamma(seen, expected)
    ratio = (a + seen) / (b + expected)
    mean = ratio * mu[base]
    scatter = max(0.0, ((n[base] - mean) ** 2 - n[base]).sum() / (mean**2).sum())
    best = (1.0, 1, 0.0)
    for back in (8, 6, 4, 3, 2, 1):
        part = slice(week - back + 1, week + 1)
        count, weekly = n[part, column].sum(), ratio[column] * mu[part, column]
        middle = weekly.sum()
        extra = middle**2 / (a + seen[column]) + scatter * (weekly**2).sum()
        size = middle**2 / extra
        p = stats.nbinom.sf(count - 1, size, size / (size + middle))
        if count >= 3 and count >= 1.5 * middle and 6 * p <= best[0]:
            best = (6 * p, back, middle)
    return *best, (a, b), scatter


def test_scan_agrees_with_the_formula_written_out() -> None:
    n, contacts = with_spike()
    alarms = {(a.week, a.series): a for a in scan(n, contacts, threshold=0.2)}
    assert len(alarms) > 5
    for (week, series), alarm in list(alarms.items())[:12]:
        p, back, expected = oracle(n, contacts, week, series)
        assert alarm.weeks_back == back
        assert alarm.p == pytest.approx(p, rel=1e-6)
        assert alarm.expected == pytest.approx(expected, rel=1e-6)
        assert alarm.observed == n[week - back + 1 : week + 1, series].sum()


def test_scan_finds_a_spike_once_and_says_for_how_long() -> None:
    n, contacts = with_spike()
    mine = [alarm for alarm in scan(n, contacts) if alarm.series == 7]
    assert len(mine) == 1
    assert mine[0].week == 50
    episode = next(e for e in episodes(n, contacts) if e.first == mine[0])
    assert episode.last.week >= 52
    assert is_open(episode, episode.last.week + 2)
    assert not is_open(episode, episode.last.week + 3)


def slowly_rising() -> tuple[np.ndarray, np.ndarray]:
    """Series 7 has two a week in 77 weeks, then three in thirteen."""
    n, contacts = weeks_of(11, weeks=90)
    contacts[:, 7] = 160
    n[:77, 7], n[77:, 7] = 2, 3
    return n, contacts


def test_scan_finds_a_small_rise_that_stays_by_a_slow_look() -> None:
    n, contacts = slowly_rising()
    (alarm,) = [a for a in scan(n, contacts, threshold=0.003) if a.series == 7]
    assert alarm.weeks_back == 13
    assert oracle(n, contacts, alarm.week, 7)[0] > 0.003
    others = n.sum(axis=1) - n[:, 7]
    mu = contacts[:, 7] * others / (contacts.sum(axis=1) - contacts[:, 7])
    _p, _back, _expected, (a, b), scatter = formula(n, contacts, alarm.week, 7)
    before, now = slice(alarm.week - 59, alarm.week - 12), slice(alarm.week - 12, alarm.week + 1)
    sure = a + n[before, 7].sum()
    weekly = sure / (b + mu[before].sum()) * mu[now]
    middle = weekly.sum()
    size = middle**2 / (middle**2 / sure + scatter * (weekly**2).sum())
    tail = stats.nbinom.sf(alarm.observed - 1, size, size / (size + middle))
    assert alarm.expected == pytest.approx(middle, rel=1e-6)
    assert alarm.observed == n[now, 7].sum()
    assert alarm.p == pytest.approx(2 * tail, rel=1e-6)


def test_slow_look_leaves_short_rises_to_the_others() -> None:
    n, contacts = with_spike()
    n, contacts = np.vstack([n, n[:20]]), np.vstack([contacts, contacts[:20]])
    (mine,) = [e for e in episodes(n, contacts) if e.first.series == 7]
    assert (mine.first.week, mine.first.weeks_back) == (50, 1)
    assert mine.last.week <= 52 + 7


def test_scan_stays_silent_before_the_thirtieth_week() -> None:
    n, contacts = weeks_of(1)
    n[20:29, 3] = 60
    assert scan(n[:29], contacts[:29]) == []
    n[29, 3] = 90
    assert [alarm.week for alarm in scan(n[:30], contacts[:30]) if alarm.series == 3] == [29]


def test_scan_knows_nothing_of_weeks_to_come() -> None:
    n, contacts = with_spike()
    early = [alarm for alarm in scan(n, contacts) if alarm.week < 52]
    assert scan(n[:52], contacts[:52]) == early


def test_scan_rings_at_most_as_often_as_promised_when_nothing_changes() -> None:
    rung = sum(len(scan(*weeks_of(100 + seed))) for seed in range(12))
    assert rung / (12 * 41) <= 0.30


def test_scan_does_not_care_how_the_series_are_ordered() -> None:
    n, contacts = with_spike()
    order = np.random.default_rng(0).permutation(n.shape[1])
    mixed = scan(n[:, order], contacts[:, order])
    back = [
        Alarm(int(order[a.series]), a.week, a.weeks_back, a.observed, a.expected, a.p)
        for a in mixed
    ]
    assert sorted(back, key=repr) == sorted(scan(n, contacts), key=repr)


def test_scan_does_not_care_for_twice_the_contacts_or_an_empty_series() -> None:
    n, contacts = with_spike()
    plain = [(a.series, a.week, a.weeks_back) for a in scan(n, contacts)]
    assert [(a.series, a.week, a.weeks_back) for a in scan(n, contacts * 2)] == plain
    empty = np.zeros((len(n), 1))
    assert scan(np.hstack([n, empty]), np.hstack([contacts, empty])) == scan(n, contacts)


def test_scan_without_contacts_compares_shares_of_the_total() -> None:
    n, _contacts = with_spike()
    assert 7 in {alarm.series for alarm in scan(n, np.ones(n.shape))}
    assert 7 not in {alarm.series for alarm in scan(n * 0 + 4, np.ones(n.shape))}


@pytest.mark.parametrize("missing", [0.0, np.nan])
def test_scan_takes_a_week_without_contacts_as_missing(missing: float) -> None:
    n, contacts = weeks_of(2)
    contacts[40:42] = missing
    n[40:42, 5] = 500
    assert [alarm for alarm in scan(n, contacts) if alarm.series == 5] == []


@pytest.mark.parametrize(
    ("n", "contacts"),
    [
        (np.zeros((60, 3)), np.zeros((60, 3))),
        (np.full((60, 1), 4), np.full((60, 1), 10)),
        (np.full((60, 2), 10_000), np.full((60, 2), 1e-6)),
        (np.full((60, 2), 10_000), np.full((60, 2), 1e6)),
        (np.zeros((60, 4)), np.full((60, 4), 1e6)),
        (np.zeros((0, 4)), np.zeros((0, 4))),
        (np.zeros((60, 0)), np.zeros((60, 0))),
    ],
)
def test_scan_copes_with_the_edges(n: np.ndarray, contacts: np.ndarray) -> None:
    assert scan(n, contacts) == []


@pytest.mark.parametrize(
    ("n", "contacts"), [([1], [1]), ([[1]], [[1, 2]]), ([[-1]], [[1]]), ([[1]], [[np.inf]])]
)
def test_scan_refuses_what_is_not_a_table(n: list[object], contacts: list[object]) -> None:
    with pytest.raises(ValueError, match="counts and exposure"):
        scan(np.array(n, float), np.array(contacts, float))
