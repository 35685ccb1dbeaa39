"""What goes out from a pattern card, to colleagues and to customers, and how it is worked out."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.http import UserRequest, posted
from people.queries import database_now
from reports.exports import table_answer
from reports.forms.cards import MessageForm, SurveyForm
from reports.models import CardMessage, PatternCard
from reports.operations import note_survey, tell_reporters
from reports.queries.breakdown import told
from reports.queries.cards import causes_of, months_of
from reports.queries.files import most_of
from reports.views.patterns import Words, card_or_404, decided

# Authors and journals are the same in every language.
SOURCES = {
    "expected": "Breslow & Day, Statistical Methods in Cancer Research II, IARC 82 (1987), ch. 2",
    "usual": "Spiegelhalter, Statistics in Medicine 24:1185 (2005)",
    "unknown": "Barnett et al., International Journal of Epidemiology 34:215 (2005)",
    "nobody": "Hundepool et al., Statistical Disclosure Control, Wiley (2012)",
    "shrunken": "DuMouchel, The American Statistician 53:177 (1999)",
    "lists": "Newton et al., Biostatistics 5:155 (2004); "
    "Ahmed et al., Statistics in Medicine 28:1774 (2009)",
    "ahead": "DuMouchel, The American Statistician 53:177 (1999); "
    "Fader & Hardie, Marketing Science 24:275 (2005)",
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
        _words_to_tell(card),
        lambda: tell_reporters(
            actor=request.user, card=card, **form.cleaned_data, now=database_now()
        ),
    )


def _words_to_tell(card: PatternCard) -> Words:
    lead = _(
        "Everybody who reported about %(product)s up to %(last)s gets the same message on their "
        "home page. You don’t see who they are, nor how many."
    )
    told = {"product": card.subject, "last": date_format(card.seen_in, "F Y")}
    said = _("It is sent to those who reported.")
    return Words(_("Tell the people who reported"), lead % told, _("Send it"), said)


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
        Words(
            _("Customer survey"),
            _(
                "Your own survey, in your own tool. Leave out customers with whom there is a "
                "warning or a measure: for them it is not the moment."
            ),
            _("Keep this"),
            _("Noted."),
        ),
        lambda: note_survey(card=card, **form.cleaned_data, now=database_now()),
    )


@require_safe
def pattern_table(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give months and causes of a card for a spreadsheet, withheld where the page withholds."""
    card = card_or_404(request, public_id)
    rows: list[tuple[object, ...]] = [(_("Table"), _("What"), _("Reports"))]
    for month, reports in months_of(card):
        rows.append((_("Month"), date_format(month, "F Y"), told(reports)))
    rows += [(_("Cause"), cause.label, most_of(cause.reports)) for cause in causes_of(card)]
    return table_answer(request, rows, f"pattern-{card.public_id}")


@require_safe
def how(request: UserRequest) -> HttpResponse:
    """Explain how patterns are found and effects worked out, with the sources."""
    return render(request, "reports/patterns_how.html", {"sources": SOURCES})
