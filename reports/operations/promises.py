"""What the employer promised and kept in a month: help, care, answers, fair measures.

Every figure passes disclosure control by the people behind it: a share is given in tenths, from
twenty rows of at least as many people as the smallest group; else it is withheld.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from incidents.codes.after import OUTCOME_BY_KEY
from incidents.queries.complaint import IS_RIGHT
from reports import queries
from reports.disclosure import fives, in_fives
from reports.disclosure.shares import tells_of_others
from reports.operations.month import care_kept
from reports.operations.shares import tenths
from reports.periods import shifted
from reports.queries.units import Owed, calls, led_teams, managers_by_team, owed_rows
from wellbeing.queries import hr_late_count

Figures = dict[str, Any]
# A figure that covers one manager is about that manager, and goes to nobody above.
FEWEST_MANAGERS = 2
FEWEST_TASKS = 10
# Who held the position, or was left by an angry customer, did well: all of these are good ends.
ENDED_WELL = frozenset(
    word.number for key, word in OUTCOME_BY_KEY.items() if key != "ended_by_them"
)


def promise_figures(month: dt.date, smallest: int) -> Figures:
    """Give the page about the employer's own promises for a month."""
    after = shifted(month, 1)
    managers = managers_by_team(month, after)
    took = calls(month, after)
    judged = [(team, who, valid in IS_RIGHT) for team, who, valid in queries.judged_rows(month)]
    ended = [(team, who, how in ENDED_WELL) for team, who, how in queries.outcome_rows(month)]
    rows = owed_rows(month, after) | {"complaints_right": judged, "ended_well": ended}
    del rows["measures"]  # of these the board tells what is past its day
    shares = {
        name: share_kept([(who, is_good) for _team, who, is_good in of], smallest)
        for name, of in rows.items()
    }
    shares["care"] = care_kept(month, smallest)
    told = _told_to_all(shares, rows, led_teams(month, after))
    seconds = middle_seconds([(who, seconds) for _team, who, seconds in took], smallest)
    return {
        "is_for_all": is_of_several(managers, managers),
        **{
            name: share if is_of_several((team for team, *_rest in rows[name]), managers) else None
            for name, share in told.items()
        },
        "help_seconds": seconds if is_of_several((row[0] for row in took), managers) else None,
        "care_late": _late(month, managers, smallest),
        "measures_late": _past(month, managers),
    }


def is_of_several(teams: Iterable[int], managers: Mapping[int, set[int]]) -> bool:
    """Say whether a figure about some teams covers more than one manager."""
    people = {who for team in set(teams) for who in managers.get(team, ())}
    return len(people) >= FEWEST_MANAGERS


def _told_to_all(
    shares: dict[str, Figures | None],
    rows: dict[str, list[Owed]],
    led: list[frozenset[int]],
) -> dict[str, Figures | None]:
    """Leave out a share that would tell who leads a team about a few people of other teams."""
    return {
        name: None
        if share and tells_of_others([(team, is_good) for team, _who, is_good in rows[name]], led)
        else share
        for name, share in shares.items()
    }


def _late(month: dt.date, managers: Mapping[int, set[int]], smallest: int) -> int | None:
    late = hr_late_count(month)
    if not late.checkins or (late.checkins >= FEWEST_TASKS and is_of_several(late.teams, managers)):
        return in_fives(late.checkins, late.people, smallest)
    return None


def _past(month: dt.date, managers: Mapping[int, set[int]]) -> int | None:
    """Give the measures past their review day: none, or ten and more of several managers."""
    teams = queries.measures_past_review(month)
    is_told = not teams or (len(teams) >= FEWEST_TASKS and is_of_several(teams, managers))
    return len(teams) if is_told else None


def share_kept(rows: Iterable[tuple[int | None, bool]], smallest: int) -> Figures | None:
    """Give how many of ten, so that one more or less cannot be told; None of too few."""
    rows = list(rows)
    people = {who for who, _is_good in rows if who is not None}
    return tenths(sum(is_good for _who, is_good in rows), len(rows), len(people), smallest)


def middle_seconds(calls: list[tuple[int | None, float | None]], smallest: int) -> int | None:
    """Give the median of the seconds until somebody came, in steps of five."""
    came = [(who, took) for who, took in calls if took is not None]
    people = {who for who, _took in came if who is not None}
    if len(people) < smallest or len(came) < FEWEST_TASKS:
        return None
    return fives(median(took for _who, took in came))
