"""The register of customers: who finds whom, organisations, corrections, what may be one entry."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from incidents.forms.customers import CustomerFilterForm, IdentityForm, SearchForm, WhoForm
from incidents.models import Customer, CustomerIdentity, CustomerMerge, Event, Incident
from incidents.operations.identity import (
    IdentityInput,
    change_identity,
    create_customer,
    name_customer,
)
from incidents.operations.merge import merge_customers
from people.errors import RuleBroken
from people.models import User
from tests.cast import Cast
from tests.factories import AgreementFactory, CustomerFactory, IncidentFactory, PromiseFactory

# Nothing about what somebody is or believes has a place, in no language.
FORBIDDEN = re.compile(
    r"origin|ethnic|race|nationalit|religio|health|illness|politic|orientation|gender|sex\b"
    r"|afkomst|etnisch|geloof|gezondheid|ziekte|geaardheid|geslacht",
    re.IGNORECASE,
)


def named(cast: Cast, name: str, **identity: str) -> Customer:
    customer = CustomerFactory.create()
    CustomerIdentity.objects.filter(customer=customer).update(name=name, **identity)
    IncidentFactory.create(team=cast.north, customer=customer, occurred_at=timezone.now())
    customer.refresh_from_db()
    return customer


def page(client: Client, user: User, path: str) -> str:
    client.force_login(user)
    return client.get(path).content.decode()


def test_register_has_no_field_for_what_somebody_is_or_believes() -> None:
    texts = []
    for model in (Customer, CustomerIdentity, CustomerMerge):
        texts += [field.name for field in model._meta.get_fields()]
    for language in ("en", "nl"):
        with translation.override(language):
            forms = (IdentityForm(), SearchForm(), WhoForm(contacts=None))
            for form in (*forms, CustomerFilterForm({})):
                texts += [f"{f.name} {f.label} {f.help_text}" for f in form]
    assert [text for text in texts if FORBIDDEN.search(text)] == []


def test_staff_find_an_exact_number_and_only_what_was_agreed(client: Client, cast: Cast) -> None:
    customer = named(cast, "D. van Rijn", phone="0612345678")
    AgreementFactory.create(customer=customer, text="Two colleagues at the desk.")
    html = page(client, cast.zoe, "/customers/")
    assert "Customers we met" not in html
    answer = client.post("/customers/", {"reference": "06 1234 5678"}).content.decode()
    assert "Two colleagues at the desk." in answer
    for secret in ("van Rijn", customer.identity.reference, str(customer.public_id)):
        assert secret not in answer
    for typed in ("van Rijn", "0612345", "D. van Rijn"):
        answer = client.post("/customers/", {"reference": typed}).content.decode()
        assert "Two colleagues" not in answer
        assert str(customer.public_id) not in answer


def test_leaders_find_names_among_the_customers_of_their_teams(client: Client, cast: Cast) -> None:
    ours = named(cast, "Dirk van Rijn")
    elsewhere = named(cast, "Dirk van Rijnsburg")
    Incident.objects.filter(customer=elsewhere).update(team=cast.south)
    client.force_login(cast.max)
    html = client.post("/customers/", {"reference": "van rijn"}).content.decode()
    assert str(ours.public_id) in html
    assert str(elsewhere.public_id) not in html
    html = client.post("/customers/", {"reference": "dirk van rein"}).content.decode()
    assert str(ours.public_id) in html, "spelled a little differently"
    client.force_login(cast.pim)
    html = client.post("/customers/", {"reference": "van rijn"}).content.decode()
    assert str(ours.public_id) in html
    assert str(elsewhere.public_id) in html


def test_list_is_narrowed_by_the_address_in_equal_queries(client: Client, cast: Cast) -> None:
    client.force_login(cast.max)
    counts = []
    for size in (1, 30):
        for n in range(size):
            named(cast, f"Customer {size} {n}")
        with CaptureQueriesContext(connection) as caught:
            html = client.get("/customers/?kind=person").content.decode()
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in html
    assert "?kind=person&amp;page=2" in html
    assert "No customer fits" in client.get("/customers/?kind=organisation").content.decode()
    assert "No customer fits" in client.get("/customers/?agreed=yes").content.decode()


def test_new_customer_gets_a_readable_number_that_nobody_has(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    CustomerIdentity.objects.create(customer=Customer.objects.create(), reference="L-00041")
    client.force_login(cast.max)
    data = {"name": " P.  Kuiper ", "kind": "person", "phone": "06-12 34 56 78", "language": "nl"}
    answer = client.post("/customers/new/", data)
    made = CustomerIdentity.objects.get(name="P. Kuiper")
    assert answer["Location"] == f"/customer/{made.customer.public_id}/"
    assert (made.reference, made.phone) == ("L-00042", "0612345678")
    assert client.get(answer["Location"]).status_code == 200
    with pytest.raises(RuleBroken) as refused:
        create_customer(actor=cast.max, identity=IdentityInput(reference="l-00042"), now=now)
    assert refused.value.field == "reference"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"phone": "call me"}, "phone"),
        ({"email": "not a mail"}, "email"),
        ({"language": "xx"}, "language"),
        ({"name": "", "reference": ""}, "name"),
        ({"kind": "robot"}, "kind"),
        ({"reference": "x" * 61}, "reference"),
    ],
)
def test_identity_refuses_at_the_field(
    client: Client, cast: Cast, now: dt.datetime, data: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        create_customer(
            actor=cast.max, identity=IdentityInput(**{"name": "K. Postma"} | data), now=now
        )
    assert refused.value.field == field
    client.force_login(cast.max)
    typed = {"name": "K. Postma", "kind": "person", "address": "Typed before"} | data
    answer = client.post("/customers/new/", typed)
    assert answer.status_code == 422
    assert 'value="Typed before"' in answer.content.decode()


def test_organisation_has_contact_persons_and_a_report_names_one(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    customer = named(cast, "De Molen BV")
    report = customer.incidents.get()
    identity = IdentityInput(
        reference=customer.identity.reference, name="De Molen BV", kind="organisation"
    )
    change_identity(actor=cast.max, customer=customer, identity=identity, now=now)
    client.force_login(cast.max)
    url = f"/customer/{customer.public_id}/contacts/"
    assert client.post(url, {"name": "J. Smit"}).status_code == 302
    contact = Customer.objects.get(organisation=customer)
    html = client.get(f"/customer/{customer.public_id}/").content.decode()
    assert "J. Smit" in html
    assert "which contact person" in client.get(report.get_absolute_url()).content.decode()
    who = f"/report/{report.public_id}/customer/"
    assert client.post(who, {"person": str(contact.public_id)}).status_code == 302
    report.refresh_from_db()
    assert report.customer == contact
    assert report.events.filter(kind=Event.Kind.CUSTOMER_NAMED).count() == 1
    html = client.get(f"/customer/{customer.public_id}/").content.decode()
    assert report.get_absolute_url() in html, "the organisation shows what its people did"
    other = named(cast, "Somebody else")
    with pytest.raises(RuleBroken):
        name_customer(actor=cast.max, incident=report, customer=other, now=now)
    with pytest.raises(RuleBroken) as refused:
        change_identity(
            actor=cast.max,
            customer=customer,
            identity=IdentityInput(reference="K9", kind="person"),
            now=now,
        )
    assert refused.value.field == "kind"


def test_leader_says_who_it_was_by_an_exact_number(client: Client, cast: Cast) -> None:
    customer = named(cast, "D. van Rijn")
    report = IncidentFactory.create(team=cast.north, reported_by=cast.ana)
    promise = PromiseFactory.create(incident=report, team=cast.north, owner=cast.ana)
    assert "Say who it was" in page(client, cast.max, report.get_absolute_url())
    url = f"/report/{report.public_id}/customer/"
    assert client.post(url, {"reference": ""}).status_code == 422
    client.post(url, {"reference": customer.identity.reference.lower()})
    report.refresh_from_db()
    promise.refresh_from_db()
    assert report.customer == customer
    assert promise.customer == customer, "who keeps it knows whom to call"
    client.force_login(cast.ana)
    assert client.post(url, {"reference": "K1"}).status_code == 403


def test_duplicates_are_suggested_to_who_sees_both(client: Client, cast: Cast) -> None:
    one = named(cast, "Dirk van Rijn")
    twin = named(cast, "Dirk van Rijjn")
    phone = named(cast, "Somebody", phone="0612345678")
    same_phone = named(cast, "Nobody", phone="0612345678")
    named(cast, "Quite another name")
    html = page(client, cast.max, "/customers/duplicates/")
    assert f"/customer/{one.public_id}/merge/?other={twin.public_id}" in html
    assert f"/customer/{phone.public_id}/merge/?other={same_phone.public_id}" in html
    assert html.count("/merge/?other=") == 2
    assert str(twin.public_id) in page(client, cast.max, f"/customer/{one.public_id}/")
    Incident.objects.filter(customer=twin).update(team=cast.south)
    html = page(client, cast.max, "/customers/duplicates/")
    assert str(twin.public_id) not in html
    assert str(twin.public_id) not in page(client, cast.max, f"/customer/{one.public_id}/")


def test_merge_asks_first_and_is_taken_back_from_the_page(client: Client, cast: Cast) -> None:
    kept, gone = named(cast, "Dirk van Rijn"), named(cast, "Dirk van Rijjn")
    url = f"/customer/{kept.public_id}/merge/"
    html = page(client, cast.max, f"{url}?other={gone.public_id}")
    assert "Is this one customer?" in html
    assert not CustomerMerge.objects.exists()
    assert client.post(url, {"other": str(gone.public_id)}).status_code == 302
    old = client.get(f"/customer/{gone.public_id}/")
    assert old["Location"] == f"/customer/{kept.public_id}/"
    html = client.get(f"/customer/{kept.public_id}/").content.decode()
    assert "Also known as" in html
    merge = CustomerMerge.objects.get()
    assert f"/merge/{merge.public_id}/undo/" in html
    asked = client.get(f"/merge/{merge.public_id}/undo/").content.decode()
    assert "Two customers after all?" in asked
    assert "Dirk van Rijjn" in asked
    assert client.get(f"/customer/{gone.public_id}/").status_code == 302
    assert client.post(f"/merge/{merge.public_id}/undo/").status_code == 302
    assert client.get(f"/customer/{gone.public_id}/").status_code == 200
    assert client.get(f"/merge/{merge.public_id}/undo/").status_code == 302


def test_merged_entry_is_found_under_its_own_number_by_a_report(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    kept, gone = named(cast, "Dirk van Rijn"), named(cast, "Dirk van Rijjn")
    merge_customers(actor=cast.max, kept=kept, gone=gone, now=now)
    client.force_login(cast.ana)
    answer = client.post("/customers/", {"reference": gone.identity.reference})
    assert "known here" in answer.content.decode()
    assert len(list(Customer.objects.visible_to(cast.pim))) == 1


def test_other_entry_is_found_by_exactly_its_number_before_joining(
    client: Client, cast: Cast
) -> None:
    kept, other = named(cast, "Dirk van Rijn"), named(cast, "Somebody else")
    url = f"/customer/{kept.public_id}/merge/"
    assert f'href="{url}"' in page(client, cast.max, f"/customer/{kept.public_id}/")
    assert "Find the other entry first." in client.get(url).text
    for unknown in ("K-nobody", kept.identity.reference, "Somebody"):
        answer = client.post(url, {"reference": unknown})
        assert answer.status_code == 422
        assert "No other customer you see is known by exactly this." in answer.text
        assert unknown in answer.text
    found = client.post(url, {"reference": other.identity.reference})
    assert found["Location"] == f"{url}?other={other.public_id}"
    assert "Is this one customer?" in client.get(found["Location"]).text
    Incident.objects.filter(customer=other).update(team=cast.south)
    assert client.post(url, {"reference": other.identity.reference}).status_code == 422
