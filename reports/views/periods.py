"""A calendar quarter or year, as it was frozen with its last month, for HR."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.http import UserRequest
from people.queries import database_now
from reports import queries
from reports.exports import table_answer
from reports.periods import Period, closes_on, first_of
from reports.permissions import may_read_trends
from reports.queries.files import rows_of_longer
from reports.queries.longer import longer_of
from reports.queries.pages import longer_words
from reports.queries.words import beside
from reports.views.refused import fixed_periods
from reports.views.trends import year_end


@require_safe
@fixed_periods()
def period(request: UserRequest, period: Period) -> HttpResponse:
    """Show a quarter or a year; say when it will be there, or that it is not shown."""
    if not may_read_trends(request.user):
        raise Http404
    longer = longer_of(request.user, period)
    shown: dict[str, object] = {"period": period, "longer": longer, **year_end(period.last)}
    if longer is None:
        today = queries.today(database_now())
        is_over = period.last < first_of(today)
        if period.first > today or (is_over and not queries.is_covered(period.last)):
            raise Http404
        shown["has_earlier"] = queries.is_covered(period.before.last)
        shown |= {"closes_on": closes_on(period.last), "is_closed": closes_on(period.last) <= today}
    elif longer.own["is_shown"]:
        shown |= longer_words(longer) | beside(request.user, str(period))
    return render(request, "reports/period.html", shown)


@require_safe
@fixed_periods("as")
def period_table(request: UserRequest, period: Period) -> HttpResponse:
    """Give the counts of a quarter or a year for a spreadsheet, withheld where the page is."""
    longer = longer_of(request.user, period) if may_read_trends(request.user) else None
    if longer is None:
        raise Http404
    return table_answer(request, rows_of_longer(longer), f"trends-{period}")
