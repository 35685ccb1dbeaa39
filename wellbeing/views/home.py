"""Where people land, their own pages, and what is said after sending a report."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from incidents.codes import Severity
from incidents.models import Answer, Incident
from incidents.queries.moment import moment_of
from incidents.queries.next_steps import is_alarming, is_asking, police_step_of
from incidents.queries.people_panels import colleagues_of
from incidents.queries.task import Task, TaskKind
from incidents.queries.tasks import grouped, tasks_of
from people.http import UserRequest
from people.models import Notice, User
from people.operations import read_notice
from people.queries import database_now
from wellbeing.guidance import card_after_report, card_after_tally
from wellbeing.models import CareOffer
from wellbeing.queries.agenda import coming_up, holds_checkins
from wellbeing.queries.circle import someone_to_talk_to, unmet_wish_of
from wellbeing.queries.helpers import slots_of
from wellbeing.queries.impact import impact_question
from wellbeing.queries.overview import (
    draft_of,
    newest_answers,
    own_reports,
    supports_for,
    written_for_others,
)
from wellbeing.queries.sheets import SheetMaker
from wellbeing.queries.story import care_planned_for
from wellbeing.queries.talks import promised_by
from wellbeing.views.common import page_of, query_without_page
from wellbeing.views.guidance import may_offer_card
from wellbeing.views.shift import shift_form_for

ANSWERS = 2
NOTICES_ON_HOME = 5
OWN_REPORTS_PER_PAGE = 20
NOON, EVENING = 12, 18


@require_safe
def start(request: UserRequest) -> HttpResponse:
    """Go to the page this role begins the day with."""
    return redirect(_landing_of(request.user))


def _landing_of(user: User) -> str:
    if user.is_manager or user.is_adviser:
        return "wellbeing:today"
    if user.is_hr:
        return "reports:promises"
    return "people:people" if user.is_admin else "wellbeing:home"


@require_safe
def home(request: UserRequest) -> HttpResponse:
    """Report in one tap, see what is planned and that reporting works."""
    user, now = request.user, database_now()
    offers, answers = list(CareOffer.objects.visible_to(user).open()), newest_answers(user, ANSWERS)
    every = tasks_of(user, now)
    tasks = [task for task in every if not _is_asked_below(task, answers)]
    shown = [task.path for task in every] + [f"/offer/{offer.public_id}/" for offer in offers]
    moment = moment_of(user, now)
    is_counted = moment is not None and moment.counted is not None
    context = {
        "today": timezone.localdate(now),
        "part_of_day": _part_of_day(timezone.localtime(now).hour),
        "notices": Notice.objects.visible_to(user).lines().beside(shown)[:NOTICES_ON_HOME],
        "now": now,
        "moment": moment,
        "tasks": grouped(tasks),
        "promised": promised_by(user),
        "offers": offers,
        "checkins": coming_up(user, now),
        "draft": draft_of(user),
        "answers": answers,
        "contacts": someone_to_talk_to(user, now=now),
        "slots": slots_of(user, now),
        "is_buddy_asked": user.is_buddy and holds_checkins(user),
        "card": card_after_tally() if is_counted and may_offer_card(request, now) else None,
    }
    return render(request, "wellbeing/home.html", context)


def _is_asked_below(task: Task, answers: list[Answer]) -> bool:
    """Whether "is this enough?" stands with the answer itself, further down the same page."""
    return task.kind == TaskKind.HEARD and task.path in {
        answer.incident.get_absolute_url() for answer in answers if not answer.reply
    }


def _part_of_day(hour: int) -> str:
    if hour < NOON:
        return "morning"
    return "afternoon" if hour < EVENING else "evening"


@require_POST
def readings(request: UserRequest) -> HttpResponse:
    """Mark a notice as read and go where it points."""
    key = request.POST.get("notice", "")
    pk = int(key) if key.isascii() and key.isdigit() else 0
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    read_notice(actor=request.user, notice=notice, now=database_now())
    return redirect(notice.path)


@require_safe
def mine(request: UserRequest) -> HttpResponse:
    """A person's own reports with what came of them."""
    now = database_now()
    page = page_of(request, own_reports(request.user), OWN_REPORTS_PER_PAGE)
    context = {
        "page": page,
        "rows": SheetMaker(request.user).sheets(page),
        "query": query_without_page(request),
        "now": now,
        "checkins": coming_up(request.user, now),
        "draft": draft_of(request.user),
        "supports": supports_for(request.user),
        "for_others": written_for_others(request.user),
    }
    return render(request, "wellbeing/mine.html", context)


@require_safe
def thanks(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who does what by when, for the reporter alone."""
    own = Incident.objects.visible_to(request.user).filter(reported_by=request.user)
    incident = get_object_or_404(own, public_id=public_id)
    care, now = care_planned_for(incident, request.user), database_now()
    police = police_step_of(incident)
    context = {
        "incident": incident,
        "is_alarming": is_alarming(incident, now),
        "is_grave": incident.severity == Severity.PHYSICAL,
        "can_ask_witness": bool(colleagues_of(incident, now)),
        "police": police if is_asking(police, now) else None,
        "care": care,
        "checkins": care.checkins,
        "shift_form": shift_form_for(request, care.checkins),
        "impact": impact_question(request.user, incident, now),
        "unmet_wish": unmet_wish_of(incident, now),
        "contacts": someone_to_talk_to(request.user, now=now),
        "card": card_after_report(severity=incident.care_severity, channel=incident.channel)
        if may_offer_card(request, now)
        else None,
    }
    return render(request, "wellbeing/thanks.html", context)
