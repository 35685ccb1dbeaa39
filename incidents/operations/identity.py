"""Who a customer is: new entries, contact persons, and who it was in a report."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from incidents.identity import normal_phone, normal_reference
from incidents.models import Customer, CustomerIdentity, Event, Incident, Promise
from incidents.operations import rules
from incidents.operations.customer import find_or_make_customer
from incidents.operations.timeline import note_event
from incidents.permissions import leads_report, may_edit_customer
from people.errors import RuleBroken
from people.models import User

OWN_REFERENCE = r"^L-[0-9]{5,}$"
NOT_YOURS = _("Your team has no report about this customer.")
_LENGTHS = {"name": 160, "email": 254, "address": 240}
_LOCK = 20_418  # of pg_advisory_xact_lock: one own reference is made at a time


@dataclass(frozen=True)
class IdentityInput:
    """What is known about a customer. An empty reference lets one be made here."""

    reference: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    language: str = ""
    kind: str = Customer.Kind.PERSON


@transaction.atomic
def create_customer(
    *,
    actor: User,
    identity: IdentityInput,
    organisation: Customer | None = None,
    now: dt.datetime,
) -> Customer:
    """Make an entry; with `organisation` it is a contact person of that one.

    Checks: the actor keeps entries and sees the organisation; a name or a reference; the
    reference is free; phone and mail can be used. Writes: the customer and their identity.
    """
    if not may_edit_customer(actor):
        raise RuleBroken(NOT_YOURS)
    if organisation is not None:
        _check_organisation(actor, organisation, identity)
    row = _checked(identity)
    if not row.name and not row.reference:
        raise RuleBroken(_("Write a name or a customer number."), field="name")
    _check_free(row.reference, without=None)
    customer = Customer.objects.create(
        kind=identity.kind,
        organisation=organisation,
        language=identity.language,
        team_id=next(iter(actor.led_team_ids), None),
        created_at=now,
    )
    row.customer = customer
    row.reference = row.reference or _own_reference()
    row.save(force_insert=True)
    return customer


@transaction.atomic
def change_identity(
    *, actor: User, customer: Customer, identity: IdentityInput, now: dt.datetime
) -> Customer:
    """Correct who a customer is.

    Checks: the actor keeps entries and sees this one; the reference stays and is free; phone and
    mail can be used; an organisation with contact persons stays one, and a person who belongs to
    an organisation or carries a measure stays a person. Writes: the identity, kind and language.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    _check_seen(actor, customer)
    row = _checked(identity)
    if not row.reference:
        raise RuleBroken(_("Write a customer number."), field="reference")
    _check_free(row.reference, without=customer)
    _check_kind(customer, identity.kind)
    fields = ["reference", "name", "phone", "email", "address"]
    kept = customer.identity
    for field in fields:
        setattr(kept, field, getattr(row, field))
    kept.save(update_fields=fields)
    customer.kind, customer.language = identity.kind, identity.language
    customer.save(update_fields=["kind", "language"])
    return customer


@transaction.atomic
def name_customer(
    *,
    actor: User,
    incident: Incident,
    customer: Customer | None = None,
    reference: str = "",
    now: dt.datetime,
) -> Incident:
    """Say who it was: by an exact number when nobody was named, or which contact person.

    Checks: the actor leads the team or is an adviser, and did not report it; the report names
    nobody yet, or the organisation this person belongs to. Writes: the customer when new, the
    customer of the report and of what was promised after it, a line on its timeline.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    is_adviser = actor.is_adviser and incident.reported_by_id != actor.pk
    if not (is_adviser or leads_report(actor, incident)):
        raise RuleBroken(_("Who leads the team says who it was."))
    if incident.customer_id is None:
        rules.check_reference(reference)
        customer = find_or_make_customer(reference=reference, now=now)
        if customer is None:
            raise RuleBroken(_("Write a customer number, phone or e-mail."), field="reference")
    elif customer is None or customer.organisation_id != incident.customer_id:
        raise RuleBroken(_("The report names somebody else. Move it instead."), field="person")
    incident.customer = customer
    incident.save(update_fields=["customer"])
    Promise.objects.filter(incident=incident).update(customer=customer)
    note_event(
        incident=incident,
        kind=Event.Kind.CUSTOMER_NAMED,
        actor=actor,
        now=now,
        about=str(customer.public_id),
    )
    return incident


def _check_seen(actor: User, customer: Customer) -> None:
    seen = Customer.objects.visible_to(actor).filter(pk=customer.pk)
    if not may_edit_customer(actor) or not seen.exists():
        raise RuleBroken(NOT_YOURS)


def _check_organisation(actor: User, organisation: Customer, identity: IdentityInput) -> None:
    _check_seen(actor, organisation)
    if organisation.kind != Customer.Kind.ORGANISATION:
        raise RuleBroken(_("Only an organisation has contact persons."))
    if identity.kind != Customer.Kind.PERSON:
        raise RuleBroken(_("A contact person is a person."), field="kind")


def _checked(identity: IdentityInput) -> CustomerIdentity:
    """Return the identity as it is stored, not saved and without a customer."""
    if len(identity.reference) > rules.REFERENCE_MAX:
        raise RuleBroken(rules.REFERENCE_TOO_LONG, field="reference")
    for field, most in _LENGTHS.items():
        if len(getattr(identity, field)) > most:
            raise RuleBroken(_("This is too long."), field=field)
    if identity.kind not in Customer.Kind.values:
        raise RuleBroken(_("Choose a person or an organisation."), field="kind")
    if identity.language not in {"", *dict(settings.LANGUAGES)}:
        raise RuleBroken(_("Choose a language from the list."), field="language")
    phone = normal_phone(identity.phone)
    if identity.phone.strip() and not phone:
        raise RuleBroken(_("This is not a phone number."), field="phone")
    return CustomerIdentity(
        reference=normal_reference(identity.reference),
        name=" ".join(identity.name.split()),
        phone=phone,
        email=_mail(identity.email),
        address=identity.address.strip(),
    )


def _mail(text: str) -> str:
    mail = text.strip().lower()
    if mail:
        try:
            validate_email(mail)
        except ValidationError:
            raise RuleBroken(_("This is not an e-mail address."), field="email") from None
    return mail


def _check_free(reference: str, *, without: Customer | None) -> None:
    same = CustomerIdentity.objects.filter(reference=reference)
    if reference and same.exclude(customer_id=without.pk if without else 0).exists():
        raise RuleBroken(_("Another customer has this number."), field="reference")


def _check_kind(customer: Customer, kind: str) -> None:
    if kind == customer.kind:
        return
    if customer.contact_persons.exists():
        raise RuleBroken(_("It has contact persons, so it stays an organisation."), field="kind")
    if customer.organisation_id is not None or customer.measures.exists():
        raise RuleBroken(
            _("This stays a person: a measure or an organisation names them."), field="kind"
        )


def _own_reference() -> str:
    """Return the next number of our own, one at a time until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(
            "SELECT coalesce(max(substring(reference from 3)::bigint), 0)"
            " FROM incidents_customeridentity WHERE reference ~ %s",
            [OWN_REFERENCE],
        )
        (last,) = cursor.fetchone()
    return f"L-{last + 1:05d}"
