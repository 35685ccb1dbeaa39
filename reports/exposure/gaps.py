"""Which weeks of contact numbers are missing. A week without a row is missing, never zero.

A cell is a week (its Monday), a team and a product. A team's product is awaited from its first row
until thirteen weeks after its last. One with few contacts may have a week without any: its quiet
week is missing only when the whole team or the whole product has none.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

Part = tuple[int, int | None]
Cell = tuple[dt.date, int, int | None]

WEEK = dt.timedelta(weeks=1)
AWAITED_WEEKS = 13
FEW_A_WEEK = 10
MOST_UNCOVERED = 0.1


def monday(day: dt.date) -> dt.date:
    """Give the first day of the week."""
    return day - dt.timedelta(days=day.weekday())


def weeks_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Give the Mondays of the weeks from one day through another."""
    start, count = monday(first), (monday(last) - monday(first)).days // 7
    return [start + n * WEEK for n in range(count + 1)]


def weeks_of_month(month: dt.date) -> list[dt.date]:
    """Give the weeks that have their Thursday, most of their days, in a month."""
    following = (month + dt.timedelta(days=31)).replace(day=1)
    weeks = weeks_between(month, following)
    return [week for week in weeks if month <= week + dt.timedelta(days=3) < following]


def missing_cells(cells: Mapping[Cell, int], weeks: Sequence[dt.date]) -> set[Cell]:
    """Give what is missing in some weeks; `cells` reach thirteen weeks further on both sides."""
    known: dict[Part, dict[dt.date, int]] = {}
    for (week, team, product), contacts in cells.items():
        known.setdefault((team, product), {})[week] = contacts
    teams = {(week, team) for week, team, _product in cells}
    products = {(week, product) for week, _team, product in cells}
    return {
        (week, team, product)
        for (team, product), numbers in known.items()
        for week in _awaited(numbers, weeks)
        if sum(numbers.values()) >= FEW_A_WEEK * len(numbers)
        or (week, team) not in teams
        or (week, product) not in products
    }


def _awaited(numbers: Mapping[dt.date, int], weeks: Iterable[dt.date]) -> list[dt.date]:
    """Give the weeks in which a row should be there and is not."""
    first, last = min(numbers), max(numbers) + AWAITED_WEEKS * WEEK
    return [week for week in weeks if first <= week <= last and week not in numbers]


def whole_months(cells: Mapping[Cell, int], months: Iterable[dt.date]) -> set[dt.date]:
    """Give the months in which no contact number is missing, of any product or team."""
    weeks = {month: weeks_of_month(month) for month in months}
    gaps = {cell[0] for cell in missing_cells(cells, [w for each in weeks.values() for w in each])}
    there = {cell[0] for cell in cells} - gaps
    return {month for month, each in weeks.items() if there.issuperset(each)}


def known_months(
    cells: Mapping[Cell, int], months: Sequence[dt.date]
) -> dict[int | None, set[dt.date]]:
    """Give per product the months in all of whose weeks its contacts are known, of every team."""
    weeks = {month: weeks_of_month(month) for month in months}
    missing = missing_cells(cells, [week for each in weeks.values() for week in each])
    gaps = {(week, product) for week, _team, product in missing}
    there = {(week, product) for week, _team, product in cells}
    return {
        product: {
            month
            for month in months
            if all((w, product) in there and (w, product) not in gaps for w in weeks[month])
        }
        for product in {product for _week, _team, product in cells}
    }


def uncovered(reports: Mapping[Part, int], teams: Collection[int]) -> set[int | None]:
    """Name the products of a month whose rate would not be true; `teams` brought in contacts.

    More than a tenth of their reports come from teams of which no contact is known: those reports
    would be held against the contacts of others.
    """
    whole, alone = Counter[int | None](), Counter[int | None]()
    for (team, product), n in reports.items():
        whole[product] += n
        alone[product] += n if team not in teams else 0
    return {product for product, n in whole.items() if alone[product] > MOST_UNCOVERED * n}


def most_are_met(reports: Mapping[int, int], met: Collection[int]) -> bool:
    """Say whether at least half of the reports about customers are about ones with contacts.

    Where fewer are, those few alone could be named: a count of all customers says more.
    """
    return 2 * sum(n for customer, n in reports.items() if customer in met) >= sum(reports.values())
