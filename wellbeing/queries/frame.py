"""In which week somebody works, where, and who can hold a talk with them."""

import datetime as dt
from dataclasses import dataclass, replace

from incidents.codes import WishWith
from incidents.models import InvolvedColleague, Witness
from people.models import Absence, Membership, Organisation, RoleGrant, Team, User
from people.queries import Line, advisers, line_of, private_advisers
from people.queries.line import Chain, chain_of, chain_of_advisers
from wellbeing.cadence import Asked, Setting
from wellbeing.models import CareSeries, SeriesReport
from wellbeing.queries.week import week_of
from wellbeing.workweek import WorkWeek


@dataclass(frozen=True)
class Seat:
    """Who holds a talk, and for whom they stand in when that one is away."""

    holder: User | None
    stands_in_for: User | None = None


@dataclass(frozen=True)
class Frame:
    """What care has to fit into: the person, their team, its chain, their week and wish.

    Neither the person nor anybody who was part of what happened is in the chain.
    """

    person: User
    team: Team | None
    chain: Chain
    day: dt.date
    setting: Setting
    is_private: bool = False
    # Who was part of what happened: they never hold a talk about it.
    barred: frozenset[int] = frozenset()

    @property
    def week(self) -> WorkWeek:
        return self.setting.week

    @property
    def line(self) -> Line:
        """Who is there today."""
        return self.chain.line(self.day)

    def line_at(self, due_at: dt.datetime) -> Line:
        """Who is there for a talk: today, or back by the day it is due."""
        return self.chain.line(max(self.day, self.week.local_day(due_at)))

    def holder(self, wish_with: str = "") -> User | None:
        """Return who holds a talk: the wished one, else the nearest of the line."""
        return holder_in(self.line, wish_with)

    def seat(self, due_at: dt.datetime, wish_with: str = "") -> Seat:
        """Return who holds a talk that is due at a moment; see `line_at`."""
        holder = holder_in(self.line_at(due_at), wish_with)
        usual = holder_in(self.chain.everybody(), wish_with)
        return Seat(holder, None if usual == holder else usual)

    def is_there(self, user: User, due_at: dt.datetime) -> bool:
        """Whether somebody is there for a talk that is due at a moment."""
        return self.chain.is_there(user, max(self.day, self.week.local_day(due_at)))


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
    setting = Setting(
        now=now,
        week=week,
        shift_ends=person.shift_ends_at or week.ends,
        asked=asked or Asked(),
    )
    day = organisation.day_of(now)
    barred = involved_with(person, is_private=is_private)
    chain = _chain_for(person, team, day, barred, is_private=is_private)
    if buddy is not None and not is_private and buddy.pk not in barred:
        chain = _with_buddy(chain, person, buddy, day)
    return Frame(person, team, chain, day, setting, is_private, barred)


def _chain_for(
    person: User, team: Team | None, day: dt.date, barred: frozenset[int], *, is_private: bool
) -> Chain:
    if is_private:
        return chain_of_advisers(private_advisers(person, team, day), day=day, barred=barred)
    if team is None:
        return chain_of_advisers(advisers(without=person), day=day, barred=barred)
    return chain_of(team, day=day, without=person, barred=barred)


def involved_with(person: User, *, is_private: bool = False) -> frozenset[int]:
    """Return who never holds a talk with a person: who was named as part of it, who was there.

    Of all reports that the running care is about. One query.
    """
    told = SeriesReport.objects.filter(
        series__person=person, series__is_private=is_private, series__ended_at__isnull=True
    ).values("incident")
    named = InvolvedColleague.objects.filter(incident__in=told).order_by().values_list("person")
    there = Witness.objects.filter(incident__in=told).order_by().values_list("person")
    return frozenset(key for (key,) in named.union(there))


def frame_for(series: CareSeries, now: dt.datetime) -> Frame:
    """Return the frame of a series that runs."""
    return frame_of(
        series.person, series.team, now, is_private=series.is_private, buddy=series.chosen_buddy
    )


def _with_buddy(chain: Chain, person: User, buddy: User, day: dt.date) -> Chain:
    """Add the trained buddy the person named, away or not."""
    trained = User.objects.active().with_role(RoleGrant.Role.BUDDY).exclude(pk=person.pk)
    if not trained.filter(pk=buddy.pk).exists():
        return chain
    away = Absence.objects.on(day).filter(user=buddy).values_list("user", "ends_on")
    return replace(chain, buddies=[buddy], away={**chain.away, **dict(away)})


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
