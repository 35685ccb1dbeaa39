"""What is given to make good: from a report, the answer of who may give more, HR's limits."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.codes.customer import Remediable
from incidents.forms.remedies import DecisionForm, RemedyForm, RulesForm
from incidents.forms.rule import refuse
from incidents.models import Incident, Remedy
from incidents.operations.remedies import decide_remedy, give_remedy, set_remedy_rules
from incidents.permissions import may_decide_remedy, may_give, may_set_remedies
from incidents.queries.remedies import allowed_to, limits_for, rows_in_words, rule_rows
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted, requires
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def report_remedies(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give something after a report; above the limit it is asked."""
    user = request.user
    seen = Incident.objects.visible_to(user).select_related("team__parent", "product")
    incident = get_object_or_404(seen, public_id=public_id)
    if not may_give(user, incident):
        raise PermissionDenied
    allowed = allowed_to(user, incident.team_id)
    form = RemedyForm(posted(request), allowed=allowed)
    if form.is_valid():
        try:
            made = give_remedy(
                actor=user, incident=incident, remedy=form.remedy(), now=database_now()
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _given_words(made))
            return redirect("wellbeing:report", public_id)
    context = {"incident": incident, "allowed": allowed}
    return form_page(request, "incidents/remedy_new.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def remedy(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """One remedy; who may give as much answers here."""
    user = request.user
    seen = Remedy.objects.visible_to(user).select_related(
        "incident__team__parent", "incident__reported_by", "product", "asked_by", "decided_by"
    )
    found = get_object_or_404(seen, public_id=public_id)
    may_decide = may_decide_remedy(user, found, limits_for(Remediable.DEPUTY).get(found.kind))
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    form = DecisionForm(posted(request))
    if form.is_valid():
        try:
            decide_remedy(actor=user, remedy=found, **form.cleaned_data, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Your colleague knows."))
            return redirect("incidents:remedy", public_id)
    context = {
        "row": rows_in_words([found], user)[0],
        "can_decide": may_decide and found.decided_at is None,
        "has_report": Incident.objects.visible_to(user).filter(pk=found.incident_id).exists(),
    }
    return form_page(request, "incidents/remedy.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_set_remedies)
def remedy_rules(request: UserRequest) -> HttpResponse:
    """HR's table of what may be given at which role and value."""
    form = RulesForm(posted(request), rows=rule_rows())
    if form.is_valid():
        try:
            set_remedy_rules(actor=request.user, limits=form.limits(), now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Saved. Everybody sees their limits from now on."))
            return redirect("incidents:remedy_rules")
    return form_page(request, "incidents/remedy_rules.html", form)


def _given_words(made: Remedy) -> str:
    if made.is_granted:
        return _("Noted: given to the customer.")
    return _("Asked: this is above your limit. You read the answer here.")
