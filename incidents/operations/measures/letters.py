"""Letters: worded by the organisation, made in the customer's language, kept as they were."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.codes.letters import (
    ABOUT_MANNER,
    AGREEMENTS,
    DESK_NOTES,
    LETTER_OF,
    TEXTS,
    LetterKind,
    filled,
    unknown_placeholders,
)
from incidents.models import (
    Customer,
    Event,
    HouseRules,
    Letter,
    LetterTemplate,
    Measure,
)
from incidents.operations.measures.names import check_no_whole_names
from incidents.operations.timeline import note_event
from incidents.permissions import may_decide_measure, may_word_letters
from incidents.queries.letters import apology_due, complaint_in_the_way, wording
from incidents.queries.measures import rests_on
from people.errors import RuleBroken
from people.models import Organisation, User

SUBJECT_MAX, TEXT_MAX = 120, 6000


@transaction.atomic
def make_letter(
    *,
    actor: User | None,
    measure: Measure,
    kind: LetterKind | None = None,
    reason: str = "",
    now: dt.datetime,
) -> Letter:
    """Make the letter of a measure in the customer's language; one that has not left is made anew.

    Writes: the letter with its whole text, so that later wordings change nothing in it.
    """
    kind = kind or LETTER_OF[measure.kind]
    language = language_of(measure.customer)
    subject, body = letter_text(measure, kind=kind, reason=reason, now=now)
    letter, _made = Letter.objects.update_or_create(
        measure=measure,
        kind=kind.value,
        sent_on=None,
        defaults={
            "language": language,
            "subject": subject,
            "body": body,
            "house_rules": _rules_linked(measure, now),
            "made_by": actor,
            "made_at": now,
            "has_apology": kind == LetterKind.APOLOGY or apology_due(measure),
        },
    )
    return letter


@transaction.atomic
def renew_letter(*, actor: User, letter: Letter, now: dt.datetime) -> Letter:
    """Make a letter again, after the wording, the complaint or the language has changed.

    Checks: the actor decides about this measure; the letter has not left; a letter that answers
    an objection stays as it was decided. Writes: the letter.
    """
    letter = _unsent(actor, letter)
    if letter.kind != LETTER_OF[letter.measure.kind]:
        raise RuleBroken(gettext_lazy("This letter stays as it was decided."))
    return make_letter(actor=actor, measure=letter.measure, now=now)


@transaction.atomic
def mark_letter_sent(
    *, actor: User, letter: Letter, sent_on: dt.date | None, now: dt.datetime
) -> Letter:
    """Note on which day a letter left.

    Checks: the actor decides about this measure; the letter has not left yet; a day between the
    making and today; the measure still holds; when the complaint was right or partly right, it
    has an owner and a date, and our apology stands in this letter where it is due.
    Writes: who sent it and when, an event on each report.
    """
    letter = _unsent(actor, letter)
    house = Organisation.current()
    if sent_on is None or not house.day_of(letter.made_at) <= sent_on <= house.day_of(now):
        raise RuleBroken(
            gettext_lazy("Say on which day it was sent: today, or since it was made."),
            field="sent_on",
        )
    check_may_leave(letter)
    letter.sent_on, letter.sent_by = sent_on, actor
    letter.save(update_fields=["sent_on", "sent_by"])
    for incident in rests_on(letter.measure).incidents:
        note_event(
            incident=incident, kind=Event.Kind.LETTER_SENT, actor=actor, now=now, about=letter.kind
        )
    return letter


def check_may_leave(letter: Letter) -> None:
    """Refuse a letter about manner before the complaint is in good hands."""
    if letter.kind not in ABOUT_MANNER:
        return
    if letter.measure.ended_at is not None:
        raise RuleBroken(
            gettext_lazy("This measure does not hold any more. Its letter does not leave.")
        )
    if complaint_in_the_way(letter.measure):
        raise RuleBroken(
            gettext_lazy(
                "The complaint was right, or partly. Give it an owner and a date first; then this "
                "letter may leave."
            )
        )
    if apology_due(letter.measure) and not letter.has_apology:
        raise RuleBroken(
            gettext_lazy("Our apology is due in the same letter. Make the letter again.")
        )


@transaction.atomic
def word_letter(
    *, actor: User, kind: str, language: str, subject: str, body: str, now: dt.datetime
) -> LetterTemplate:
    """Word one kind of letter in one language; letters made before stay as they are.

    Checks: the actor is HR or an administrator; subject and text are there; nothing stands in
    braces that is not known; what the letter needs is there; no name of a colleague.
    Writes: the wording.
    """
    if not may_word_letters(actor):
        raise RuleBroken(gettext_lazy("HR or an administrator words the letters."))
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    check_wording(kind, subject, body)
    check_no_whole_names({"subject": subject, "body": body})
    made, _created = LetterTemplate.objects.update_or_create(
        kind=LetterKind(kind).value,
        language=language,
        defaults={"subject": subject, "body": body, "changed_by": actor, "changed_at": now},
    )
    return made


@transaction.atomic
def unword_letter(*, actor: User, kind: str, language: str) -> None:
    """Go back to the built-in text.

    Checks: the actor is HR or an administrator. Writes: the own wording is removed.
    """
    if not may_word_letters(actor):
        raise RuleBroken(gettext_lazy("HR or an administrator words the letters."))
    LetterTemplate.objects.filter(kind=kind, language=language).delete()


def check_wording(kind: str, subject: str, body: str) -> None:
    """Refuse an empty or too long text, and words in braces that nothing fills in."""
    if not subject or len(subject) > SUBJECT_MAX:
        raise RuleBroken(
            gettext_lazy("Write a subject of at most 120 characters."), field="subject"
        )
    if not body or len(body) > TEXT_MAX:
        raise RuleBroken(gettext_lazy("Write a text of at most 6,000 characters."), field="body")
    unknown = unknown_placeholders(f"{subject} {body}")
    if unknown:
        message = gettext_lazy("Nothing can be filled in for this: %(words)s.")
        raise RuleBroken(message % {"words": ", ".join(unknown)}, field="body")
    missing = [name for name in TEXTS[LetterKind(kind)].needs if f"{{{name}}}" not in body]
    if missing:
        message = gettext_lazy("This letter also needs: %(words)s.")
        raise RuleBroken(message % {"words": ", ".join(f"{{{m}}}" for m in missing)}, field="body")


def language_of(customer: Customer) -> str:
    """Return the language of a customer's letters: their own, that of the firm they speak for,
    else ours.
    """
    known = {code for code, _name in settings.LANGUAGES}
    firm = customer.organisation.language if customer.organisation else ""
    chosen = customer.language or firm or Organisation.current().language
    return chosen if chosen in known else "en"


def letter_text(
    measure: Measure, *, kind: LetterKind, reason: str = "", now: dt.datetime
) -> tuple[str, str]:
    """Return subject and whole text of a letter as it would be made now."""
    language = language_of(measure.customer)
    subject, body = wording(kind, language)
    with translation.override(language):
        values = _values(measure, language, reason)
        ending = _ending(measure, kind, now)
        text = filled(body, values)
        if values["apology"] and kind in ABOUT_MANNER and values["apology"] not in text:
            text = f"{values['apology']}\n\n{text}"  # a wording that has no place for it
    return filled(subject, values), f"{text}\n\n{ending}"


def _values(measure: Measure, language: str, reason: str) -> dict[str, str]:
    rules = measure.house_rules.rules(language) if measure.house_rules else []
    rule = rules[measure.rule - 1] if measure.rule and measure.rule <= len(rules) else ""
    facts = measure.grounds.order_by("happened_on", "pk")
    return {
        "organisation": Organisation.current().name,
        "apology": _apology() if apology_due(measure) else "",
        "facts": "\n".join(f"- {_day(ground.happened_on)}: {ground.fact}" for ground in facts),
        "rule": rule,
        "warning": _warning(measure),
        "view": _view(measure),
        "why": measure.why,
        "measure": str(measure.word.label),
        "agreement": _agreement(measure),
        "starts": _day(measure.starts_on),
        "ends": _day(measure.ends_on),
        "review": _day(measure.review_on),
        "stays_open": measure.stays_open,
        "practice": _practice(measure),
        "reason": reason,
        **_objection_days(measure),
    }


def _agreement(measure: Measure) -> str:
    """What the desk does, said to the customer: our own words, else as somebody wrote it."""
    ours = DESK_NOTES.get(measure.kind)
    if not measure.desk_note:
        return str(AGREEMENTS.get(measure.kind, measure.word.label))
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            is_ours = ours is not None and measure.desk_note == str(ours)
        if is_ours:
            return str(AGREEMENTS[measure.kind])
    return measure.desk_note


def _practice(measure: Measure) -> str:
    if not measure.desk_note or measure.ended_at is not None:
        return ""
    return _("In practice this means: %(agreement)s") % {"agreement": _agreement(measure)}


def _objection_days(measure: Measure) -> dict[str, str]:
    """When the latest objection came in, and by when it is answered."""
    latest = measure.objections.order_by("received_on", "pk").last()
    if latest is None:
        return {"received": "", "answer_by": ""}
    return {"received": _day(latest.received_on), "answer_by": _day(latest.due_on)}


def _apology() -> str:
    return _(
        "First of all: your complaint was right, at least in part. We are sorry for what went "
        "wrong on our side. You hear apart from this letter how we put it right."
    )


def _view(measure: Measure) -> str:
    if measure.customer_view:
        return _("You told us about it: %(view)s") % {"view": measure.customer_view}
    if measure.no_view_reason:
        return _("We have not heard yet how you see it. Please tell us, in writing or by phone.")
    return ""


def _warning(measure: Measure) -> str:
    earlier = measure.earlier_warning
    if earlier is None:
        return ""
    told = {"day": _day(earlier.starts_on), "measure": str(earlier.word.label)}
    return _("We told you about this before, on %(day)s: %(measure)s.") % told


def _ending(measure: Measure, kind: LetterKind, now: dt.datetime) -> str:
    """How to object, the end and the rules: below every letter, whatever its wording."""
    parts = []
    if kind in ABOUT_MANNER:
        address = {"address": measure.objection_address}
        parts += [
            _(
                "Do you disagree? Write to: %(address)s. Somebody who was not involved answers you "
                "within 14 days."
            )
            % address,
            _("This ends on %(day)s.") % {"day": _day(measure.ends_on)},
        ]
    rules = _rules_linked(measure, now)
    if rules is not None:
        where = rules_address(rules, language_of(measure.customer))
        told = {"version": rules.version, "address": where}
        parts.append(_("Our house rules, version %(version)s: %(address)s") % told)
    return "\n\n".join(parts)


def _rules_linked(measure: Measure, now: dt.datetime) -> HouseRules | None:
    """Return the version that a letter links: the one its rule was named by, else today's."""
    return measure.house_rules or HouseRules.objects.in_force(now)


def rules_address(rules: HouseRules, language: str) -> str:
    """Return where everybody can read this version of the house rules, in a language."""
    return f"{settings.SITE_URL}/house-rules/{rules.version}/?language={language}"


def _day(day: dt.date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _unsent(actor: User, letter: Letter) -> Letter:
    locked = Letter.objects.select_for_update(of=("self",))
    letter = locked.select_related("measure__customer").get(pk=letter.pk)
    if not may_decide_measure(actor, letter.measure):
        raise RuleBroken(gettext_lazy("Somebody else sends this letter."))
    if letter.sent_on is not None:
        raise RuleBroken(gettext_lazy("This letter has left already."))
    return letter
