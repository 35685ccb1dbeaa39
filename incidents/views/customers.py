"""Customers: their history for managers, what is agreed for everybody who meets them."""

import logging
import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.forms import AgreementForm, SearchForm
from incidents.forms.rule import refuse
from incidents.models import Agreement, Customer
from incidents.operations import end_agreement, note_agreement
from incidents.permissions import may_agree, may_end, may_open_customers
from incidents.queries.customers import (
    Known,
    customers_met,
    in_words,
    match,
    reports_about,
    summary_of,
)
from people.errors import RuleBroken
from people.http.requests import UserRequest
from people.models import User
from people.queries import database_now

logger = logging.getLogger(__name__)
PER_PAGE = 25
LOOKUPS_PER_MINUTE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def customers(request: UserRequest) -> HttpResponse:
    """List the customers of a year's reports; an exact reference opens one."""
    user = request.user
    if not may_open_customers(user):
        raise PermissionDenied
    form = SearchForm(request.POST if request.method == "POST" else None)
    known, is_too_fast = None, request.method == "POST" and _is_too_fast(user)
    if request.method == "POST" and not is_too_fast and form.is_valid():
        known = _looked_up(user, form.cleaned_data["reference"])
        if known and Customer.objects.visible_to(user).filter(pk=known.customer.pk).exists():
            return redirect("incidents:customer", known.customer.public_id)
    pages = Paginator(customers_met(user, timezone.localdate()), PER_PAGE)
    context = {
        "form": form,
        "known": known,
        "is_too_fast": is_too_fast,
        "is_searched": form.is_bound and form.is_valid(),
        "page": pages.get_page(request.GET.get("page")),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    status = HTTPStatus.TOO_MANY_REQUESTS if is_too_fast else status
    return render(request, "incidents/customers.html", context, status=status)


@require_safe
def customer(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what happened with a customer and what is agreed."""
    return _customer_page(request, public_id, AgreementForm())


@require_POST
def agreements(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note an agreement; a refused one stays in its form."""
    user = request.user
    found = get_object_or_404(Customer.objects.visible_to(user), public_id=public_id)
    if not may_agree(user, found):
        raise PermissionDenied
    form = AgreementForm(request.POST)
    if form.is_valid():
        try:
            note_agreement(actor=user, customer=found, **form.cleaned_data, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Noted for everybody who meets this customer."))
            return redirect("incidents:customer", public_id)
    return _customer_page(request, public_id, form)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_end(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask whether an agreement should end, and end it."""
    user = request.user
    seen = Agreement.objects.visible_to(user).select_related("customer__identity")
    agreement = get_object_or_404(seen, public_id=public_id)
    if not may_end(user, agreement):
        raise PermissionDenied
    if request.method == "POST":
        end_agreement(actor=user, agreement=agreement, now=database_now())
        messages.success(request, _("The agreement has ended."))
        return redirect("incidents:customer", agreement.customer.public_id)
    return render(request, "incidents/agreement_end.html", {"agreement": agreement})


@login_not_required
@require_POST
def customer_match(request: HttpRequest) -> HttpResponse:
    """Say whether exactly this customer is known, and what is agreed; never a name."""
    user = request.user
    if not isinstance(user, User):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    reference = request.POST.get("customer_ref", "").replace("\x00", "")[:100]
    if not reference.strip():
        return HttpResponse()
    if _is_too_fast(user):
        return render(request, "incidents/_customer_match.html", {"is_too_fast": True})
    context = {"known": _looked_up(user, reference)}
    return render(request, "incidents/_customer_match.html", context)


def _looked_up(user: User, reference: str) -> Known | None:
    """Find a customer and note that somebody looked, without what they looked for."""
    known = match(reference, timezone.localdate())
    found = str(known.customer.public_id) if known else "nobody"
    logger.info("customer looked up by %s: %s", user.public_id, found)
    return known


def _is_too_fast(user: User) -> bool:
    """Count lookups per minute: enough for a desk, too few to try numbers."""
    cache, key = caches["local"], f"customer-match:{user.pk}"
    cache.add(key, 0, timeout=60)
    return cache.incr(key) > LOOKUPS_PER_MINUTE


def _customer_page(request: UserRequest, public_id: uuid.UUID, form: AgreementForm) -> HttpResponse:
    user = request.user
    seen = Customer.objects.visible_to(user).select_related("identity")
    found = get_object_or_404(seen, public_id=public_id)
    reports = reports_about(found, user)
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "customer": found,
        "form": form,
        "summary": summary_of(reports),
        "page": page,
        "rows": in_words(list(page)),
        "agreements": found.agreements.in_force(timezone.localdate()).select_related("agreed_by"),
        "can_agree": may_agree(user, found),
        "today": timezone.localdate(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "incidents/customer.html", context, status=status)
