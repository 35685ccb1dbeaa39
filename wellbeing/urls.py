"""Addresses of the care pages. What is done to a check-in is a resource of its own."""

from django.urls import path

from wellbeing.views import (
    checkins,
    confirmation,
    courses,
    home,
    offers,
    quiz,
    reflections,
    reports,
    today,
    training,
)
from wellbeing.views.practice import library

app_name = "wellbeing"

urlpatterns = [
    path("", home.start, name="start"),
    path("home/", home.home, name="home"),
    path("mine/", home.mine, name="mine"),
    path("notices/readings/", home.readings, name="readings"),
    path("today/", today.today, name="today"),
    path("reports/", reports.reports, name="reports"),
    path("report/<uuid:public_id>/", reports.report, name="report"),
    path("report/<uuid:public_id>/thanks/", home.thanks, name="thanks"),
    path("report/<uuid:public_id>/confirmation/", confirmation.confirmation, name="confirmation"),
    path("report/<uuid:public_id>/refusal/", confirmation.report_refusal, name="report_refusal"),
    path("checkin/new/", checkins.checkin_new, name="checkin_new"),
    path("checkin/<uuid:public_id>/", checkins.checkin, name="checkin"),
    path("checkin/<uuid:public_id>/time/", checkins.time, name="time"),
    path("checkin/<uuid:public_id>/holder/", checkins.holder, name="holder"),
    path("checkin/<uuid:public_id>/handover/", checkins.handover, name="handover"),
    path("checkin/<uuid:public_id>/refusal/", checkins.refusal, name="refusal"),
    path("checkin/<uuid:public_id>/claim/", checkins.claim, name="claim"),
    path(
        "support/<uuid:public_id>/completion/",
        checkins.support_completion,
        name="support_completion",
    ),
    path("offer/<uuid:public_id>/", offers.offer, name="offer"),
    path("offer/<uuid:public_id>/refusal/", offers.offer_refusal, name="offer_refusal"),
    path("reflections/", reflections.reflections, name="reflections"),
    path("reflections/new/", reflections.reflection_new, name="reflection_new"),
    path("reflections/shared/", reflections.shared, name="reflections_shared"),
    path("reflections/<uuid:public_id>/", reflections.reflection, name="reflection"),
    path("reflections/<uuid:public_id>/words/", reflections.words, name="reflection_words"),
    path("reflections/<uuid:public_id>/last-day/", reflections.last_day, name="reflection_day"),
    path("reflections/<uuid:public_id>/sharing/", reflections.sharing, name="reflection_sharing"),
    path(
        "reflections/<uuid:public_id>/sharing/end/",
        reflections.sharing_end,
        name="reflection_sharing_end",
    ),
    path("reflections/<uuid:public_id>/shredding/", reflections.shredding, name="shredding"),
    path("training/", training.training, name="training"),
    path("training/needs/", training.needs, name="needs"),
    path("training/plans/", training.plans, name="plans"),
    path("training/completions/", training.completions, name="completions"),
    path("training/courses/", courses.courses, name="courses"),
    path("training/courses/new/", courses.course_new, name="course_new"),
    path("training/courses/import/", courses.attendance_import, name="attendance_import"),
    path(
        "training/courses/import/lines/",
        courses.imported_attendances,
        name="imported_attendances",
    ),
    path("training/courses/<uuid:public_id>/", courses.course, name="course"),
    path("training/courses/<uuid:public_id>/attendances/", courses.attendances, name="attendances"),
    path("training/quiz/<int:number>/", quiz.question, name="quiz"),
    path("training/quiz/visit/", quiz.quiz_visit, name="quiz_visit"),
    path("training/need/<uuid:public_id>/refusal/", training.need_refusal, name="need_refusal"),
    path("practice/", library.practice, name="practice"),
    path("practice/<uuid:public_id>/", library.scenario, name="scenario"),
]
