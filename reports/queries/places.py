"""A place or a team over the closed periods: what each report showed of it, side by side.

Nothing is counted here. A number stands where a frozen report has it, so that the page of a place
tells nothing the reports did not.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any
from uuid import UUID

from people.models import Site, Team, User
from reports.charts.marks import sparkline
from reports.models import MonthlyReport
from reports.periods import Period, shifted
from reports.queries.published import known_contacts

Figures = dict[str, Any]
Contacts = Mapping[dt.date, Mapping[int, int]]
MONTHS, SPARK_MONTHS = 24, 12
PER_CONTACTS = 10_000


@dataclass(frozen=True)
class Shown:
    """What one period showed of a place.

    `reports` is None where it is withheld; `joined` is how many teams the number is about, 0 where
    places or teams were not shown apart at all; `contacts` is None unless all of them are known.
    `usual` is the range frozen with a month: None where too little was shown before, and in
    reports from before there were ranges of places.
    """

    name: str
    reports: int | None
    joined: int = 0
    contacts: int | None = None
    usual: tuple[int, int] | None = None

    @property
    def rate(self) -> float | None:
        """Reports per 10,000 contacts."""
        if self.reports is None or not self.contacts:
            return None
        return round(PER_CONTACTS * self.reports / self.contacts, 1)


@dataclass(frozen=True)
class PlaceTold:
    """A place with its periods, oldest first, and how the newest month compares.

    `words` names the team, or the teams it was shown together with; empty for a place.
    """

    public_id: UUID
    name: str
    words: Figures
    months: list[Shown]
    quarters: list[Shown]
    years: list[Shown]

    @property
    def newest(self) -> Shown:
        return self.months[-1]

    @property
    def usual(self) -> tuple[int, int] | None:
        return self.newest.usual

    @property
    def day(self) -> dt.date:
        """The first day of the newest month."""
        return dt.date.fromisoformat(f"{self.newest.name}-01")

    @property
    def compared(self) -> str:
        """Say how the newest month compares with those before it, beyond what chance explains."""
        now = self.newest.reports
        if self.usual is None or now is None:
            return "first"
        if self.usual[0] <= now <= self.usual[1]:
            return "usual"
        return "more" if now > self.usual[1] else "fewer"

    @property
    def drawn(self) -> Figures:
        """Give the line of the last twelve months as templates draw it; empty without enough.

        A month whose number is about more or fewer teams than the newest one is no point of it.
        """
        months = self.months[-SPARK_MONTHS:]
        joined = next((month.joined for month in reversed(months) if month.joined), 0)
        values = [month.reports if month.joined == joined else None for month in months]
        known = [value for value in values if value is not None]
        if len(known) < 2 or not sum(known):
            return {}
        usual = fmean(known)
        line: Figures = {"name": self.name, "reports": values[-1], "usual": round(usual)}
        line["spark"] = sparkline(values, usual, self.usual)
        line["is_flagged"] = self.compared in {"more", "fewer"}
        return {"line": line, "figures": {"spark_from": months[0].name}}


def newest_places(user: User) -> Figures:
    """Give the newest report, the newest `report` that shows teams, and its places and teams.

    Each comes with its public id. There is neither report before a month has closed.
    """
    visible = MonthlyReport.objects.visible_to(user).order_by("-month")
    newest = visible.first()
    if newest is None:
        return {"newest": None}
    recent = visible.filter(month__gte=shifted(newest.month, 1 - MONTHS))
    report = recent.filter(figures__teams__0__isnull=False).first() or newest
    keys = dict(Team.objects.values_list("pk", "public_id"))
    teams = [
        {**row, "public_id": keys[row["ids"][0]]}
        for row in report.figures.get("teams", [])
        if row.get("ids") and row["ids"][0] in keys
    ]
    sites = [row for row in report.figures.get("sites", []) if row["id"]]
    return {"newest": newest, "report": report, "teams": teams, "sites": sites}


def place_told(user: User, public_id: UUID) -> PlaceTold | None:
    """Give a place or a team as the reports showed it; None where none of them did."""
    site = Site.objects.filter(public_id=public_id).first()
    team = None if site else Team.objects.filter(public_id=public_id).first()
    found = site or team
    if found is None:
        return None
    reader = _Reader(str(public_id) if site else found.pk)
    visible = MonthlyReport.objects.visible_to(user)
    newest = visible.order_by("-month").values_list("month", flat=True).first()
    if newest is None:
        return None
    first = shifted(newest, 1 - MONTHS)
    told = dict(visible.filter(month__gte=first).order_by("month").values_list("month", "figures"))
    contacts = known_contacts(first, newest, list(told), of_teams=True) if team else {}
    months = [reader.shown(f"{m:%Y-%m}", own, [m], contacts) for m, own in told.items()]
    shown = [month for month in months if month]
    if not any(month.joined for month in shown):
        return None
    return PlaceTold(
        public_id=public_id,
        name=found.name,
        words=reader.words,
        months=shown,
        quarters=_longer(reader, told, contacts, "quarter"),
        years=_longer(reader, told, contacts, "year"),
    )


class _Reader:
    """Reads one place out of frozen figures: a place by its public id, a team by its number."""

    def __init__(self, key: str | int) -> None:
        self.key = key
        self.words: Figures = {}

    def shown(
        self, name: str, figures: Figures, months: Iterable[dt.date], contacts: Contacts
    ) -> Shown | None:
        """Give what a period showed; None where the place was not there yet, or no more."""
        rows = figures.get("sites" if isinstance(self.key, str) else "teams") or []
        if not rows:
            return Shown(name, None)
        row = next((row for row in rows if self._is_it(row)), None)
        if row is None:
            return None
        ends = row.get("usual")
        usual = (ends[0], ends[1]) if ends else None
        if isinstance(self.key, str):
            return Shown(name, row["reports"], 1, usual=usual)
        self.words = row
        held = _sum(row["ids"], months, contacts)
        return Shown(name, row["reports"], row["joined"], held, usual)

    def _is_it(self, row: Figures) -> bool:
        return row["id"] == self.key if isinstance(self.key, str) else self.key in row["ids"]


def _sum(teams: list[int], months: Iterable[dt.date], contacts: Contacts) -> int | None:
    """Add up the contacts of teams over months; None unless all are known."""
    known = [contacts.get(month, {}).get(team) for month in months for team in teams]
    return None if None in known else sum(n or 0 for n in known)


def _longer(
    reader: _Reader, told: Mapping[dt.date, Figures], contacts: Contacts, key: str
) -> list[Shown]:
    found = []
    for month, figures in told.items():
        own = figures.get(key)
        if own and own["is_shown"]:
            period = Period.year(month) if key == "year" else Period.quarter(month)
            found.append(reader.shown(str(period), own, period.months, contacts))
    return [shown for shown in found if shown and shown.joined]
