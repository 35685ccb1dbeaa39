"""Who a customer is: a new entry, a correction, a contact person, who it was in a report."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.forms.customers import IdentityForm, WhoForm
from incidents.forms.rule import refuse
from incidents.http import report_to_read
from incidents.models import Customer
from incidents.operations.identity import change_identity, create_customer, name_customer
from incidents.permissions import may_answer, may_edit_customer
from incidents.queries.customers import contacts_of, seen_customer
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted, requires
from people.queries import database_now

TEMPLATE = "incidents/identity.html"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_edit_customer)
def customer_new(request: UserRequest) -> HttpResponse:
    """Make an entry by hand."""
    form = IdentityForm(posted(request))
    if form.is_valid():
        try:
            made = create_customer(actor=request.user, identity=form.identity(), now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            return redirect("incidents:customer", made.public_id)
    return form_page(request, TEMPLATE, form, {"title": _("A new customer")})


@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Correct who a customer is."""
    found = editable_customer(request, public_id)
    form = IdentityForm(posted(request), initial=_initial(found))
    if form.is_valid():
        try:
            change_identity(
                actor=request.user, customer=found, identity=form.identity(), now=database_now()
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("incidents:customer", found.public_id)
    context = {"title": _("Who this customer is"), "customer": found}
    return form_page(request, TEMPLATE, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add a contact person to an organisation."""
    found = editable_customer(request, public_id)
    if found.kind != Customer.Kind.ORGANISATION:
        raise PermissionDenied
    form = IdentityForm(posted(request), is_contact=True)
    if form.is_valid():
        try:
            create_customer(
                actor=request.user,
                identity=form.identity(),
                organisation=found,
                now=database_now(),
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            return redirect("incidents:customer", found.public_id)
    context = {"title": _("A new contact person"), "customer": found}
    return form_page(request, TEMPLATE, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def who(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say who it was in a report that names nobody, or an organisation."""
    user = request.user
    incident = report_to_read(user, public_id, "customer__identity")
    if not may_answer(user, incident):
        raise PermissionDenied
    contacts = contacts_of(user, incident.customer) if incident.customer else None
    form = WhoForm(posted(request), contacts=contacts)
    if form.is_valid():
        values = form.cleaned_data
        try:
            name_customer(
                actor=user,
                incident=incident,
                customer=values.get("person"),
                reference=values.get("reference", ""),
                now=database_now(),
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Noted with the report."))
            return redirect("wellbeing:report", public_id)
    return form_page(request, "incidents/who.html", form, {"incident": incident})


def editable_customer(request: UserRequest, public_id: uuid.UUID) -> Customer:
    """Return a customer whose entry the reader may change, or answer 404 or 403."""
    found = seen_customer(request.user, public_id)
    if found is None:
        raise Http404
    if not may_edit_customer(request.user):
        raise PermissionDenied
    return found


def _initial(customer: Customer) -> dict[str, str]:
    known = customer.identity
    return {
        "name": known.name,
        "reference": known.reference,
        "phone": known.phone,
        "email": known.email,
        "address": known.address,
        "language": customer.language,
        "kind": customer.kind,
    }
