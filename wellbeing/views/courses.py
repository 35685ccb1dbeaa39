"""Courses: one's own, who is due in the teams one leads, and what is given."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.forms.rule import attempted
from people.http import UserRequest, form_page, posted, requires
from people.queries import database_now
from wellbeing.forms.courses import FAULTS, AttendanceForm, CourseForm, RosterForm, SheetForm
from wellbeing.models import Course, QuizVisit
from wellbeing.operations.courses import keep_attendances, record_attendances, save_course
from wellbeing.permissions import may_edit_courses, may_record_attendances
from wellbeing.queries.courses import due_in_teams, members_of, own_courses
from wellbeing.queries.overview import teams_led_by
from wellbeing.queries.roster import roster_of
from wellbeing.views.common import query_without_page

DUE_PER_PAGE = 25


@require_safe
def courses(request: UserRequest) -> HttpResponse:
    """One's own courses; for who leads, who is due; for HR and administrators, all courses."""
    user, today = request.user, timezone.localdate()
    teams = teams_led_by(user)
    team = next((t for t in teams if str(t.public_id) == request.GET.get("team")), None)
    led = [team.pk] if team else user.led_team_ids
    due = due_in_teams(led, today) if user.is_manager else []
    context = {
        "own": own_courses(user, today),
        "visit": QuizVisit.objects.visible_to(user).first(),
        "leads": user.is_manager,
        "teams": teams,
        "team": team,
        "page": Paginator(due, DUE_PER_PAGE).get_page(request.GET.get("page")),
        "query": query_without_page(request),
        "edits": may_edit_courses(user),
        "courses": Course.objects.visible_to(user).order_by("retired_at", "name"),
    }
    return render(request, "wellbeing/courses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_edit_courses)
def course_new(request: UserRequest) -> HttpResponse:
    """Add a course."""
    return _course_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_edit_courses)
def course(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a course."""
    found = get_object_or_404(Course.objects.visible_to(request.user), public_id=public_id)
    return _course_page(request, found)


def _course_page(request: UserRequest, course: Course | None) -> HttpResponse:
    form = CourseForm(posted(request), course=course)
    now = database_now()
    if attempted(
        form,
        lambda: save_course(actor=request.user, course=course, changes=form.to_course(), now=now),
    ):
        messages.success(request, _("Saved."))
        return redirect("wellbeing:courses")
    return form_page(request, "wellbeing/course.html", form, {"course": course})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_record_attendances)
def attendances(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note who of one's teams had a course, several at once."""
    user, today = request.user, timezone.localdate()
    given = Course.objects.visible_to(user).active()
    course = get_object_or_404(given, public_id=public_id)
    form = AttendanceForm(posted(request), members=members_of(user.led_team_ids, today))
    now = database_now()
    if attempted(
        form,
        lambda: record_attendances(
            actor=user,
            course=course,
            people=form.cleaned_data["people"],
            done_on=form.cleaned_data["done_on"],
            now=now,
        ),
    ):
        messages.success(request, _("Noted."))
        return redirect("wellbeing:courses")
    return form_page(request, "wellbeing/attendances.html", form, {"course": course})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_edit_courses)
def attendance_import(request: UserRequest) -> HttpResponse:
    """Read a sheet and show what would be kept; nothing is written yet."""
    form = SheetForm(posted(request), request.FILES or None)
    if not form.is_valid():
        return form_page(request, "wellbeing/attendance_import.html", form)
    roster = roster_of(form.sheet)
    bad = [{"row": line.row, "why": FAULTS[line.fault], "value": line.value} for line in roster.bad]
    context = {
        "roster": roster,
        "bad": bad,
        "rows": RosterForm(user=request.user).sign(roster.new) if roster.new else "",
    }
    return render(request, "wellbeing/attendance_preview.html", context)


@require_POST
@requires(may_edit_courses)
def imported_attendances(request: UserRequest) -> HttpResponse:
    """Keep the good lines that were shown."""
    form = RosterForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.warning(request, _("This took too long. Choose the file again."))
        return redirect("wellbeing:attendance_import")
    n = keep_attendances(
        actor=request.user, attendances=form.cleaned_data["rows"], now=database_now()
    )
    text = ngettext("%(n)s line was added.", "%(n)s lines were added.", n)
    messages.success(request, text % {"n": n})
    return redirect("wellbeing:courses")
