"""Letters: in the customer's language, worded here, kept as made, without names of staff."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from incidents.codes.customer import MEASURES, Rung
from incidents.codes.letters import LETTER_OF, PLACEHOLDER, PLACEHOLDERS, TEXTS, LetterKind
from incidents.exports import letter_pdf
from incidents.models import Complaint, Letter, LetterTemplate
from incidents.operations.measures import mark_letter_sent, renew_letter, word_letter
from incidents.queries.letters import built_in
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.incidents.steps import Story, judge, taken, tell


@pytest.fixture
def story(cast: Cast, now: dt.datetime) -> Story:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    return tell(cast, colleague, now)


def test_every_measure_has_a_letter_with_known_words() -> None:
    assert set(LETTER_OF) == {word.number for word in MEASURES}
    for kind in LetterKind:
        for language in ("en", "nl"):
            subject, body = built_in(kind, language)
            assert set(PLACEHOLDER.findall(subject + body)) <= set(PLACEHOLDERS)
            assert all(f"{{{name}}}" in body for name in TEXTS[kind].needs), (kind, language)
            if language == "nl":
                words = set(body.lower().replace(",", " ").replace(".", " ").split())
                assert words & {"u", "uw"} or kind == LetterKind.SAFETY_NOTE
                assert not words & {"je", "jij", "jouw"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "In practice this means: You are always helped by two of us.",
                "from 18 November 2026 until",
            ],
        ),
        (
            "nl",
            [
                "In de praktijk betekent dit: U wordt altijd door twee",
                "Dit geldt van 18 november 2026",
            ],
        ),
    ],
)
def test_letter_is_in_the_customers_language(story: Story, language: str, words: list[str]) -> None:
    story.customer.language = language
    story.customer.save(update_fields=["language"])
    letter = taken(story).letters.get()
    assert letter.language == language
    for text in words:
        assert text in letter.body


def test_letter_says_all_that_is_owed_and_names_nobody(story: Story) -> None:
    letter = taken(story).letters.get()
    for words in (
        "- 15 November 2026: Called a colleague names at the counter.",
        "You told us about it: I had waited for an hour.",
        "Letters and e-mail are always answered.",
        "Postbus 1, 1800 AA Alkmaar",
        "within 14 days",
        "This ends on 16 February 2027.",
        f"/house-rules/{letter.house_rules.version if letter.house_rules else 0}/",
        "You may always complain",
    ):
        assert words in letter.body
    for name in ("Ana", "Bakker", "Bram", "Vos", "Max", "Visser"):
        assert name not in letter.body


def test_letter_is_a_tagged_pdf_and_typed_text_is_no_markup(story: Story) -> None:
    identity = story.customer.identity
    identity.name, identity.address = "D. van Rijn #link", "Kade 3\n1811 AB Alkmaar"
    identity.save(update_fields=["name", "address"])
    letter = taken(story, customer_view="#panic() $x$ *bold* \\ @ref <tag> [x]").letters.get()
    drawn = letter_pdf(letter)
    assert drawn.startswith(b"%PDF-1.7")
    for tag in (b"/StructTreeRoot", b"/MarkInfo<</Marked true", b"/Lang(en)", b"pdfuaid:part>1"):
        assert tag in drawn
    for secret in (b"/Author", b"Visser", b"Rijn", b"Bakker"):
        assert secret not in drawn


def test_wording_changes_later_letters_and_no_earlier_one(story: Story) -> None:
    earlier = taken(story).letters.get()
    old = earlier.body
    body = "Facts: {facts} Rule: {rule} {starts} {ends} {stays_open}"
    word_letter(
        actor=story.cast.hana, kind="restriction", language="en", subject="Ours", body=body,
        now=story.now,
    )  # fmt: skip
    later = taken(story, Rung.LIMITED_HOURS).letters.get()
    assert later.subject == "Ours"
    assert "Do you disagree?" in later.body
    earlier.refresh_from_db()
    assert earlier.body == old
    renewed = renew_letter(actor=story.cast.max, letter=earlier, now=story.now)
    assert renewed.pk == earlier.pk
    assert renewed.subject == "Ours"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("subject", {"subject": " "}),
        ("subject", {"subject": "x" * 121}),
        ("body", {"body": ""}),
        ("body", {"body": "x" * 6001}),
        ("body", {"body": "{facts} {rule} {starts} {ends} {stays_open} {name}"}),
        ("body", {"body": "{facts} {rule} {starts} {ends}"}),
    ],
)
def test_wording_refuses_at_the_field(
    cast: Cast, now: dt.datetime, field: str, changes: dict[str, str]
) -> None:
    values = {"subject": "Ours", "body": "{facts} {rule} {starts} {ends} {stays_open}", **changes}
    with pytest.raises(RuleBroken) as refused:
        word_letter(actor=cast.bo, kind="warning", language="en", now=now, **values)
    assert refused.value.field == field
    with pytest.raises(RuleBroken):
        word_letter(
            actor=cast.max, kind="correction", language="en", subject="S", body="{reason}", now=now
        )
    assert not LetterTemplate.objects.exists()


def sent(story: Story, letter: Letter) -> Letter:
    return mark_letter_sent(actor=story.cast.max, letter=letter, sent_on=story.today, now=story.now)


def test_letter_waits_for_the_complaint_and_carries_our_apology(story: Story) -> None:
    judge(story.of_ana, story.cast.max, story.now + dt.timedelta(seconds=1), complaint="partly")
    letter = taken(story).letters.get()
    with pytest.raises(RuleBroken, match="owner and a date"):
        sent(story, letter)
    with pytest.raises(DatabaseError, match="complaint comes first"), transaction.atomic():
        Letter.objects.update(sent_on=story.today, sent_by=story.cast.max)
    complaint = Complaint.objects.create(
        incident=story.of_ana, what="A new date", opened_by=story.cast.max, opened_at=story.now
    )
    with pytest.raises(RuleBroken, match="owner and a date"):
        sent(story, letter)
    complaint.owner, complaint.due_on, complaint.is_apology_due = story.cast.dex, story.today, True
    complaint.save()
    with pytest.raises(RuleBroken, match="apology is due"):
        sent(story, letter)
    with pytest.raises(DatabaseError, match="same letter"), transaction.atomic():
        Letter.objects.update(sent_on=story.today, sent_by=story.cast.max)
    renewed = renew_letter(actor=story.cast.max, letter=letter, now=story.now)
    assert renewed.body.startswith("First of all: your complaint was right")
    assert sent(story, renewed).sent_on == story.today


def test_letter_that_waits_is_given_to_nobody(client: Client, story: Story) -> None:
    judge(story.of_ana, story.cast.max, story.now + dt.timedelta(seconds=1), complaint="valid")
    letter = taken(story).letters.get()
    client.force_login(story.cast.max)
    answer = client.get(f"{letter.get_absolute_url()}pdf/", follow=True)
    assert answer.redirect_chain == [(letter.get_absolute_url(), 302)]
    assert "owner and a date first" in answer.content.decode()


def test_own_wording_without_a_place_for_it_carries_our_apology_too(story: Story) -> None:
    letter = taken(story).letters.get()
    body = "{facts} {rule} {starts} {ends} {stays_open}"
    word_letter(
        actor=story.cast.hana, kind=letter.kind, language="en", subject="S", body=body,
        now=story.now,
    )  # fmt: skip
    Complaint.objects.create(
        incident=story.of_ana, what="A new date", owner=story.cast.dex, due_on=story.today,
        is_apology_due=True, opened_by=story.cast.max, opened_at=story.now,
    )  # fmt: skip
    renewed = renew_letter(actor=story.cast.max, letter=letter, now=story.now)
    assert renewed.body.startswith("First of all: your complaint was right")
