"""HR's own words beside the reports."""

import datetime as dt

from people.models import User
from reports.models import MonthlyReport, ReportWords, Subscription
from reports.periods import Period


def words_beside(user: User, report: str) -> list[ReportWords]:
    """Give the newest words on each part of a report, as this person may read them."""
    found = ReportWords.objects.visible_to(user).filter(report=report)
    rows = found.order_by("part", "-written_at", "-pk").distinct("part")
    return list(rows.select_related("written_by"))


def report_named(user: User, name: str) -> bool:
    """Say whether a report of a month, a quarter or a year was frozen and may be read."""
    visible = MonthlyReport.objects.visible_to(user)
    if name.count("-") == 1 and "q" not in name:
        return visible.filter(month=dt.date.fromisoformat(f"{name}-01")).exists()
    period = Period.named(name)
    key = "year" if period.is_year else "quarter"
    return visible.filter(month=period.last, figures__has_key=key).exists()


def spans_of(user: User) -> list[tuple[str, str, bool]]:
    """Give each length of report, its name, and whether this person is told of it."""
    chosen = set(Subscription.objects.visible_to(user).values_list("span", flat=True))
    return [(key, str(label), key in chosen) for key, label in Subscription.Span.choices]


def beside(user: User, report: str) -> dict[str, object]:
    """Give what the page of a report shows beside it: words, and what a person is told of."""
    return {
        "report_name": report,
        "notes": words_beside(user, report),
        "spans": spans_of(user),
    }
