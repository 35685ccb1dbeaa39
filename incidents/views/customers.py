"""Customers: their history for managers, what is agreed for everybody who meets them."""

import logging
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.forms import AgreementForm, SearchForm
from incidents.forms.customers import CustomerFilterForm, NameSearchForm
from incidents.forms.rule import refuse
from incidents.models import Agreement, Customer
from incidents.operations import end_agreement, note_agreement
from incidents.permissions import (
    can_carry_measure,
    may_agree,
    may_end,
    may_open_customers,
    may_promise_customer,
    may_search_customers,
)
from incidents.queries.assignments import assigned_elsewhere
from incidents.queries.complaint import complaints_of
from incidents.queries.customers import (
    Known,
    contacts_of,
    customers_named,
    in_words,
    listed_customers,
    match,
    reports_about,
    seen_customer,
    summary_of,
)
from incidents.queries.duplicates import duplicates_of, merges_of
from incidents.queries.measures import ladder_of
from incidents.queries.over_time import over_time
from incidents.queries.promises import promises_to
from people.errors import RuleBroken
from people.http.requests import UserRequest, posted
from people.models import Organisation, User
from people.queries import database_now

logger = logging.getLogger(__name__)
PER_PAGE = 25
LOOKUPS_PER_MINUTE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def customers(request: UserRequest) -> HttpResponse:
    """Find a customer; who leads a team or advises finds names too, and gets the list."""
    user = request.user
    if not may_search_customers(user):
        raise PermissionDenied
    is_leading = may_open_customers(user)
    form = (NameSearchForm if is_leading else SearchForm)(posted(request))
    is_too_fast = request.method == "POST" and _is_too_fast(user)
    known, named = None, list[Customer]()
    if request.method == "POST" and not is_too_fast and form.is_valid():
        known = _looked_up(user, form.cleaned_data["reference"])
        if known and seen_customer(user, known.customer.public_id):
            return redirect("incidents:customer", known.customer.public_id)
        if known is None and is_leading:
            named = list(customers_named(user, form.cleaned_data["reference"])[:PER_PAGE])
    context = {
        "form": form,
        "known": known,
        "named": named,
        "is_too_fast": is_too_fast,
        "is_searched": form.is_bound and form.is_valid(),
        **(_listed(request) if is_leading else {}),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    status = HTTPStatus.TOO_MANY_REQUESTS if is_too_fast else status
    return render(request, "incidents/customers.html", context, status=status)


def _listed(request: UserRequest) -> dict[str, Any]:
    """Return the list of customers as the address narrows it."""
    filters = CustomerFilterForm(request.GET)
    rows = listed_customers(request.user, filters.wanted(), timezone.localdate())
    pairs = [(key, value) for key, value in request.GET.items() if key != "page" and value]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {"filters": filters, "page": page, "query": urlencode(pairs)}


@require_safe
def customer(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what happened with a customer and what is agreed; an old address leads to the kept."""
    found = seen_customer(request.user, public_id)
    if found is not None and found.public_id != public_id:
        return redirect("incidents:customer", found.public_id)
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
    known = match(reference, Organisation.current().day_of(database_now()))
    found = str(known.customer.public_id) if known else "nobody"
    logger.info("customer looked up by %s: %s", user.public_id, found)
    return known


def _is_too_fast(user: User) -> bool:
    """Count lookups per minute: enough for a desk, too few to try numbers."""
    cache, key = caches["local"], f"customer-match:{user.pk}"
    cache.add(key, 0, timeout=60)
    return cache.incr(key) > LOOKUPS_PER_MINUTE


def _customer_page(request: UserRequest, public_id: uuid.UUID, form: AgreementForm) -> HttpResponse:
    user, now = request.user, database_now()
    found = seen_customer(user, public_id)
    if found is None:
        raise Http404
    today = Organisation.current().day_of(now)
    reports, ladder = reports_about(found, user), ladder_of(found, user, today)
    summary, paginator = summary_of(reports), Paginator(reports, PER_PAGE)
    paginator.count = summary["reports"]  # counted once
    page = paginator.get_page(request.GET.get("page"))
    rows = in_words(list(page), user, is_moving=True)
    context: dict[str, Any] = {
        "customer": found,
        "form": form,
        "summary": summary,
        "page": page,
        "rows": rows,
        "over_time": over_time(reports, ladder.steps, today),
        "agreements": found.agreements.in_force(today).select_related("agreed_by"),
        "can_agree": may_agree(user, found),
        "ladder": ladder,
        "away": assigned_elsewhere(found, today),
        "take_step": rows[0].incident if rows and can_carry_measure(found) else None,
        "can_promise": may_promise_customer(user, found),
        "promises": promises_to(found, user),
        "complaints": complaints_of(found, user),
        "contacts": contacts_of(user, found),
        "duplicates": duplicates_of(user, found),
        "merges": merges_of(found),
        "today": today,
        "now": now,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "incidents/customer.html", context, status=status)
