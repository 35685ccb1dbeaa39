"""HR notes an objection that came in by letter, and reads nothing of the story."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from incidents.codes.customer import Rung
from incidents.models import Objection
from incidents.operations.measures import receive_objection
from people.errors import RuleBroken
from people.models import Notice
from tests.cast import Cast
from tests.factories import CustomerFactory, MembershipFactory, UserFactory
from tests.incidents.steps import FACT, Story, taken, tell

PATH = "/objections/new/"


@pytest.fixture
def story(cast: Cast) -> Story:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    return tell(cast, colleague, timezone.now())


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hana)
    return client


def letter(story: Story, **changes: str) -> dict[str, str]:
    """Return what HR types over from the letter of the customer."""
    day = timezone.localdate().isoformat()
    reference = story.customer.identity.reference
    return {"customer_ref": reference, "received_on": day, "text": "I object.", **changes}


def test_hr_notes_an_objection_and_who_may_answer_is_told(hr: Client, story: Story) -> None:
    measure = taken(story)
    assert PATH in hr.get("/home/").text
    answer = hr.post(PATH, letter(story), follow=True)
    assert "Noted. The answer is due on" in answer.text
    for secret in (FACT, "Ana", "Bram", "Max", "work in peace"):
        assert secret not in answer.text
    objection = Objection.objects.get()
    assert (objection.measure, objection.received_by) == (measure, story.cast.hana)
    assert objection.due_on == timezone.localdate() + dt.timedelta(days=14)
    notices = Notice.objects.filter(path=objection.get_absolute_url())
    assert [notice.recipient for notice in notices] == [story.cast.dex]
    for path in (objection.get_absolute_url(), measure.get_absolute_url()):
        assert hr.get(path).status_code == 404


def test_adviser_is_told_where_nobody_of_the_team_may_answer(story: Story) -> None:
    story.cast.dex.memberships.all().delete()
    measure = taken(story)
    receive_objection(
        actor=story.cast.hana, measure=measure, received_on=timezone.localdate(), text="",
        now=timezone.now(),
    )  # fmt: skip
    path = Objection.objects.get().get_absolute_url()
    assert [n.recipient for n in Notice.objects.filter(path=path)] == [story.cast.pim]


def test_several_measures_ask_which_one_and_keep_what_was_typed(hr: Client, story: Story) -> None:
    first, second = taken(story), taken(story, Rung.LIMITED_HOURS)
    asked = hr.post(PATH, letter(story, text="My side of it."))
    assert asked.status_code == 422
    assert "Say which measure it is about." in asked.text
    assert "My side of it." in asked.text
    assert story.customer.identity.reference in asked.text
    for measure in (first, second):
        assert str(measure.public_id) in asked.text
    assert not Objection.objects.exists()
    assert hr.post(PATH, letter(story, measure=str(first.public_id))).status_code == 302
    assert Objection.objects.get().measure == first


def test_double_tap_notes_one_objection(hr: Client, story: Story) -> None:
    taken(story)
    assert hr.post(PATH, letter(story)).status_code == 302
    again = hr.post(PATH, letter(story))
    assert again.status_code == 422
    assert "An objection waits for its answer already." in again.text
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"customer_ref": ""}, "Write a customer number, phone or e-mail."),
        ({"customer_ref": "K-nobody"}, "No measure was taken toward this customer."),
        ({"received_on": ""}, "Say on which day it came in"),
        ({"received_on": "2020-01-01"}, "Say on which day it came in"),
        ({"measure": "nonsense"}, ""),
    ],
)
def test_wrong_input_is_said_at_the_field(
    hr: Client, story: Story, changes: dict[str, str], said: str
) -> None:
    taken(story)
    answer = hr.post(PATH, letter(story, **changes))
    assert answer.status_code == (422 if said else 302)
    assert said in answer.text
    assert Objection.objects.exists() is not bool(said)


def test_customer_without_a_measure_and_unknown_one_read_the_same(hr: Client, story: Story) -> None:
    other = CustomerFactory.create().identity.reference
    one = hr.post(PATH, letter(story, customer_ref=other)).text
    two = hr.post(PATH, letter(story, customer_ref="K-nobody")).text
    said = "No measure was taken toward this customer."
    assert said in one
    assert said in two


def test_objection_is_noted_by_hr_or_who_reads_the_measure(client: Client, story: Story) -> None:
    measure = taken(story)
    for name in ("ana", "zoe", "otto", "bo"):
        actor = getattr(story.cast, name)
        client.force_login(actor)
        assert client.get(PATH).status_code == 403
        with pytest.raises(RuleBroken):
            receive_objection(
                actor=actor, measure=measure, received_on=timezone.localdate(), text="",
                now=timezone.now(),
            )  # fmt: skip
