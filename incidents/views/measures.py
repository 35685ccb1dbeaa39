"""Measures: the list, a proposal from a report, and the page of one."""

import datetime as dt
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.forms.measures import MeasureFilterForm, ProposalForm, TermsForm
from incidents.forms.rule import attempted
from incidents.forms.second_look import ReasonForm
from incidents.http import report_to_read
from incidents.models import Measure
from incidents.operations.measures import (
    draft_letter,
    propose_measure,
    refuse_measure,
    second_measure,
    take_measure,
)
from incidents.permissions import (
    can_carry_measure,
    leads_report,
    may_decide_measure,
    may_open_customers,
    may_propose,
    may_read_measure,
    may_second_measure,
)
from incidents.queries.measures import (
    Wanted,
    facts_of,
    measures_listed,
    reports_for,
    rests_on,
    rules_in_force,
    teams_to_choose,
)
from people.errors import RuleBroken
from people.http.requests import UserRequest, form_page, posted, requires
from people.models import Organisation, User
from people.queries import database_now

PER_PAGE = 25


def measure_for(user: User, public_id: uuid.UUID) -> Measure:
    """Return a measure somebody may see, or 404."""
    seen = Measure.objects.visible_to(user).distinct()
    related = seen.select_related("customer__identity", "team", "proposed_by", "house_rules")
    return get_object_or_404(related, public_id=public_id)


@require_safe
@requires(may_open_customers)
def measures(request: UserRequest) -> HttpResponse:
    """The measures of the customers somebody's teams met, narrowed by the address."""
    user, today = request.user, _today()
    filters = MeasureFilterForm(request.GET, teams=teams_to_choose(user))
    team = filters.value("team")
    wanted = Wanted(filters.value("state") or "", filters.value("kind"), team.pk if team else None)
    rows = measures_listed(user, wanted, today)
    pairs = [(key, value) for key, value in request.GET.items() if key != "page" and value]
    context = {
        "filters": filters,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": "&".join(f"{key}={value}" for key, value in pairs if key in filters.fields),
        "today": today,
    }
    return render(request, "incidents/measures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_new(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Propose a step toward the customer of a report."""
    user = request.user
    incident = report_to_read(user, public_id, "customer__identity", "team")
    if not may_propose(user, incident):
        raise PermissionDenied
    if incident.customer is None:
        raise Http404
    customer = incident.customer
    form = ProposalForm(posted(request), reports=reports_for(user, incident), first=incident)
    made: list[Measure] = []
    names = {"facts": form.name_of(form.reports[0])} if form.reports else {}

    def propose() -> None:
        data = form.cleaned_data
        made.append(
            propose_measure(
                actor=user, customer=customer, kind=data["kind"], facts=form.facts(),
                why=data["why"], now=database_now(),
            )
        )  # fmt: skip

    if attempted(form, propose, names):
        messages.success(request, _("Proposed. Who leads your team decides, and tells you."))
        return redirect(made[0])
    context = {
        "incident": incident,
        "can_carry": can_carry_measure(customer),
        "can_say_who": leads_report(user, incident) or user.is_adviser,
    }
    return form_page(request, "incidents/measure_new.html", form, context)


@require_safe
def measure(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one measure; who proposed it without leading sees how it stands, no more."""
    user = request.user
    found = measure_for(user, public_id)
    today = _today()
    context: dict[str, object] = {"measure": found, "today": today}
    if not may_read_measure(user, found):
        return render(request, "incidents/measure_own.html", context)
    context |= {
        "facts": facts_of(found),
        "rests": rests_on(found),
        "letters": found.letters.all(),
        "objections": found.objections.select_related("decided_by"),
        "can_decide": found.is_taken is None and may_decide_measure(user, found),
        "can_second": bool(found.prepared_at) and may_second_measure(user, found),
        "can_review": found.is_in_force(today) and may_decide_measure(user, found),
        "names_proposer": not _is_hidden(found),
    }
    return render(request, "incidents/measure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_decision(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Fill in the terms, check the answers and the letter, and take the measure."""
    user, now = request.user, database_now()
    found = measure_for(user, public_id)
    if not may_decide_measure(user, found):
        raise PermissionDenied
    if found.is_taken is not None or found.prepared_at:
        return redirect(found)
    form = TermsForm(
        posted(request),
        measure=found,
        grounds=list(facts_of(found)),
        rules=rules_in_force(now),
        today=Organisation.current().day_of(now),
    )
    step = request.POST.get("step")
    if step == "change":
        return render(request, "incidents/measure_decision.html", _terms(found, form))
    names = {"facts": f"fact_{form.grounds[0].pk}"} if form.grounds else {}
    if step == "take":
        if attempted(form, lambda: _take(user, found, form), names):
            messages.success(request, _told(found))
            return redirect(found)
        return form_page(request, "incidents/measure_decision.html", form, _terms(found, form))
    letter: list[tuple[str, str]] = []
    if attempted(form, lambda: letter.append(_drafted(found, form)), names):
        context = {**_terms(found, form), "subject": letter[0][0], "body": letter[0][1]}
        return render(request, "incidents/measure_check.html", context)
    return form_page(request, "incidents/measure_decision.html", form, _terms(found, form))


@require_http_methods(["GET", "HEAD", "POST"])
def measure_refusal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that a measure is not taken, and why."""
    user = request.user
    found = measure_for(user, public_id)
    if not may_decide_measure(user, found):
        raise PermissionDenied
    if found.is_taken is not None:
        return redirect(found)
    form = ReasonForm(posted(request))

    def turn_down() -> None:
        reason = form.cleaned_data["reason"]
        refuse_measure(actor=user, measure=found, reason=reason, now=database_now())

    if attempted(form, turn_down):
        messages.success(request, _("Kept. Who proposed it reads your reason."))
        return redirect(found)
    return form_page(request, "incidents/measure_refusal.html", form, {"measure": found})


@require_http_methods(["POST"])
def measure_second(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Agree, as the second person, with an end of the relation."""
    user = request.user
    found = measure_for(user, public_id)
    if not may_second_measure(user, found):
        raise PermissionDenied
    try:
        second_measure(actor=user, measure=found, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("Taken by the two of you. The letter is ready."))
    return redirect(found)


def _today() -> dt.date:
    """Return the day where the organisation is, whoever looks."""
    return Organisation.current().day_of(database_now())


def _terms(found: Measure, form: TermsForm) -> dict[str, object]:
    return {"measure": found, "form": form, "rests": rests_on(found)}


def _take(user: User, found: Measure, form: TermsForm) -> None:
    take_measure(
        actor=user, measure=found, terms=form.terms(), facts=form.facts(), now=database_now()
    )
    found.refresh_from_db()


def _drafted(found: Measure, form: TermsForm) -> tuple[str, str]:
    return draft_letter(measure=found, terms=form.terms(), facts=form.facts(), now=database_now())


def _told(found: Measure) -> str:
    if found.is_taken:
        return _("Taken. The letter is ready to be sent.")
    return _("Filled in. It holds when a second person agrees.")


def _is_hidden(found: Measure) -> bool:
    """The name of who proposed it stays away when they reported it without their name."""
    own = found.grounds.filter(incident__reported_by=found.proposed_by_id)
    return own.filter(incident__is_anonymous=True).exists()
