"""In which week somebody works, where, and who can hold a talk with them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from incidents.codes import WishWith
from incidents.models import Incident
from people.models import Absence, Membership, Organisation, RoleGrant, Team, User
from people.queries import Line, advisers, line_of
from people.queries.line import Chain, Place, chains_of
from wellbeing.cadence import Asked, Setting
from wellbeing.models import CareOffer, CareSeries, SeriesReport
from wellbeing.presets import DEFAULTS, Rules
from wellbeing.queries.week import weeks_of
from wellbeing.workweek import WorkWeek

NOTHING_ASKED = Asked()
# Who was part of a report, was there, or was hit: a witness is not asked by who was hit.
PART = ("incident__involved__person", "incident__witnesses__person", "incident__reported_by")


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

    def with_rules(self, rules: Rules) -> "Frame":
        return replace(self, setting=replace(self.setting, rules=rules))

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


@dataclass(frozen=True)
class Care:
    """For whom a frame is asked. `buddy` is the trained buddy the person named.

    `about` are reports that it is about besides those of care that runs: the one of a colleague
    that it is offered for, or those of care that has ended.
    """

    person: User
    team: Team | None
    is_private: bool = False
    buddy: User | None = None
    asked: Asked = NOTHING_ASKED
    about: tuple[Incident, ...] = ()
    rules: Rules = DEFAULTS

    def names(self, trained: Collection[int]) -> bool:
        """Whether the person named one of the trained buddies, other than themself."""
        buddy = self.buddy.pk if self.buddy is not None and not self.is_private else None
        return buddy != self.person.pk and buddy in trained


def frame_of(
    person: User,
    team: Team | None,
    now: dt.datetime,
    asked: Asked | None = None,
    *,
    is_private: bool = False,
    buddy: User | None = None,
    about: Incident | None = None,
) -> Frame:
    """Return the frame of a person in a team at a moment; see `frames_of`."""
    told = (about,) if about is not None else ()
    care = Care(person, team, is_private, buddy, asked or NOTHING_ASKED, told)
    return frames_of([care], now)[0]


def frame_for(series: CareSeries, now: dt.datetime) -> Frame:
    """Return the frame of a series that runs."""
    return frames_for([series], now)[0]


def frames_for(found: Sequence[CareSeries], now: dt.datetime) -> list[Frame]:
    """Return the frames of series that run, in order; see `frames_of`."""
    return frames_of(
        [
            Care(row.person, row.team, row.is_private, row.chosen_buddy, rules=row.rules)
            for row in found
        ],
        now,
    )


def frames_of(cares: Sequence[Care], now: dt.datetime) -> list[Frame]:
    """Return the frame of each at a moment; a private one knows advisers alone.

    As many queries for many as for one. A named buddy who is not there today counts for nobody.
    """
    organisation = Organisation.current()
    day = organisation.day_of(now)
    weeks = weeks_of([(care.person, care.team) for care in cares], organisation, now)
    barred = _barred_from(cares)
    places = [
        Place(care.team, care.person, part, care.is_private)
        for care, part in zip(cares, barred, strict=True)
    ]
    chains = _with_buddies(cares, chains_of(places, day), barred, day)
    return [
        Frame(care.person, care.team, chain, day, _setting(care, week, now), care.is_private, part)
        for care, week, chain, part in zip(cares, weeks, chains, barred, strict=True)
    ]


def _setting(care: Care, week: WorkWeek, now: dt.datetime) -> Setting:
    return Setting(now, week, care.person.shift_ends_at or week.ends, care.asked, care.rules)


def involved_with(
    person: User, *, is_private: bool = False, about: Incident | None = None
) -> frozenset[int]:
    """Return who never holds a talk with a person: who was named as part of it, who was there.

    Of all reports that the running care is about, also those it was offered for, and of one that
    care is offered for now.
    """
    told = (about,) if about is not None else ()
    return _barred_from([Care(person, None, is_private, about=told)])[0]


def _barred_from(cares: Sequence[Care]) -> list[frozenset[int]]:
    """Return it for each. One query, and one for each report that is named besides."""
    found = _involved_with({care.person.pk for care in cares})
    return [
        found[care.person.pk, care.is_private].union(*map(_part_of, care.about)) for care in cares
    ]


def _involved_with(people: set[int]) -> dict[tuple[int, bool], frozenset[int]]:
    """Return it for each person and kind of care that runs. One query."""
    runs = Q(series__person__in=people, series__ended_at__isnull=True)
    columns = ("series__person", "series__is_private", *PART)
    told = SeriesReport.objects.filter(runs).values_list(*columns)
    taken = CareOffer.objects.filter(runs).order_by().values_list(*columns)
    found = defaultdict[tuple[int, bool], frozenset[int]](frozenset)
    for person, is_private, *part in told.union(taken):
        found[person, is_private] |= {key for key in part if key is not None}
    return found


def _part_of(incident: Incident) -> frozenset[int]:
    named, there = incident.involved.order_by(), incident.witnesses.order_by()
    rows = named.values_list("person").union(there.values_list("person"))
    return frozenset([incident.reported_by_id, *(key for (key,) in rows)])


def _with_buddies(
    cares: Sequence[Care], chains: list[Chain], barred: list[frozenset[int]], day: dt.date
) -> list[Chain]:
    """Add the trained buddy each person named, away or not; no query when nobody named one."""
    named = {care.buddy.pk for care in cares if care.buddy is not None and not care.is_private}
    if not named:
        return chains
    trained = User.objects.active().with_role(RoleGrant.Role.BUDDY).filter(pk__in=named)
    known = set(trained.values_list("pk", flat=True))
    away = dict(Absence.objects.on(day).filter(user__in=known).values_list("user", "ends_on"))
    return [
        replace(chain, buddies=[care.buddy], away={**away, **chain.away})
        if care.buddy is not None and care.names(known - part)
        else chain
        for care, chain, part in zip(cares, chains, barred, strict=True)
    ]


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
