"""What a card shows and sends out: chart, causes, the message, the survey, the second look."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from incidents.codes.after import TRIGGERS
from incidents.models import Incident, Product
from people.errors import RuleBroken
from people.models import Notice, Organisation, RoleGrant, User
from reports.models import CardMessage, MonthlyReport, PatternCard
from reports.operations import close_card, look_again, note_survey, take_card
from reports.operations.evidence import renew_evidence
from reports.operations.telling import remind_of_second_looks
from reports.periods import months_until, shifted
from reports.queries.cards import AboveUsual, above_usual, causes_of, evidence_of
from tests.factories import ProductFactory, TeamFactory, UserFactory
from tests.reports.company import OCTOBER, after_close, report

NOW = after_close(OCTOBER)
TODAY = timezone.localdate(NOW)
MISSED, SEPTEMBER = TRIGGERS[0].number, shifted(OCTOBER, -1)


@pytest.fixture
def hana(db: None, client: Client) -> User:
    user: User = UserFactory.create(name="Hana Mol")
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.HR)
    client.force_login(user)
    return user


@pytest.fixture
def card(db: None) -> PatternCard:
    Organisation.objects.get_or_create(pk=1, defaults={"name": "De Luwte Energie"})
    return _card(ProductFactory.create(name="Heat pump"))


def _card(product: Product | None, **more: object) -> PatternCard:
    given = {"product": product, "opened_in": OCTOBER, "seen_in": OCTOBER, "opened_at": NOW}
    return PatternCard.objects.create(**{**given, **more})


def told(card: PatternCard, trigger: int | None, people: int, each: int = 1) -> list[User]:
    """Let people report about the card's product in October, with a cause."""
    team, found = TeamFactory.create(), UserFactory.create_batch(people)
    rows = [
        report(person, team, OCTOBER, product=card.product) for person in found for _ in range(each)
    ]
    for row in rows:
        row.trigger = trigger
    Incident.objects.bulk_create(rows)
    return found


def shown(card: PatternCard, counts: list[int | None], **quarter: object) -> None:
    """Publish months as they showed the card's product; `quarter` is what September ended."""
    for month, n in zip(months_until(OCTOBER, len(counts)), counts, strict=True):
        products = [{"id": card.product_id, "reports": n}]
        figures = {"month": {"is_shown": True, "reports": 90, "products": products}}
        if quarter and month == SEPTEMBER:
            figures["quarter"] = {"is_shown": True, **quarter}
        MonthlyReport.objects.create(month=month, made_at=NOW, figures=figures)


def test_chart_is_what_closed_months_showed_with_what_was_usual(card: PatternCard) -> None:
    shown(card, [5, 6, 5, 4, 5, 6, 5, None, 9, 10, 11, 12, 10, 9])
    assert renew_evidence() == 1
    card.refresh_from_db()
    assert card.picture["values"] == [5, 6, 5, 4, 5, 6, 5, None, 9, 10, 11, 12, 10, 9]
    low, high = card.picture["usual"]
    assert low <= 5 <= high < 12
    assert card.picture["charts"]["wide"][0] == "svg"
    assert renew_evidence() == 0


def test_evidence_reads_a_product_and_not_whole_reports(
    card: PatternCard, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Eighteen reports of a large organisation take a tenth of a second to be read."""
    shown(card, [5, None, 9])
    newest = MonthlyReport.objects.get(month=OCTOBER)
    newest.figures |= {"findings": [{"id": card.product_id}], "basis": "little", "smallest": 5}
    newest.save()
    with django_assert_num_queries(1) as asked:
        found = evidence_of(card)
    assert found is not None
    assert [n for _month, n in found.months] == [5, None, 9]
    assert (found.basis, found.smallest) == ("little", 5)
    assert '."figures" AS' not in asked.captured_queries[0]["sql"]
    MonthlyReport.objects.filter(month=OCTOBER).delete()
    assert evidence_of(card) is None


def test_months_above_the_usual_range_are_counted_from_the_first(card: PatternCard) -> None:
    months = [f"{month:%Y-%m}" for month in months_until(OCTOBER, 8)]
    values = [5, 30, 5, 12, None, 9, 12, 11]
    card.picture = {"months": months, "values": values, "usual": [2, 10]}
    assert above_usual(card) == AboveUsual(dt.date(2026, 6, 1), above=3, months=4)
    card.picture |= {"usual": [2, 12]}
    assert above_usual(card) is None
    card.picture |= {"usual": None}
    assert above_usual(card) is None


def test_causes_on_a_card_are_those_of_the_newest_whole_quarter(card: PatternCard) -> None:
    named = [{"trigger": TRIGGERS[0].key, "reports": 20}]
    other = {"id": -1, "name": "Bill", "named": named * 2, "others": None}
    own = {"id": card.product_id, "name": "Heat pump", "named": named, "others": 5}
    shown(card, [9, 9], causes=[other, own])
    unnamed = _card(ProductFactory.create())
    told(card, MISSED, 12)  # of October, which no quarter tells yet
    renew_evidence()
    card.refresh_from_db()
    assert card.causes == {"first": "2026-07", "last": "2026-09", "named": named, "others": 5}
    assert [row.reports for row in causes_of(card)] == [20, 5]
    unnamed.refresh_from_db()
    assert unnamed.causes == {"first": "2026-07", "last": "2026-09", "named": []}


def test_card_before_the_first_quarter_has_no_causes(card: PatternCard) -> None:
    shown(card, [9])
    told(card, MISSED, 12)
    renew_evidence()
    card.refresh_from_db()
    assert card.causes == {}


def test_message_reaches_reporters_and_nobody_sees_who(
    hana: User, client: Client, card: PatternCard
) -> None:
    readers = told(card, MISSED, 3)
    stranger = UserFactory.create()
    sent = client.post(f"/pattern/{card.public_id}/message/", {"words": "A planner helps."})
    assert sent.status_code == 302
    message = CardMessage.objects.get()
    assert set(message.readers.all()) == set(readers)
    assert Notice.objects.filter(path=message.get_absolute_url()).count() == 3
    page = client.get(f"/pattern/{card.public_id}/").content.decode()
    assert "A planner helps." in page
    assert not any(person.name in page for person in readers)
    client.force_login(readers[0])
    assert "A planner helps." in client.get(message.get_absolute_url()).content.decode()
    client.force_login(stranger)
    assert client.get(message.get_absolute_url()).status_code == 404


def test_second_look_is_a_task_of_the_owner_once(hana: User, card: PatternCard) -> None:
    take_card(actor=hana, card=card, now=NOW)
    look_again(card=card, on=TODAY + dt.timedelta(days=1), now=NOW)
    assert remind_of_second_looks(now=NOW) == 0
    day_after = NOW + dt.timedelta(days=1)
    remind_of_second_looks(now=day_after)
    remind_of_second_looks(now=day_after)
    line = Notice.objects.get(recipient=hana)
    assert (line.kind, line.path) == ("pattern", card.get_absolute_url())
    close_card(actor=hana, card=card, result="Solved.", now=day_after)
    line.refresh_from_db()
    assert line.read_at is not None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"url": "http://survey.example/1"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"sent_on": TODAY + dt.timedelta(days=1)}, "sent_on"),
    ],
)
def test_survey_that_cannot_be_is_refused(
    hana: User, card: PatternCard, changed: dict[str, object], field: str
) -> None:
    given = {"url": "https://survey.example/1", "sent_on": None, "result": ""}
    with pytest.raises(RuleBroken) as refused:
        note_survey(card=card, **{**given, **changed}, now=NOW)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_survey_link_day_and_result_stand_on_the_card(
    hana: User, client: Client, card: PatternCard
) -> None:
    given = {
        "url": "https://survey.example/heat",
        "sent_on": "2026-11-02",
        "result": "Waiting is what annoys.",
    }
    path = f"/pattern/{card.public_id}/"
    assert client.post(path + "survey/", given).status_code == 302
    page = client.get(path).content.decode()
    assert 'href="https://survey.example/heat"' in page
    assert "sent on 2 November 2026" in page
    assert "Waiting is what annoys." in page
    bad = client.post(path + "survey/", given | {"url": "http://survey.example/heat"})
    assert bad.status_code == 422


def test_numbers_on_the_card_open_to_how_they_were_worked_out(
    hana: User, client: Client, card: PatternCard
) -> None:
    named = [{"trigger": TRIGGERS[0].key, "reports": None}]
    causes = [{"id": card.product_id, "named": named, "others": None}]
    shown(card, [5, 6, 5, 4, 5, 6, 5, 5, 9, 10, 11, 12, 10, 9], causes=causes)
    renew_evidence()
    page = client.get(f"/pattern/{card.public_id}/").content.decode()
    assert page.count("How this was worked out") == 3
    assert "nearly all" in page
    table = client.get(f"/pattern/{card.public_id}/table/").text
    assert "nearly all" in table.splitlines()[-1]
    parts = re.findall(r'href="/patterns/how/#(\w+)"', page)
    assert parts == ["usual", "nobody", "named"]
    help_page = client.get("/patterns/how/").content.decode()
    sections = re.findall(r'<section id="(\w+)">(.*?)</section>', help_page, re.DOTALL)
    assert {*parts, "expected", "times", "effect"} <= {name for name, _text in sections}
    for name, text in sections:
        assert re.search(r"\((19|20)\d\d\)", text), f"{name} names its source"
