import datetime as dt
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client

from incidents.codes.customer import Rung
from incidents.models import HouseRules
from incidents.operations.house_rules import publish_house_rules
from incidents.operations.measures.letters import make_letter
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.incidents.steps import taken, tell


def publish(cast: Cast, now: dt.datetime, **changes: object) -> HouseRules:
    texts = {"text_en": "Be kind.\n\n Listen. ", "text_nl": "Wees aardig.\nLuister.", **changes}
    return publish_house_rules(actor=cast.hana, **texts, now=now)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_built_in_rules_are_public_in_each_language(client: Client) -> None:
    english = client.get("/house-rules/?language=en")
    assert english.status_code == 200
    assert "You may complain" in english.content.decode()
    assert 'lang="en"' in english.content.decode()
    dutch = client.get("/house-rules/?language=nl").content.decode()
    assert "U mag klagen" in dutch
    assert 'href="/house-rules/1/?language=en"' in dutch


def test_a09_policy_is_clear_to_the_customer(client: Client, cast: Cast) -> None:
    """A page without sign-in shows the rules of today; a letter links the version of its day."""
    now = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
    colleague = MembershipFactory.create(user=UserFactory.create(), team=cast.north).user
    story = tell(cast, colleague, now - dt.timedelta(minutes=5))
    story.customer.language = "nl"
    story.customer.save(update_fields=["language"])
    earlier = taken(story).letters.get()
    second = publish(cast, now)
    assert second.version == 2
    page = client.get("/house-rules/?language=en").content.decode()
    assert "Be kind." in page
    first = client.get("/house-rules/1/?language=nl").content.decode()
    assert "U mag klagen" in first
    assert "eerdere versie" in first
    assert client.get("/house-rules/3/").status_code == 404
    later = taken(replace(story, now=now), Rung.LIMITED_HOURS).letters.get()
    for letter, number, words in ((earlier, 1, "U mag klagen"), (later, 2, "Luister.")):
        assert letter.house_rules is not None
        assert letter.house_rules.version == number
        address = f"{settings.SITE_URL}/house-rules/{number}/?language=nl"
        assert address in letter.body
        assert words in client.get(address.removeprefix(settings.SITE_URL)).text


def test_letter_without_a_rule_keeps_the_version_it_links(cast: Cast, now: dt.datetime) -> None:
    colleague = MembershipFactory.create(user=UserFactory.create(), team=cast.north).user
    measure = taken(tell(cast, colleague, now))
    measure.house_rules = None
    assert make_letter(actor=cast.max, measure=measure, now=now).house_rules is not None


def test_version_that_waits_is_not_shown(client: Client, cast: Cast) -> None:
    now = dt.datetime.now(dt.UTC)
    publish(cast, now, valid_from=now + dt.timedelta(days=3))
    assert "You may complain" in client.get("/house-rules/?language=en").content.decode()
    assert client.get("/house-rules/2/").status_code == 404
    with pytest.raises(RuleBroken, match="already waits"):
        publish(cast, now)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("text_en", {"text_en": " \n "}),
        ("text_nl", {"text_nl": "Een."}),
        ("text_en", {"text_en": "x" * 301 + "\ny"}),
        ("text_nl", {"text_nl": "x\n" * 21}),
        ("valid_from", {"valid_from": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}),
    ],
)
def test_rules_are_refused_at_their_field(
    cast: Cast, now: dt.datetime, field: str, changes: dict[str, object]
) -> None:
    with pytest.raises(RuleBroken) as refused:
        publish(cast, now, **changes)
    assert refused.value.field == field


def test_rules_are_published_by_hr_and_stay(cast: Cast, now: dt.datetime) -> None:
    for actor in (cast.max, cast.ana, cast.bo, cast.pim):
        with pytest.raises(RuleBroken):
            publish_house_rules(actor=actor, text_en="A.", text_nl="B.", now=now)
    row = publish(cast, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        HouseRules.objects.filter(pk=row.pk).update(text_en="Other.")
