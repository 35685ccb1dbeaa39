"""Patterns: a card for each product, or customer, that leads to more reports than expected."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted
from people.queries import database_now
from reports import queries
from reports.forms.cards import CloseForm, DismissForm, LookForm, StepForm
from reports.models import CardStep, PatternCard
from reports.operations import (
    add_step,
    close_card,
    dismiss_card,
    look_again,
    remove_step,
    reopen_card,
    take_card,
)
from reports.permissions import may_follow_patterns
from reports.queries.cards import (
    STATES,
    above_usual,
    causes_of,
    evidence_of,
    last_look,
    may_survey,
)

PAGE = 20


@dataclass(frozen=True)
class Words:
    """What the page of a decision says: above the form, on its button, and once it is done."""

    title: str
    lead: str
    button: str
    said: str


@require_safe
def patterns(request: UserRequest) -> HttpResponse:
    """List the cards, the open ones first; `?show=closed` gives those that are closed."""
    if not may_follow_patterns(request.user):
        raise Http404
    shows_closed = request.GET.get("show") == "closed"
    cards = PatternCard.objects.visible_to(request.user)
    cards = cards.exclude(closed_at=None) if shows_closed else cards.open()
    rows = cards.select_related("product", "customer__identity", "team", "owner")
    page = Paginator(rows.prefetch_related("steps"), PAGE).get_page(request.GET.get("page"))
    today = queries.today(database_now())
    shown = [(card, STATES[card.state(today)], card.state(today)) for card in page]
    query = "show=closed" if shows_closed else ""
    context = {
        "page": page,
        "query": query,
        "cards": shown,
        "shows_closed": shows_closed,
        "last_look": last_look(),
    }
    if not shown:
        context["has_cards"] = PatternCard.objects.visible_to(request.user).exists()
    return render(request, "reports/patterns.html", context)


@require_safe
def pattern(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one card: what was found, what is done, and what can be decided."""
    card = card_or_404(request, public_id)
    state = card.state(queries.today(database_now()))
    context = {
        "card": card,
        "state": state,
        "state_words": STATES[state],
        "evidence": evidence_of(card),
        "causes": causes_of(card),
        "above_usual": above_usual(card),
        "may_survey": may_survey(card),
        "months": list(
            zip(card.picture.get("months", []), card.picture.get("values", []), strict=True)
        ),
        "is_owner": card.owner_id == request.user.pk,
    }
    return render(request, "reports/pattern.html", context)


@require_POST
def owner(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the card."""
    card = card_or_404(request, public_id)
    return _done(
        request,
        card,
        lambda: take_card(actor=request.user, card=card, now=database_now()),
        _("You follow this pattern now."),
    )


@require_POST
def reopening(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Look at a dismissed card after all."""
    card = card_or_404(request, public_id)
    return _done(request, card, lambda: reopen_card(card=card), _("It is back on the list."))


@require_POST
def step_removal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a step back."""
    steps = CardStep.objects.visible_to(request.user).select_related("card")
    step = get_object_or_404(steps, public_id=public_id)
    return _done(request, step.card, lambda: remove_step(step=step), _("The step is gone."))


@require_http_methods(["GET", "HEAD", "POST"])
def step_new(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add something that is done."""
    card = card_or_404(request, public_id)
    form = StepForm(posted(request), card=card)
    return decided(
        request,
        card,
        form,
        Words(
            _("Add a step"),
            _("What is done about it, by whom and from when."),
            _("Add the step"),
            _("It is on the card."),
        ),
        lambda: add_step(actor=request.user, card=card, step=form.step(), now=database_now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose the day on which the effect is looked at."""
    card = card_or_404(request, public_id)
    form = LookForm(posted(request), initial={"on": card.look_again_on})
    return decided(
        request,
        card,
        form,
        Words(
            _("Look again"),
            _("About twelve weeks are needed before a drop could be told from chance."),
            _("Keep the day"),
            _("Noted."),
        ),
        lambda: look_again(card=card, on=form.day(), now=database_now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def dismissal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Leave it alone until a day."""
    card = card_or_404(request, public_id)
    form = DismissForm(posted(request), card=card)
    return decided(
        request,
        card,
        form,
        Words(
            _("Leave it alone for now"),
            _("The card stays. It comes back on the day you choose, also when nothing changes."),
            _("Leave it alone"),
            _("It is left alone until then."),
        ),
        lambda: dismiss_card(
            actor=request.user, card=card, **form.cleaned_data, now=database_now()
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close it with what came of it."""
    card = card_or_404(request, public_id)
    form = CloseForm(posted(request))
    return decided(
        request,
        card,
        form,
        Words(
            _("Close this card"),
            _(
                "It rests now. If the pattern is there again, a new card opens after half a year "
                "at the latest, and refers to this one."
            ),
            _("Close the card"),
            _("The card is closed."),
        ),
        lambda: close_card(actor=request.user, card=card, **form.cleaned_data, now=database_now()),
    )


def card_or_404(request: UserRequest, public_id: uuid.UUID) -> PatternCard:
    """Give the card of an address to who may see it and decide about it."""
    rows = PatternCard.objects.visible_to(request.user).select_related(
        "product", "customer__identity", "team", "owner", "previous", "dismissed_by", "closed_by"
    )
    rows = rows.prefetch_related("steps__team", "messages", "joins__continued_in")
    card = get_object_or_404(rows, public_id=public_id)
    if not may_follow_patterns(request.user):
        raise PermissionDenied
    return card


def _done(
    request: UserRequest, card: PatternCard, work: Callable[[], object], said: str
) -> HttpResponse:
    try:
        work()
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, said)
    return redirect(card)


def decided(
    request: UserRequest,
    card: PatternCard,
    form: forms.Form,
    words: Words,
    work: Callable[[], object],
) -> HttpResponse:
    """Do what a form decides about a card, or show the form."""
    if form.is_valid():
        try:
            work()
        except RuleBroken as error:
            error.show_in(form)
        else:
            messages.success(request, words.said)
            return redirect(card)
    context = {"card": card, "words": words}
    return form_page(request, "reports/pattern_decision.html", form, context)
