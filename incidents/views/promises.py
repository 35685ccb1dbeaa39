"""What customers were promised: the list, one promise, and the promises of a report."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.forms.promises import (
    SHOWN_AT,
    CauseForm,
    ClosingForm,
    OwnerForm,
    PromiseFilterForm,
    PromiseForm,
)
from incidents.forms.rule import refuse
from incidents.http import report_to_read
from incidents.models import Customer, Incident, Promise
from incidents.operations.promises import (
    close_promise,
    hand_over_promise,
    make_promise,
    name_cause,
    postpone_talk,
)
from incidents.permissions import may_keep, may_name_cause, may_promise, may_promise_customer
from incidents.queries.customers import seen_customer
from incidents.queries.promises import (
    broken_before,
    colleagues_of,
    contact_of,
    kept_rates,
    listed_promises,
    page_of_report,
    team_for,
)
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted
from people.models import Team
from people.queries import database_now

PER_PAGE = 25


@require_safe
def promises(request: UserRequest) -> HttpResponse:
    """The promises a person keeps, made or leads, narrowed by the address."""
    now = database_now()
    filters = PromiseFilterForm(request.GET, user=request.user)
    rows = listed_promises(request.user, filters.wanted(), now)
    pairs = [(key, value) for key, value in request.GET.items() if key != "page" and value]
    context = {
        "filters": filters,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": urlencode(pairs),
        "rates": kept_rates(request.user, now),
        "now": now,
    }
    return render(request, "incidents/promises.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """One promise; how it went closes it."""
    found = _promise(request, public_id)
    if request.method == "POST" and not may_keep(request.user, found):
        raise PermissionDenied
    form = ClosingForm(posted(request))
    if form.is_valid():
        closing = form.closing()
        try:
            close_promise(actor=request.user, promise=found, closing=closing, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem, SHOWN_AT)
        else:
            messages.success(request, _("Noted. The customer can count on us."))
            return redirect("incidents:promises")
    return form_page(request, "incidents/promise.html", form, _promise_page(request, found))


@require_POST
def promise_owner(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand a promise to a colleague."""
    found, now = _promise(request, public_id), database_now()
    if not may_keep(request.user, found):
        raise PermissionDenied
    form = OwnerForm(request.POST, colleagues=colleagues_of(found.team, timezone.localdate(now)))
    if form.is_valid():
        owner = form.cleaned_data["owner"]
        try:
            hand_over_promise(actor=request.user, promise=found, owner=owner, now=now)
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("%(name)s keeps it now.") % {"name": owner.given_name})
            return redirect("incidents:promises")
    context = _promise_page(request, found) | {"owner_form": form, "form": form}
    return form_page(request, "incidents/promise.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_promises(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was promised after a report, one more promise, and the words for the customer."""
    user, now = request.user, database_now()
    incident = report_to_read(user, public_id, "team", "site", "customer")
    if not may_promise(user, incident):
        raise PermissionDenied
    form = _promise_form(request, incident.team)
    if form.is_valid():
        try:
            make_promise(actor=user, promise=form.promise(), incident=incident, now=now)
        except RuleBroken as problem:
            refuse(form, problem, SHOWN_AT)
        else:
            messages.success(request, _("Noted. It stands among the promises until it is kept."))
            return redirect("incidents:report_promises", public_id)
    context = {"incident": incident, **page_of_report(user, incident, now)}
    return form_page(request, "incidents/promise_new.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def customer_promises(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Promise something to a customer from their own page."""
    user = request.user
    customer = _customer(request, public_id)
    if not may_promise_customer(user, customer):
        raise PermissionDenied
    form = _promise_form(request, team_for(user, customer))
    if form.is_valid():
        try:
            made = form.promise()
            make_promise(actor=user, promise=made, customer=customer, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem, SHOWN_AT)
        else:
            messages.success(request, _("Noted. It stands among the promises until it is kept."))
            return redirect("incidents:customer", customer.public_id)
    return form_page(request, "incidents/promise_new.html", form, {"customer": customer})


@require_POST
def postponement(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Go on later, or let a colleague go on."""
    incident = get_object_or_404(
        Incident.objects.visible_to(request.user).select_related("team", "site", "customer"),
        public_id=public_id,
    )
    if not may_promise(request.user, incident):
        raise PermissionDenied
    is_for_other = request.POST.get("who") == "other"
    try:
        made = postpone_talk(
            actor=request.user, incident=incident, is_for_other=is_for_other, now=database_now()
        )
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
        return redirect("incidents:report_promises", public_id)
    messages.success(request, _promised_words(made, is_own=made.owner_id == request.user.pk))
    return redirect("wellbeing:report", public_id)


@require_POST
def cause(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Name the promise that we did not keep as what led to it."""
    user = request.user
    incident = get_object_or_404(Incident.objects.visible_to(user), public_id=public_id)
    if not may_name_cause(user, incident):
        raise PermissionDenied
    form = CauseForm(request.POST, choices=broken_before(incident))
    if not form.is_valid():
        messages.error(request, _("This is not a promise to this customer that we broke before."))
        return redirect("incidents:report_promises", public_id)
    chosen = form.cleaned_data["promise"]
    name_cause(actor=user, incident=incident, promise=chosen, now=database_now())
    messages.success(request, _("Noted."))
    return redirect("incidents:report_promises", public_id)


def _promise(request: UserRequest, public_id: uuid.UUID) -> Promise:
    seen = Promise.objects.visible_to(request.user).select_related(
        "owner", "made_by", "team", "closed_by", "incident__product"
    )
    return get_object_or_404(seen, public_id=public_id)


def _promise_page(request: UserRequest, found: Promise) -> dict[str, Any]:
    now = database_now()
    colleagues = colleagues_of(found.team, timezone.localdate(now))
    is_seen = Incident.objects.visible_to(request.user).filter(pk=found.incident_id or 0).exists()
    return {
        "promise": found,
        "now": now,
        "contact": contact_of(request.user, found),
        "can_keep": may_keep(request.user, found) and found.closed_at is None,
        "has_report": is_seen,
        "owner_form": OwnerForm(
            colleagues=colleagues, initial={"owner": found.owner.public_id}, auto_id="owner_%s"
        ),
    }


def _promise_form(request: UserRequest, team: Team) -> PromiseForm:
    colleagues = colleagues_of(team, timezone.localdate())
    return PromiseForm(
        posted(request), colleagues=colleagues, initial={"owner": request.user.public_id}
    )


def _customer(request: UserRequest, public_id: uuid.UUID) -> Customer:
    found = seen_customer(request.user, public_id)
    if found is None:
        raise Http404
    return found


def _promised_words(made: Promise, *, is_own: bool) -> str:
    if is_own:
        return _("Noted: you go on with it on the next working day at ten.")
    return _("Noted: %(name)s sees to it that somebody calls.") % {"name": made.owner.given_name}
