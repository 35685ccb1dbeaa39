"""Reports for who leads the team, the adviser, and the reporter."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from incidents.models import Answer, Customer, Incident
from incidents.permissions import may_answer, may_complete
from incidents.queries.next_steps import is_alarming
from incidents.queries.panels import panels_of
from people.http import UserRequest
from people.models import User
from people.queries import database_now
from wellbeing.forms.planning import ReportFilterForm
from wellbeing.permissions import (
    can_become_scenario,
    may_ask_scenario,
    may_go_on_with_scenario,
    may_open_reports,
)
from wellbeing.queries.impact import impact_question
from wellbeing.queries.library import asked_about, consent_for
from wellbeing.queries.overview import reports_to_lead
from wellbeing.queries.sheets import SheetMaker
from wellbeing.queries.story import care_planned_for, story_of
from wellbeing.queries.talks import supports_about, unclaimed_alert
from wellbeing.views.common import allow, page_of, query_without_page

REPORTS_PER_PAGE = 25


@require_safe
def reports(request: UserRequest) -> HttpResponse:
    """The reports a manager, deputy or adviser looks after, narrowed by the address."""
    allow(may_open_reports(request.user))
    filters = ReportFilterForm(request.GET, user=request.user)
    page = page_of(request, reports_to_lead(request.user, filters.wanted()), REPORTS_PER_PAGE)
    context = {
        "filters": filters,
        "page": page,
        "rows": SheetMaker(request.user).sheets(page),
        "query": query_without_page(request),
    }
    return render(request, "wellbeing/reports.html", context)


@require_safe
def report(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """One report: the leader's page with the next step, or the reporter's own."""
    found = Incident.objects.visible_to(request.user).select_related(
        "team", "site", "product", "reported_by"
    )
    incident = get_object_or_404(found, public_id=public_id)
    is_own = incident.reported_by_id == request.user.pk
    if not found.readable_by(request.user).filter(pk=incident.pk).exists():
        return _withheld(request, incident)
    template = "wellbeing/report_own.html" if is_own else "wellbeing/report.html"
    return render(request, template, _context(request.user, incident))


def _context(user: User, incident: Incident) -> dict[str, Any]:
    """Return what the page of a report shows to a reader who may see it."""
    seen = Answer.objects.visible_to(user).filter(incident=incident)
    answers = list(seen.select_related("written_by").order_by("-written_at"))
    is_own = incident.reported_by_id == user.pk
    sheet, now = SheetMaker(user).sheet(incident), database_now()
    return {
        "incident": incident,
        "now": now,
        "is_alarming": is_alarming(incident, now),
        "panels": panels_of(user, incident, now),
        "facts": sheet,
        "title": sheet.title,
        "answers": answers,
        "is_waiting": bool(answers) and answers[0].reply == "",
        "story": story_of(incident, user, with_customer=not is_own),
        "impact": impact_question(user, incident, now) if is_own else None,
        "customer": None if is_own else _customer_of(user, incident),
        "can_answer": may_answer(user, incident),
        "can_complete": may_complete(user, incident),
        "practice": _practice_context(user, incident),
        **_care_context(user, incident),
    }


def _practice_context(user: User, incident: Incident) -> dict[str, Any]:
    """Return whether it was asked to practise with this, and whether this reader can ask."""
    consent = consent_for(user, incident)
    if consent is not None or not can_become_scenario(incident):
        return {"consent": consent}
    asked = asked_about(incident)
    if asked is not None:
        return {"can_go_on": may_go_on_with_scenario(user, asked)}
    return {"can_ask": may_ask_scenario(user, incident)}


def _withheld(request: UserRequest, incident: Incident) -> HttpResponse:
    """The day, the behaviours and what was agreed, for who may not read the rest yet."""
    context = {
        "incident": incident,
        "facts": SheetMaker(request.user).sheet(incident),
        "supports": supports_about(incident, request.user),
    }
    return render(request, "wellbeing/report_withheld.html", context)


def _customer_of(user: User, incident: Incident) -> Customer | None:
    if incident.customer_id is None:
        return None
    return Customer.objects.visible_to(user).filter(pk=incident.customer_id).first()


def _care_context(user: User, incident: Incident) -> dict[str, Any]:
    care = care_planned_for(incident, user)
    planned = care.checkins
    return {
        "care": care,
        "checkins": planned,
        "next_checkin": planned[0] if planned else None,
        "own_checkin": next((c for c in planned if c.owner_id == user.pk), None),
        "alert": unclaimed_alert(planned, user),
    }
