"""Letters: as they were made, as PDF, marked as sent; and how the organisation words them."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.codes.letters import LETTER_OF, PLACEHOLDERS, TEXTS, LetterKind
from incidents.exports import letter_pdf, sample_pdf
from incidents.forms.rule import attempted
from incidents.forms.second_look import SendingForm, WordingForm
from incidents.models import Letter
from incidents.operations.measures import (
    check_may_leave,
    mark_letter_sent,
    renew_letter,
    unword_letter,
    word_letter,
)
from incidents.permissions import may_decide_measure, may_read_measure, may_word_letters
from incidents.queries.letters import own_wordings, wording
from people.errors import RuleBroken
from people.http.requests import UserRequest, form_page, posted, requires
from people.models import Organisation, User
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read a letter before it leaves, and note the day it left."""
    user = request.user
    found = _letter_for(user, public_id)
    if request.method == "POST" and not may_decide_measure(user, found.measure):
        raise PermissionDenied
    form = SendingForm(posted(request), initial={"sent_on": _today()})

    def act() -> None:
        sent_on = form.cleaned_data["sent_on"]
        mark_letter_sent(actor=user, letter=found, sent_on=sent_on, now=database_now())

    if attempted(form, act):
        messages.success(request, _("Noted that the letter left."))
        return redirect(found.measure)
    can_send = found.sent_on is None and may_decide_measure(user, found.measure)
    context = {
        "letter": found,
        "measure": found.measure,
        "can_send": can_send,
        "can_renew": can_send and found.kind == LETTER_OF[found.measure.kind],
        "in_the_way": _in_the_way(found) if can_send else "",
    }
    return form_page(request, "incidents/letter.html", form, context)


@require_POST
def letter_renewal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a letter again that has not left."""
    user = request.user
    found = _letter_for(user, public_id)
    if not may_decide_measure(user, found.measure):
        raise PermissionDenied
    try:
        renew_letter(actor=user, letter=found, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("The letter was made again."))
    return redirect(found)


@require_safe
def letter_file(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give the letter as PDF, once it may leave; its name says nothing about anybody."""
    found = _letter_for(request.user, public_id)
    in_the_way = "" if found.sent_on else _in_the_way(found)
    if in_the_way:
        messages.error(request, in_the_way)
        return redirect(found)
    return _pdf(letter_pdf(found), f"letter-{str(found.public_id)[-8:]}.pdf")


@require_safe
@requires(may_word_letters)
def wordings(request: UserRequest) -> HttpResponse:
    """List the letters in each language, and which of them are worded here."""
    own = own_wordings()
    rows = [
        {
            "kind": kind.value,
            "label": TEXTS[kind].label,
            "languages": [(code, name, (kind, code) in own) for code, name in settings.LANGUAGES],
        }
        for kind in LetterKind
    ]
    return render(request, "incidents/wordings.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_word_letters)
def wording_of(request: UserRequest, kind: str, language: str) -> HttpResponse:
    """Word one letter in one language; an empty text goes back to the built-in one."""
    _known(kind, language)
    subject, body = wording(LetterKind(kind), language)
    form = WordingForm(posted(request), initial={"subject": subject, "body": body})

    def act() -> None:
        data, actor = form.cleaned_data, request.user
        if data["subject"] or data["body"]:
            word_letter(actor=actor, kind=kind, language=language, now=database_now(), **data)
        else:
            unword_letter(actor=actor, kind=kind, language=language)

    if attempted(form, act):
        messages.success(request, _("Kept. Letters made before stay as they are."))
        return redirect("incidents:wordings")
    context = {
        "kind": kind,
        "language": language,
        "label": TEXTS[LetterKind(kind)].label,
        "language_name": dict(settings.LANGUAGES)[language],
        "placeholders": PLACEHOLDERS.items(),
    }
    return form_page(request, "incidents/wording.html", form, context)


@require_safe
@requires(may_word_letters)
def wording_file(request: UserRequest, kind: str, language: str) -> HttpResponse:
    """Show a wording on paper, with the words in braces still open."""
    _known(kind, language)
    subject, body = wording(LetterKind(kind), language)
    drawn = sample_pdf(subject=subject, body=body, language=language, day=_today())
    return _pdf(drawn, f"{kind}-{language}.pdf")


def _letter_for(user: User, public_id: uuid.UUID) -> Letter:
    seen = Letter.objects.visible_to(user).select_related("measure__customer__identity")
    found = get_object_or_404(seen.distinct(), public_id=public_id)
    if not may_read_measure(user, found.measure):
        raise PermissionDenied
    return found


def _in_the_way(found: Letter) -> str:
    try:
        check_may_leave(found)
    except RuleBroken as problem:
        return str(problem.message)
    return ""


def _today() -> dt.date:
    return Organisation.current().day_of(database_now())


def _known(kind: str, language: str) -> None:
    if kind not in list(LetterKind) or language not in dict(settings.LANGUAGES):
        raise Http404


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
