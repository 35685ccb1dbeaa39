"""What goes out from a pattern card, to colleagues and to customers, and how it is worked out."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.http import UserRequest, posted
from people.queries import database_now
from reports.forms.cards import MessageForm, SurveyForm
from reports.models import CardMessage
from reports.operations import note_survey, tell_reporters
from reports.views.patterns import card_or_404, decided

# Authors and journals are the same in every language.
SOURCES = {
    "shrunken": "DuMouchel, The American Statistician 53:177 (1999)",
    "lists": "Newton et al., Biostatistics 5:155 (2004); "
    "Ahmed et al., Statistics in Medicine 28:1774 (2009)",
    "effect": "Przyborowski & Wilenski, Biometrika 31:313 (1940); "
    "Clopper & Pearson, Biometrika 26:404 (1934); "
    "McCullagh & Nelder, Generalized Linear Models, 4.5 (1989); "
    "Schuirmann, J. Pharmacokin. Biopharm. 15:657 (1987)",
}


@require_http_methods(["GET", "HEAD", "POST"])
def message_new(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tell everybody who reported, without seeing who they are."""
    card = card_or_404(request, public_id)
    form = MessageForm(posted(request))
    return decided(
        request,
        card,
        form,
        ("reports/pattern_message_new.html", _("It is sent to those who reported.")),
        lambda: tell_reporters(
            actor=request.user, card=card, **form.cleaned_data, now=database_now()
        ),
    )


@require_safe
def message(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one message to who got it."""
    rows = CardMessage.objects.visible_to(request.user).select_related("card__product")
    found = get_object_or_404(rows, public_id=public_id)
    return render(request, "reports/pattern_message.html", {"message": found})


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep where the customer survey is, when it was sent and what came back."""
    card = card_or_404(request, public_id)
    now_there = {
        "url": card.survey_url,
        "sent_on": card.survey_sent_on,
        "result": card.survey_result,
    }
    form = SurveyForm(posted(request), initial=now_there)
    return decided(
        request,
        card,
        form,
        ("reports/pattern_survey.html", _("Noted.")),
        lambda: note_survey(card=card, **form.cleaned_data, now=database_now()),
    )


@require_safe
def how(request: UserRequest) -> HttpResponse:
    """Explain how patterns are found and effects worked out, with the sources."""
    return render(request, "reports/patterns_how.html", {"sources": SOURCES})
