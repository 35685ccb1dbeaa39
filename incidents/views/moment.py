"""One tap each: count it again, take a breath. Every button is a form; none needs a script."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.models import Break, Product, Tally
from incidents.operations import (
    cover_break,
    end_break,
    name_product,
    record_tally,
    start_break,
    undo_tally,
)
from incidents.permissions import may_cover, may_end_break
from incidents.views.report import KEY
from people.errors import RuleBroken
from people.http.requests import UserRequest
from people.ids import uuid7
from people.queries import database_now


@require_POST
def tally_new(request: UserRequest) -> HttpResponse:
    """Count one small thing and offer to take it back."""
    sent = request.POST.get("key", "")
    key = sent if KEY.fullmatch(sent) else str(uuid7())
    try:
        tally = record_tally(actor=request.user, key=key, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        undo = reverse("incidents:tally_undo", args=[tally.public_id])
        messages.success(request, _("Counted. That is all, unless you want to tell more."), undo)
    return _back(request)


@require_POST
def tally_undo(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a count back."""
    tally = get_object_or_404(Tally.objects.visible_to(request.user), public_id=public_id)
    try:
        undo_tally(actor=request.user, tally=tally, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("Taken back. It is not counted."))
    return _back(request)


@require_POST
def tally_product(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say afterwards which product it was about."""
    user = request.user
    tally = get_object_or_404(Tally.objects.visible_to(user), public_id=public_id)
    known = Product.objects.visible_to(user)
    wanted = request.POST.get("product", "")
    product = next((one for one in known if str(one.public_id) == wanted), None)
    try:
        if product is None:
            raise RuleBroken(_("Choose a product from the list."), field="product")
        name_product(actor=user, tally=tally, product=product, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("Added to what you counted: %s.") % product.name)
    return _back(request)


@require_POST
def pause_new(request: UserRequest) -> HttpResponse:
    """Step away; who leads the team sees that cover is needed."""
    try:
        started = start_break(actor=request.user, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
        return _back(request)
    return redirect("incidents:pause", started.public_id)


@require_safe
def pause(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show that cover is needed, or that somebody stands in."""
    seen = Break.objects.visible_to(request.user).select_related("person", "team", "covered_by")
    found = get_object_or_404(seen, public_id=public_id)
    return render(request, "incidents/pause.html", {"pause": found})


@require_POST
def pause_cover(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that cover is arranged."""
    found = _pause(request, public_id)
    if not may_cover(request.user, found):
        raise PermissionDenied
    try:
        cover_break(actor=request.user, pause=found, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("They see that cover is arranged."))
    return redirect("wellbeing:today")


@require_POST
def pause_end(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Be back."""
    found = _pause(request, public_id)
    if not may_end_break(request.user, found):
        raise PermissionDenied
    end_break(actor=request.user, pause=found, now=database_now())
    messages.success(request, _("Welcome back. Nothing is kept of your break."))
    return _back(request)


def _pause(request: UserRequest, public_id: uuid.UUID) -> Break:
    return get_object_or_404(Break.objects.visible_to(request.user), public_id=public_id)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page the button stood on, never to another site."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if is_ours else "wellbeing:home")
