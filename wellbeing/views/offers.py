"""A check-in somebody is offered: take it with a moment of one's own, or leave it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.forms.whom import WishForm
from wellbeing.models import CareOffer
from wellbeing.operations import answer_offer
from wellbeing.queries.circle import choosable_for
from wellbeing.views.common import refuse, render_refused

PAGE = "wellbeing/offer.html"


def _seen(request: UserRequest, public_id: uuid.UUID) -> CareOffer:
    offers = CareOffer.objects.visible_to(request.user).select_related("incident")
    return get_object_or_404(offers, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose a moment and somebody to talk to."""
    row, user = _seen(request, public_id), request.user
    choosable = choosable_for(user, about=row.incident, now=database_now())
    form = WishForm(request.POST if request.method == "POST" else None, choosable=choosable)
    if request.method != "POST":
        return render(request, PAGE, {"offer": row, "form": form})
    if form.is_valid():
        wish, now = form.wish(), database_now()
        try:
            answer_offer(actor=user, offer=row, is_taken=True, wish=wish, now=now)
        except RuleBroken as error:
            refuse(
                form,
                error,
                wish_at="on",
                wish_when="when",
                wish_with="with_whom",
                wish_buddy="buddy",
            )
        else:
            messages.success(request, _("Your check-in is planned."))
            return redirect("wellbeing:home")
    return render_refused(request, PAGE, {"offer": row, "form": form})


@require_POST
def offer_refusal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Leave the offer."""
    row = _seen(request, public_id)
    try:
        answer_offer(actor=request.user, offer=row, is_taken=False, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("That is fine. You can ask for a check-in at any time."))
    return redirect("wellbeing:home")
