"""Check-ins in one's own calendar: a private address, and a file for one of them."""

import uuid

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import UserRequest
from people.ids import hash_of
from people.queries import database_now
from wellbeing.exports import calendar_of
from wellbeing.models import CheckIn
from wellbeing.operations import make_feed, note_feed_used, revoke_feed
from wellbeing.permissions import may_put_in_calendar
from wellbeing.queries.calendar import calendar_rows, feed_at, feed_of
from wellbeing.views.common import allow

PAGE = "wellbeing/calendar.html"
TYPE = "text/calendar; charset=utf-8"
WAIT_SECONDS = 600
# Of one address of a calendar, and of one machine: services ask for many people at once.
MOST_PER_FEED, MOST_PER_MACHINE = 30, 6000


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: UserRequest) -> HttpResponse:
    """Make a private address, or another one; it is shown this once."""
    if request.method != "POST":
        return render(request, PAGE, {"feed": feed_of(request.user)})
    feed, token = make_feed(actor=request.user, now=database_now())
    address = f"{settings.SITE_URL}{reverse('wellbeing:calendar_feed', args=[token])}"
    return render(request, PAGE, {"feed": feed, "address": address})


@require_POST
def calendar_end(request: UserRequest) -> HttpResponse:
    """End the address."""
    revoke_feed(actor=request.user, now=database_now())
    messages.success(request, _("The address does not answer any more."))
    return redirect("wellbeing:calendar")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program that knows the address."""
    if _is_too_often(request, token):
        return HttpResponse(status=429, headers={"Retry-After": str(WAIT_SECONDS)})
    feed, now = feed_at(token), database_now()
    if feed is None:
        raise Http404
    note_feed_used(feed=feed, now=now)
    text = calendar_of(calendar_rows(feed.person, now), feed.person)
    return HttpResponse(text, content_type=TYPE, headers={"Cache-Control": "private, max-age=300"})


@require_safe
def checkin_file(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give one check-in as a file, to either of the two."""
    seen = CheckIn.objects.visible_to(request.user).select_related("series")
    row = get_object_or_404(seen, public_id=public_id)
    allow(may_put_in_calendar(request.user, row))
    headers = {"Content-Disposition": 'attachment; filename="luwte.ics"'}
    return HttpResponse(calendar_of([row], request.user), content_type=TYPE, headers=headers)


def _is_too_often(request: HttpRequest, token: str) -> bool:
    """Count this request; the address of the machine is that of the socket, or the proxy's word."""
    machine = hash_of(get_adapter().get_client_ip(request) or "")
    counted = ((f"feed:{hash_of(token)}", MOST_PER_FEED), (f"from:{machine}", MOST_PER_MACHINE))
    return any(_count(f"calendar:{key}") > most for key, most in counted)


def _count(key: str) -> int:
    cache.add(key, 0, WAIT_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # forgotten in between
        return 1
