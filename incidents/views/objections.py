"""Objections that come in where the letters say, noted without reading what they are about."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.forms.objections import NotedObjectionForm
from incidents.forms.rule import attempted
from incidents.models import Objection
from incidents.operations.measures import receive_objection
from incidents.permissions import may_note_objections
from people.http import UserRequest, form_page, posted, requires
from people.models import Organisation
from people.queries import database_now

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_note_objections)
def objection_new(request: UserRequest) -> HttpResponse:
    """Note an objection of exactly this customer; who leads the team or advises answers it."""
    today = Organisation.current().day_of(database_now())
    form = NotedObjectionForm(posted(request), initial={"received_on": today})
    made: list[Objection] = []
    if request.method == "POST":
        logger.info("measures looked up by %s: %s", request.user.public_id, len(form.measures))

    def act() -> None:
        values = {key: form.cleaned_data[key] for key in ("received_on", "text")}
        measure, now = form.measure(), database_now()
        made.append(receive_objection(actor=request.user, measure=measure, now=now, **values))

    if attempted(form, act):
        day = date_format(made[0].due_on, "j F")
        messages.success(request, _("Noted. The answer is due on %(day)s.") % {"day": day})
        return redirect("incidents:objection_new")
    return form_page(request, "incidents/objection_noted.html", form)
