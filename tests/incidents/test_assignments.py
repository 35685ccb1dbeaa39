"""Who takes which customer for a while: what the lists cost, when it ends, and no reason."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from incidents.models import AssignmentNote
from incidents.queries.assignments import assigned_elsewhere, own_assignments, planned_assignments
from people.models import User
from tests.cast import Cast
from tests.factories import CustomerFactory, MembershipFactory, UserFactory
from tests.wellbeing.pages import queries_of, signed_in, text_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def kept_away(person: User, until: dt.date) -> AssignmentNote:
    return AssignmentNote.objects.create(
        person=person, customer=CustomerFactory.create(), until=until, made_at=timezone.now()
    )


@pytest.mark.parametrize("reader", ["ana", "max"])
def test_lists_cost_the_same_at_one_and_many_notes(cast: Cast, reader: str) -> None:
    client, until = signed_in(getattr(cast, reader)), timezone.localdate() + 9 * DAY
    kept_away(cast.ana, until)
    client.get("/assignments/")
    few = queries_of(client, "/assignments/")
    for _ in range(6):
        colleague = UserFactory.create()
        MembershipFactory.create(user=colleague, team=cast.north)
        kept_away(colleague, until)
        kept_away(cast.ana, until)
    assert queries_of(client, "/assignments/") == few


def test_note_ends_by_itself_after_its_last_day(cast: Cast) -> None:
    until = timezone.localdate()
    note = kept_away(cast.ana, until)
    for day, is_kept in ((until - DAY, True), (until, True), (until + DAY, False)):
        assert (own_assignments(cast.ana, day) == [note]) is is_kept
        assert (list(planned_assignments(cast.max, day)) == [note]) is is_kept
        assert (assigned_elsewhere(note.customer, day) == [note]) is is_kept
    AssignmentNote.objects.update(until=until - DAY)
    for reader in (cast.ana, cast.max):
        page = text_of(signed_in(reader).get("/assignments/").text)
        assert "Another person takes this customer" not in page


def test_who_left_is_not_named_beside_a_customer(cast: Cast) -> None:
    today = timezone.localdate()
    note = kept_away(cast.ana, today + 9 * DAY)
    assert assigned_elsewhere(note.customer, today) == [note]
    User.objects.filter(pk=cast.ana.pk).update(is_active=False, deactivated_at=timezone.now())
    assert assigned_elsewhere(note.customer, today) == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_planners_and_colleagues_read_one_sentence_and_no_reason(cast: Cast, language: str) -> None:
    until = timezone.localdate() + 9 * DAY
    note = kept_away(cast.ana, until)
    said = {
        "en": "Ana Bakker Another person takes this customer until",
        "nl": "Ana Bakker Iemand anders neemt deze klant tot en met",
    }
    page = signed_in(cast.dex, language).get("/assignments/").text
    row = text_of(page.split('id="team"')[1].split("</section>")[0])
    assert said[language] in row
    for words in ("check-in", "nagesprek", "talk", "gesprek", "report", "melding"):
        assert words not in row.lower()
    asked = {"customer_ref": note.customer.identity.reference}
    desk = text_of(signed_in(cast.zoe, language).post("/customer-match/", asked).text)
    assert "Ana Bakker" in desk
    assert "check-in" not in desk.lower()


def test_no_endpoint_tells_of_it(cast: Cast) -> None:
    kept_away(cast.ana, timezone.localdate() + 9 * DAY)
    schema = signed_in(cast.bo).get("/api/v1/schema/?format=json").json()
    assert "assignment" not in json.dumps(schema).lower()
