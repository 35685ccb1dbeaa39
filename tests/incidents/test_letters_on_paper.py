"""What the customer holds in their hands: each letter as PDF, read back word by word."""

import datetime as dt
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client

from incidents.codes.customer import FLAGLESS, Rung
from incidents.codes.letters import LETTER_OF, LetterKind
from incidents.exports import letter_pdf
from incidents.forms.measures import TermsForm
from incidents.models import Customer, HouseRules, Letter, Measure, Objection
from incidents.operations.house_rules import publish_house_rules
from incidents.operations.measures import (
    decide_objection,
    mark_letter_sent,
    receive_objection,
    second_measure,
    word_letter,
)
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import User
from tests.cast import Cast
from tests.factories import CustomerFactory, MembershipFactory, UserFactory
from tests.incidents.steps import Story, proposed, report, taken, tell
from tests.pdf_text import links_of, words_of

STAFF = ("Bakker", "Vos", "Visser", "Kuiper", "Ana", "Bram", "Max", "Dex", "Pim", "Hana")
OURS = {"en": "Yours sincerely,", "nl": "Met vriendelijke groet,"}
RULES = {"en": "Our house rules, version", "nl": "Onze huisregels, versie"}


@pytest.fixture
def story(cast: Cast, now: dt.datetime) -> Story:
    """Two reports about a contact person of a firm."""
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    told = tell(cast, colleague, now)
    firm = CustomerFactory.create(kind=Customer.Kind.ORGANISATION, language="nl")
    firm.identity.name, firm.identity.address = "Duin Fietsen", "Kade 3\n1811 AB Alkmaar"
    firm.identity.save()
    told.customer.organisation = firm
    told.customer.save()
    told.customer.identity.name = "D. van Rijn"
    told.customer.identity.save()
    return told


def serious(story: Story) -> Story:
    """The same with a threat in one of the reports."""
    cast = story.cast
    threat = report(cast, story.customer, cast.ana, story.now, behaviours=[6], severity=3)
    return replace(story, of_ana=threat)


def take(story: Story, kind: int) -> Measure:
    short = {"ends_on": story.today + dt.timedelta(days=14)} if kind == Rung.SAFETY_NOTE else {}
    note = "" if kind in FLAGLESS else "Always with two of us."
    measure = taken(serious(story), kind, desk_note=note, **short)
    if measure.needs_second:
        measure = second_measure(actor=story.cast.pim, measure=measure, now=story.now)
    return measure


def object_to(story: Story, measure: Measure) -> Objection:
    return receive_objection(
        actor=story.cast.max, measure=measure, received_on=story.today, text="No.", now=story.now
    )


def answer(story: Story, measure: Measure, outcome: str, **more: object) -> Objection:
    return decide_objection(
        actor=story.cast.dex, objection=object_to(story, measure), outcome=outcome,
        reason="We read it anew.", now=story.now, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def written(story: Story, kind: LetterKind) -> Letter:
    """Let a letter of this kind come about as it does."""
    if kind in {LetterKind.RECEIPT, LetterKind.OBJECTION, LetterKind.CORRECTION}:
        outcome = "withdraw" if kind == LetterKind.CORRECTION else "keep"
        measure = take(story, Rung.SECOND_PERSON)
        answer(story, measure, outcome)
    else:
        measure = take(story, next(rung for rung, made in LETTER_OF.items() if made == kind))
    return Letter.objects.get(measure=measure, kind=kind.value)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_is_whole_on_paper_and_names_no_colleague(
    story: Story, kind: LetterKind, language: str
) -> None:
    story.customer.language = language
    story.customer.save()
    letter = written(story, kind)
    drawn = letter_pdf(letter)
    words = words_of(drawn)
    for told in (letter.subject, "D. van Rijn Duin Fietsen Kade 3 1811 AB Alkmaar",
                 OURS[language], f"{RULES[language]} 1:"):  # fmt: skip
        assert told in words
    for paragraph in letter.body.replace("- ", "• ").split("\n\n")[:-1]:
        assert " ".join(paragraph.split()) in words
    assert f"/Lang({language})".encode() in drawn
    assert links_of(drawn) == {f"{settings.SITE_URL}/house-rules/1/?language={language}"}
    for name in STAFF:
        assert name not in words
    assert "{" not in words
    other = "nl" if language == "en" else "en"
    assert OURS[other] not in words
    assert RULES[other] not in words


def test_contact_person_is_written_to_in_the_language_of_the_firm(story: Story) -> None:
    letter = taken(story).letters.get()
    assert letter.language == "nl"
    assert "U wordt altijd door twee van ons geholpen." in letter.body
    story.customer.identity.address = "Thuis 1"
    story.customer.identity.save()
    words = words_of(letter_pdf(Letter.objects.get()))
    assert "D. van Rijn Duin Fietsen Thuis 1" in words
    assert "Kade 3" not in words


def test_what_is_filled_in_beforehand_is_in_the_customers_language(story: Story) -> None:
    measure = proposed(story, Rung.SECOND_PERSON)
    form = TermsForm(None, measure=measure, grounds=[], rules=None, today=story.today)
    assert form["stays_open"].value() == "Brieven en e-mail worden altijd beantwoord."
    assert form["desk_note"].value() == "Always with two of us."
    assert str(form.language) == "Dutch"


def test_later_letters_link_the_version_the_measure_rests_on(story: Story) -> None:
    measure = taken(story)
    publish_house_rules(
        actor=story.cast.hana, text_en="Be kind.", text_nl="Wees aardig.",
        now=story.now + dt.timedelta(minutes=1),
    )  # fmt: skip
    later = replace(story, now=story.now + dt.timedelta(days=3))
    answer(later, measure, "withdraw")
    kept = measure.house_rules
    assert HouseRules.objects.in_force(later.now) != kept
    for letter in Letter.objects.all():
        assert letter.house_rules == kept
        assert f"/house-rules/{kept.version if kept else 0}/" in letter.body


def test_objection_is_acknowledged_by_a_letter_with_the_day_of_the_answer(story: Story) -> None:
    measure = taken(story)
    objection = object_to(story, measure)
    letter = measure.letters.get(kind=LetterKind.RECEIPT)
    for told in ("18 november 2026", "2 december 2026"):
        assert told in letter.body
    assert objection.due_on == dt.date(2026, 12, 2)
    assert letter.get_absolute_url() in [task.path for task in tasks_of(story.cast.max, story.now)]


def test_answer_that_changes_says_what_holds_from_now_on(story: Story) -> None:
    measure = taken(story)
    answer(story, measure, "change", desk_note="Alleen op dinsdag.")
    assert "Alleen op dinsdag." in measure.letters.get(kind=LetterKind.OBJECTION).body


@pytest.mark.parametrize("name", ["Max", "Visser", "Dex", "Ana", "Hana Hendriks"])
def test_no_text_that_reaches_a_letter_takes_the_name_of_a_colleague(
    story: Story, name: str
) -> None:
    people = User.objects.filter(name__startswith=name.split()[0])
    text = f"Ask {people[0].name if ' ' in name else name} about it."
    for field in ("why", "customer_view", "stays_open", "objection_address", "desk_note"):
        with pytest.raises(RuleBroken, match="names of colleagues") as refused:
            taken(story, Rung.WARNING_LETTER, **{field: text})
        assert refused.value.field == field
        Measure.objects.undecided().get().grounds.all().delete()
        Measure.objects.undecided().delete()
    measure = taken(story)
    objection = object_to(story, measure)
    for field, more in (("reason", {"reason": text}), ("desk_note", {"desk_note": text})):
        values: dict[str, object] = {"reason": "We read it anew.", **more}
        with pytest.raises(RuleBroken, match="names of colleagues") as refused:
            decide_objection(
                actor=story.cast.dex, objection=objection, outcome="change", now=story.now,
                **values,  # type: ignore[arg-type]
            )  # fmt: skip
        assert refused.value.field == field


def test_wording_takes_no_whole_name_and_months_are_no_names(story: Story) -> None:
    with pytest.raises(RuleBroken, match="names of colleagues"):
        word_letter(
            actor=story.cast.hana, kind="correction", language="en", subject="S",
            body=f"{{reason}} Yours, {story.cast.max.name}", now=story.now,
        )  # fmt: skip
    MembershipFactory.create(user=UserFactory.create(name="May Jansen"), team=story.cast.north)
    assert taken(story, stays_open="Letters, until 3 May.").is_taken


def test_letter_of_what_was_taken_back_does_not_leave(client: Client, story: Story) -> None:
    measure = taken(story)
    letter = measure.letters.get()
    answer(story, measure, "withdraw")
    with pytest.raises(RuleBroken, match="does not leave"):
        mark_letter_sent(actor=story.cast.max, letter=letter, sent_on=story.today, now=story.now)
    waiting = [task.path for task in tasks_of(story.cast.max, story.now)]
    assert letter.get_absolute_url() not in waiting
    assert measure.letters.get(kind=LetterKind.CORRECTION).get_absolute_url() in waiting
    client.force_login(story.cast.max)
    page = client.get(f"{letter.get_absolute_url()}pdf/", follow=True)
    assert page.redirect_chain == [(letter.get_absolute_url(), 302)]
    assert "Its letter does not leave." in page.text
