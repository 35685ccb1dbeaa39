"""A frozen month, quarter or year as the API tells it; nothing is counted here."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNELS
from people.models import Team, User
from reports.models import MonthlyReport
from reports.periods import MONTH, QUARTER_OR_YEAR, Period, month_named
from reports.queries.causes import causes_told, pairs_of
from reports.queries.longer import told_by_quarters

Figures = dict[str, Any]
CHANNEL_KEYS = {word.number: word.key for word in CHANNELS}

# Why there are no other periods, and no filters.
REASON = _(
    "Figures come by whole month, quarter or year, for the whole organisation and for the places "
    "a report shows. With days or groups of your own choosing, taking one figure from another "
    "would tell about a few people, or about one."
)


class NoPeriod(ValueError):
    """This is no calendar month, quarter or year."""


def told_of(user: User, name: str) -> Figures | None:
    """Give what was published of a period by its name; None where nothing was.

    Raises NoPeriod.
    """
    if re.fullmatch(MONTH, name):
        report = MonthlyReport.objects.visible_to(user).filter(month=month_named(name)).first()
        return _told(name, report, _of_month(report.figures)) if report else None
    if not re.fullmatch(QUARTER_OR_YEAR, name):
        raise NoPeriod(name)
    period = Period.named(name)
    report = MonthlyReport.objects.visible_to(user).filter(month=period.last).first()
    if report is None:
        return None
    whole = report.figures.get("year" if period.is_year else "quarter")
    if not whole:
        return None
    return _told(name, report, {**whole, **told_by_quarters(user, period)})


def _of_month(figures: Figures) -> Figures:
    """Give a month's figures as a quarter has them."""
    beside = {key: figures.get(key) for key in ("channels", "sites", "teams", "heat")}
    return {**figures["month"], **beside, "causes": causes_told(figures)}


def _told(name: str, report: MonthlyReport, own: Figures) -> Figures:
    is_shown = own["is_shown"]
    totals = ("reports", "people", "serious", "contacts")
    return {
        "period": name,
        "made_at": report.made_at,
        "smallest_group": report.figures["smallest"],
        "is_shown": is_shown,
        **{key: own.get(key) if is_shown else None for key in totals},
        **(_tables(own) if is_shown else _tables({})),
    }


def _tables(own: Figures) -> Figures:
    def rows(key: str) -> list[Figures]:
        return own.get(key) or []

    return {
        "products": [{"product": row["name"], **_count(row)} for row in rows("products")],
        "channels": [
            {"channel": CHANNEL_KEYS[row["number"]], **_count(row)} for row in rows("channels")
        ],
        "places": [
            {"id": row["id"] or None, "place": row["name"] or None, **_count(row)}
            for row in rows("sites")
        ],
        "teams": _teams(rows("teams")),
        "hours": _hours(own.get("heat") or {"rows": [], "bands": []}),
        "triggers": _triggers(causes_told(own)),
    }


def _teams(rows: list[Figures]) -> list[Figures]:
    """Give each team with its id, and teams shown together with that of the first of them."""
    keys = dict(Team.objects.values_list("pk", "public_id")) if rows else {}
    return [
        {
            "id": next((keys[team] for team in row.get("ids", []) if team in keys), None),
            "team": row["name"] or None,
            "above": row["above"] or None,
            "teams": row["joined"],
            **_count(row),
        }
        for row in rows
    ]


def _triggers(causes: list[Figures]) -> list[Figures]:
    """Give each pair of cause and product; without a cause: the others of a product together."""
    pairs = [{**pair, "is_nearly_all": pair["reports"] is None} for pair in pairs_of(causes)]
    others = [
        {"trigger": None, "product": row["name"], "reports": row["others"], "is_nearly_all": False}
        for row in causes
        if row["others"]
    ]
    return [*pairs, *others]


def _hours(heat: Figures) -> list[Figures]:
    return [
        {"weekday": weekday, "from_hour": band[0], "to_hour": band[1], **_count(cell)}
        for weekday, row in enumerate(heat["rows"], start=1)
        for band, cell in zip(heat["bands"], row, strict=True)
    ]


def _count(row: Figures) -> Figures:
    return {"reports": row["reports"]}
