"""What a share in tenths tells somebody who knows some of its rows.

Whoever leads a team opens its rows one by one. A share of the whole organisation, less those rows,
must leave at least three numbers of how many others were late, or nobody late among them.
"""

from collections.abc import Iterable, Sequence

Row = tuple[int | None, bool]  # team, whether it was good
ROOM = 3


def tells_of_others(rows: Sequence[Row], led: Iterable[frozenset[int]]) -> bool:
    """Say whether a share of `rows` would tell one of those who lead teams about the rest.

    `led` names, per person, the teams they lead.
    """
    return any(_tells(rows, teams) for teams in led)


def _tells(rows: Sequence[Row], teams: frozenset[int]) -> bool:
    others = [is_good for team, is_good in rows if team not in teams]
    bad = sum(not is_good for _team, is_good in rows)
    bad_there = sum(not is_good for is_good in others)
    own = bad - bad_there
    total = len(rows)
    if not bad_there:
        return False
    tenths = 10 * (total - bad) // total
    fitting = {
        n - own
        for n in range(total + 1)
        if 10 * (total - n) // total == tenths and 0 <= n - own <= len(others)
    }
    return len(fitting) < ROOM
