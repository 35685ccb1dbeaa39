"""In which week somebody works, where, and who can hold a talk with them."""

import datetime as dt
from dataclasses import dataclass, replace

from incidents.codes import WishWith
from people.models import Membership, Organisation, Team, User
from people.queries import Line, advisers, buddies, line_of, private_advisers
from wellbeing.cadence import Asked, Setting
from wellbeing.models import CareSeries
from wellbeing.queries.week import week_of
from wellbeing.workweek import WorkWeek


@dataclass(frozen=True)
class Frame:
    """What care has to fit into: the person, their team, its line, their week and wish."""

    person: User
    team: Team | None
    line: Line
    setting: Setting
    is_private: bool = False

    @property
    def week(self) -> WorkWeek:
        return self.setting.week

    def holder(self, wish_with: str = "") -> User | None:
        """Return who holds a talk: the wished one, else the nearest of the line."""
        return holder_in(self.line, wish_with)


def holder_in(line: Line, wish_with: str = "") -> User | None:
    """Return the wished person when there is one, else manager, deputy, next level, adviser."""
    wished = chosen_in(line, wish_with)
    return wished if wished is not None else line.first()


def chosen_in(line: Line, wish_with: str) -> User | None:
    """Return exactly the wished one: the first manager, deputy or adviser, the named buddy."""
    group = {
        WishWith.MANAGER.value: line.managers,
        WishWith.DEPUTY.value: line.deputies,
        WishWith.BUDDY.value: line.buddies,
        WishWith.ADVISER.value: line.advisers,
    }.get(wish_with, [])
    return group[0] if group else None


def everybody_in(line: Line) -> list[User]:
    return [*line.managers, *line.deputies, *line.next_level, *line.advisers, *line.buddies]


def frame_of(
    person: User,
    team: Team | None,
    now: dt.datetime,
    asked: Asked | None = None,
    *,
    is_private: bool = False,
    buddy: User | None = None,
) -> Frame:
    """Return the frame of a person in a team at a moment; a private one knows advisers alone.

    `buddy` is the trained buddy the person named; one who is not there today counts for nobody.
    """
    organisation = Organisation.current()
    week = week_of(person, team, organisation, now)
    day = week.local_day(now)
    setting = Setting(
        now=now,
        week=week,
        shift_ends=person.shift_ends_at or week.ends,
        asked=asked or Asked(),
    )
    if is_private:
        line = Line([], [], [], private_advisers(person, team, day))
    else:
        line = _with_buddy(line_for(person, team, day), person, buddy, day)
    return Frame(person, team, line, setting, is_private)


def frame_for(series: CareSeries, now: dt.datetime) -> Frame:
    """Return the frame of a series that runs."""
    return frame_of(
        series.person, series.team, now, is_private=series.is_private, buddy=series.chosen_buddy
    )


def _with_buddy(line: Line, person: User, buddy: User | None, day: dt.date) -> Line:
    if buddy is None or buddy not in buddies(without=person, day=day):
        return line
    return replace(line, buddies=[buddy])


def line_for(person: User, team: Team | None, day: dt.date) -> Line:
    """Return who can hold a talk with a person; without a team only the advisers."""
    if team is None:
        return Line([], [], [], advisers(without=person))
    return line_of(team, day=day, without=person)


def team_of(person: User, day: dt.date) -> Team | None:
    """Return the team a person works in on a day, as staff rather than as its manager."""
    memberships = (
        Membership.objects.on(day)
        .filter(user=person, team__closed_on__isnull=True)
        .select_related("team__site")
    )
    ordered = sorted(memberships, key=lambda m: (m.leads, m.starts_on, m.pk))
    return ordered[0].team if ordered else None
