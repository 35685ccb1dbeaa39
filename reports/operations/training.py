"""Training for HR: who is late by team, and whether it helped by topic. Counts, never names."""

import datetime as dt
from dataclasses import asdict, dataclass, field

from reports import queries
from reports.disclosure import Cell, Unit, in_fives, merged, published, rolled_up
from reports.effect import Comparison, Side, compare
from reports.operations.month import Figures, team_words
from reports.periods import closes_on, first_of, last_closed, months_until, shifted
from reports.queries.effect import Place, Record, record_of
from wellbeing.models import Course
from wellbeing.queries.board import sharers_by_topic
from wellbeing.queries.courses import overdue_places
from wellbeing.queries.sessions import players_by_scenario
from wellbeing.queries.trained import trained_days

MONTHS = 6


def training_figures(month: dt.date, smallest: int) -> Figures:
    """Give what is wished, who is late and what training did, on the day the month closes."""
    day = closes_on(month)
    return {
        "day": day.isoformat(),
        "late": late_tables(day, smallest),
        "wishes": wishes_shared(smallest),
        "played": scenarios_played(day, smallest),
        "effects": [
            {"topic": topic, **asdict(found)} for topic, found in topic_effects(day, smallest)
        ],
    }


def wishes_shared(smallest: int) -> list[Figures]:
    """Count in fives who shares a wish, per topic; those of too few people are left out.

    The order tells no more than the fives do.
    """
    shown = _in_fives(sharers_by_topic(), smallest)
    return [{"topic": topic, "people": people} for topic, people in shown]


def scenarios_played(day: dt.date, smallest: int) -> list[Figures]:
    """Count in fives who played each scenario in the year before a day; never who, or how often."""
    shown = _in_fives(players_by_scenario(day), smallest)
    return [{"scenario": scenario, "people": people} for scenario, people in shown]


def _in_fives(counted: dict[int, int], smallest: int) -> list[tuple[int, int]]:
    rounded = {key: in_fives(people, people, smallest) for key, people in counted.items()}
    shown = [(-people, key) for key, people in rounded.items() if people]
    return [(key, -people) for people, key in sorted(shown)]


def late_tables(today: dt.date, smallest: int) -> list[Figures]:
    """Count who is late per course and team; small teams together, small counts withheld.

    `hidden` is the number of teams whose count is not shown; `is_clear` says that nobody is late.
    """
    tree, staff = queries.team_tree(), queries.staff_per_team(today)
    found: dict[int, dict[int, dict[int, int]]] = {}
    for key, team, person in overdue_places(today):
        found.setdefault(key, {}).setdefault(team, {})[person] = 1
    teams = {team for cells in found.values() for team in cells} | set(staff)
    units = [Unit(key, tree[key][0], staff.get(key, 0)) for key in sorted(teams)]
    groups = rolled_up(units, {key: parent for key, (parent, _name) in tree.items()})
    tables = []
    for course in Course.objects.active():
        late = found.get(course.pk, {})
        cells: dict[tuple[int, ...], Cell] = {
            group.members: merged(late.get(team, {}) for team in group.members) for group in groups
        }
        counts = published(cells, smallest)
        rows = [team_words(group, tree) | {"late": counts[group.members]} for group in groups]
        rows.sort(key=lambda row: (row["joined"] > 1, row["name"], row["above"]))
        shown = [row for row in rows if row["late"] is not None]
        hidden = sum(row["joined"] for row in rows) - sum(row["joined"] for row in shown)
        is_clear = not hidden and not any(row["late"] for row in shown)
        tables.append(
            {"course": course.name, "teams": shown, "hidden": hidden, "is_clear": is_clear}
        )
    return tables


def topic_effects(today: dt.date, smallest: int) -> list[tuple[int, Comparison]]:
    """Compare six whole months before the month of training with six after it, per topic.

    Only months that are closed, and only people with months on both sides.
    """
    last, trained = last_closed(today), trained_days()
    everybody = {person for people in trained.values() for person in people}
    days = [day for people in trained.values() for day in people.values()]
    if not days:
        return []
    record = record_of(everybody, shifted(first_of(min(days)), -MONTHS), last)
    return [
        (topic, _effect(topic, trained[topic], record, last, smallest)) for topic in sorted(trained)
    ]


def _effect(
    topic: int, people: dict[int, dt.date], record: Record, last: dt.date, smallest: int
) -> Comparison:
    sides = (_Sum(), _Sum())
    counted = 0
    for person, day in people.items():
        places = record.places.get(person, [])
        own = [[place for place in places if place[0] in months] for months in _windows(day, last)]
        if all(own):
            counted += 1
            for side, found in zip(sides, own, strict=True):
                side.add(person, found, record, topic)
    before, after = (Side(side.cell, side.contacts) for side in sides)
    return compare(before, after, people=counted, smallest=smallest)


@dataclass
class _Sum:
    """What adds up on one side."""

    cell: dict[int, int] = field(default_factory=dict)
    contacts: float = 0.0

    def add(self, person: int, places: list[Place], record: Record, topic: int) -> None:
        self.contacts += sum(record.contacts[place] for place in places)
        reports = sum(record.reports[place, topic] for place in places)
        if reports:
            self.cell[person] = self.cell.get(person, 0) + reports


def _windows(day: dt.date, last: dt.date) -> tuple[set[dt.date], set[dt.date]]:
    """The months before and after; the month of the training itself is on no side."""
    month = first_of(day)
    after = {m for m in months_until(shifted(month, MONTHS), MONTHS) if m <= last}
    return {m for m in months_until(shifted(month, -1), MONTHS) if m <= last}, after
