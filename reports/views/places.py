"""Trends by place: what the reports showed of a place or a team, side by side, for HR."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.http import UserRequest
from people.queries import database_now
from reports import queries
from reports.exports import table_answer
from reports.periods import first_of
from reports.permissions import may_read_trends
from reports.queries.places import PlaceTold, newest_places, place_told
from reports.queries.tables import rows_of_place, rows_of_places
from reports.views.refused import fixed_periods
from reports.views.trends import year_end


@require_safe
@fixed_periods()
def places(request: UserRequest) -> HttpResponse:
    """List the places and teams of the newest report, each with a page of its own."""
    if not may_read_trends(request.user):
        raise Http404
    shown = newest_places(request.user)
    newest = shown["newest"]
    last = newest.month if newest else first_of(queries.today(database_now()))
    shown |= {"last": last, **year_end(last)}
    return render(request, "reports/places.html", shown)


@require_safe
@fixed_periods("as")
def places_table(request: UserRequest) -> HttpResponse:
    """Give the same list for a spreadsheet."""
    if not may_read_trends(request.user):
        raise Http404
    shown = newest_places(request.user)
    rows = rows_of_places(shown.get("sites", []), shown.get("teams", []))
    return table_answer(request, rows, "trends-by-place")


@require_safe
@fixed_periods()
def place(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Show one place or team over the months, quarters and years that were reported."""
    told = _told_or_404(request, public_id)
    return render(request, "reports/place.html", {"told": told, **told.drawn})


@require_safe
@fixed_periods("as")
def place_table(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Give the same numbers for a spreadsheet, withheld where the page withholds them."""
    told = _told_or_404(request, public_id)
    return table_answer(request, rows_of_place(told), f"trends-{public_id}")


def _told_or_404(request: UserRequest, public_id: UUID) -> PlaceTold:
    told = place_told(request.user, public_id) if may_read_trends(request.user) else None
    if told is None:
        raise Http404
    return told
