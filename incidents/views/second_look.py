"""Looking again: reviews, objections, the relation, evidence, and a report that moves."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms.rule import attempted
from incidents.forms.second_look import (
    EvidenceForm,
    MoveForm,
    ObjectionAnswerForm,
    ObjectionForm,
    RelationForm,
    ReviewForm,
)
from incidents.http import report_to_read
from incidents.models import Evidence, Objection, RelationReview
from incidents.operations.measures import (
    add_evidence,
    check_recording,
    decide_objection,
    decide_relation,
    move_report,
    receive_objection,
    review_measure,
    second_relation,
)
from incidents.permissions import (
    may_answer,
    may_check_evidence,
    may_decide_measure,
    may_decide_objection,
    may_propose,
    may_read_measure,
    may_reconsider,
)
from incidents.queries.customers import in_words
from incidents.queries.measures import rests_on
from incidents.queries.relation import scale_of
from incidents.views.measures import measure_for
from people.errors import RuleBroken
from people.http.requests import UserRequest, form_page, posted
from people.models import Organisation
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Look at a measure again: keep, shorten or end it."""
    user = request.user
    found = measure_for(user, public_id)
    if not may_decide_measure(user, found):
        raise PermissionDenied
    if not found.is_taken or found.ended_at is not None:
        return redirect(found)
    form = ReviewForm(posted(request))

    def act() -> None:
        review_measure(actor=user, measure=found, now=database_now(), **form.cleaned_data)

    if attempted(form, act):
        messages.success(request, _("Kept. It stands on the timeline of the reports."))
        return redirect(found)
    context = {"measure": found, "rests": rests_on(found)}
    return form_page(request, "incidents/measure_review.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note an objection that came in."""
    user = request.user
    found = measure_for(user, public_id)
    if not may_read_measure(user, found):
        raise PermissionDenied
    if not found.is_taken:
        return redirect(found)
    today = Organisation.current().day_of(database_now())
    form = ObjectionForm(posted(request), initial={"received_on": today})

    def act() -> None:
        receive_objection(actor=user, measure=found, now=database_now(), **form.cleaned_data)

    if attempted(form, act):
        messages.success(request, _("Noted. The answer is due within 14 days."))
        return redirect(found)
    return form_page(request, "incidents/objection_new.html", form, {"measure": found})


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer an objection: the measure stays, changes or goes."""
    user = request.user
    seen = Objection.objects.visible_to(user).select_related("measure__customer__identity")
    found = get_object_or_404(seen.distinct(), public_id=public_id)
    if not may_decide_objection(user, found):
        raise PermissionDenied
    if found.decided_at is not None:
        return redirect(found.measure)
    form = ObjectionAnswerForm(posted(request))

    def act() -> None:
        decide_objection(actor=user, objection=found, now=database_now(), **form.cleaned_data)

    if attempted(form, act):
        messages.success(request, _("Decided. The letter to the customer is ready."))
        return redirect(found.measure)
    context = {"objection": found, "measure": found.measure}
    return form_page(request, "incidents/objection.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def relation(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Weigh reports, load and cost side by side, and say how we go on."""
    user, now = request.user, database_now()
    seen = RelationReview.objects.visible_to(user).select_related("customer__identity")
    found = get_object_or_404(seen.distinct(), public_id=public_id)
    if request.method == "POST" and not may_reconsider(user, found):
        raise PermissionDenied
    form = RelationForm(posted(request))

    def act() -> None:
        decide_relation(actor=user, review=found, now=now, **form.cleaned_data)

    if attempted(form, act):
        messages.success(request, _("Decided. It holds when a second person agrees."))
        return redirect(found)
    scale, can_act = scale_of(found, now), may_reconsider(user, found)
    context = {
        "review": found,
        "scale": scale,
        "rows": in_words(scale.incidents, user),
        "can_decide": can_act and found.is_open,
        "can_second": can_act and bool(found.decided_at) and found.decided_by_id != user.pk,
        "may_propose": may_propose(user, found.opened_for),
    }
    return form_page(request, "incidents/relation.html", form, context)


@require_POST
def relation_second(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Agree, as the second person, with how we go on."""
    user = request.user
    found = get_object_or_404(
        RelationReview.objects.visible_to(user).distinct(), public_id=public_id
    )
    if not may_reconsider(user, found):
        raise PermissionDenied
    try:
        second_relation(actor=user, review=found, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("Decided by the two of you."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note what there is beside the words of the reporter."""
    user = request.user
    incident = report_to_read(user, public_id)
    if not may_propose(user, incident):
        raise PermissionDenied
    form = EvidenceForm(posted(request))

    def act() -> None:
        add_evidence(actor=user, incident=incident, now=database_now(), **form.cleaned_data)

    if attempted(form, act):
        messages.success(request, _("Noted with the report."))
        return redirect(incident)
    return form_page(request, "incidents/evidence.html", form, {"incident": incident})


@require_POST
def evidence_check(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tick that somebody else listened to the recording."""
    user = request.user
    seen = Evidence.objects.visible_to(user).select_related("incident")
    found: Evidence = get_object_or_404(seen, public_id=public_id)
    if not may_check_evidence(user, found):
        raise PermissionDenied
    check_recording(actor=user, evidence=found, now=database_now())
    messages.success(request, _("Noted that you listened."))
    return redirect(found.incident)


@require_http_methods(["GET", "HEAD", "POST"])
def report_move(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put a report with the customer it is really about."""
    user = request.user
    incident = report_to_read(user, public_id, "customer__identity")
    if not may_answer(user, incident):
        raise PermissionDenied
    form = MoveForm(posted(request))

    def act() -> None:
        move_report(actor=user, incident=incident, now=database_now(), **form.cleaned_data)

    if attempted(form, act):
        messages.success(request, _("Moved. Measures that rest on it are looked at again."))
        return redirect(incident)
    return form_page(request, "incidents/report_move.html", form, {"incident": incident})
