"""Two entries of one customer: what may be one, joining them, taking it back."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.forms.customers import SearchForm
from incidents.models import Customer, CustomerMerge
from incidents.operations.merge import merge_customers, undo_merge
from incidents.permissions import may_edit_customer, may_open_customers
from incidents.queries.customers import known_customer, seen_customer
from incidents.queries.duplicates import seen_merge, suggested_pairs
from incidents.views.identities import editable_customer
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted, requires
from people.queries import database_now


@require_safe
@requires(may_open_customers)
def duplicates(request: UserRequest) -> HttpResponse:
    """Pairs of entries that may be one customer."""
    return render(request, "incidents/duplicates.html", {"pairs": suggested_pairs(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask which other entry it is, whether the two are one customer, and join them."""
    kept = editable_customer(request, public_id)
    if not (request.GET.get("other") or request.POST.get("other")):
        return _choose(request, kept)
    other = _other(request)
    if request.method == "POST":
        try:
            merge_customers(actor=request.user, kept=kept, gone=other, now=database_now())
        except RuleBroken as problem:
            messages.error(request, str(problem.message))
        else:
            messages.success(request, _("They are one entry now. You can take it back."))
        return redirect("incidents:customer", kept.public_id)
    return render(request, "incidents/merge.html", {"kept": kept, "gone": other})


def _choose(request: UserRequest, kept: Customer) -> HttpResponse:
    """Find the other entry by exactly its number, phone or mail; it is seen by the same rule."""
    form = SearchForm(posted(request))
    if form.is_valid():
        known = known_customer(form.cleaned_data["reference"])
        other = seen_customer(request.user, known.public_id) if known else None
        if other is not None and other != kept:
            path = reverse("incidents:merge", args=[kept.public_id])
            return redirect(f"{path}?other={other.public_id}")
        form.add_error("reference", _("No other customer you see is known by exactly this."))
    return form_page(request, "incidents/merge_choose.html", form, {"kept": kept})


@require_http_methods(["GET", "HEAD", "POST"])
def merge_undo(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask whether two entries should be parted again, and part them."""
    found = seen_merge(request.user, public_id)
    if found is None:
        raise Http404
    if not may_edit_customer(request.user):
        raise PermissionDenied
    if request.method == "POST":
        _undo(request, found)
    elif found.undone_at is None:
        return render(request, "incidents/merge_undo.html", {"merge": found})
    return redirect("incidents:customer", found.kept.public_id)


def _undo(request: UserRequest, found: CustomerMerge) -> None:
    try:
        undo_merge(actor=request.user, merge=found, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("They are two entries again."))


def _other(request: UserRequest) -> Customer:
    """Return the entry that is named beside this one; it is seen by the same rule."""
    data = request.POST if request.method == "POST" else request.GET
    try:
        return editable_customer(request, uuid.UUID(data.get("other", "")))
    except ValueError:
        raise Http404 from None
