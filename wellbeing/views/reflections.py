"""Just for me: private notes, and the ones that colleagues share with an adviser."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted, requires
from people.operations import read_page
from people.queries import database_now
from wellbeing.forms.reflection import LastDayForm, NoteForm, SharingForm, WordsForm
from wellbeing.models import Reflection
from wellbeing.operations import (
    change_reflection,
    choose_last_day,
    note_reading,
    share_reflection,
    shred_reflection,
    take_back_reflection,
    write_reflection,
)
from wellbeing.permissions import may_keep_reflection, may_open_shared_reflections
from wellbeing.queries.reflections import (
    Note,
    advisers_for,
    days_to_choose,
    opened,
    opened_all,
)
from wellbeing.views.common import allow, refuse, render_refused

PER_PAGE = 20
NOTE, LIST = "wellbeing/reflection.html", "wellbeing/reflections.html"


def _seen(request: UserRequest, public_id: uuid.UUID) -> Reflection:
    seen = Reflection.objects.visible_to(request.user).select_related("author", "shared_with")
    return get_object_or_404(seen, public_id=public_id)


def _own(request: UserRequest, public_id: uuid.UUID) -> Reflection:
    row = _seen(request, public_id)
    allow(may_keep_reflection(request.user, row))
    return row


@require_safe
def reflections(request: UserRequest) -> HttpResponse:
    """List one's own notes by day, with their first line."""
    rows = Reflection.objects.visible_to(request.user).of(request.user)
    page = Paginator(rows.select_related("shared_with"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, LIST, {"page": page, "notes": opened_all(page)})


@require_safe
@requires(may_open_shared_reflections)
def shared(request: UserRequest) -> HttpResponse:
    """List what colleagues share with an adviser; their words stand on the page of each note."""
    rows = Reflection.objects.visible_to(request.user).shared_with_me(request.user)
    page = Paginator(rows.select_related("author").order_by("-shared_at", "-id"), PER_PAGE)
    read_page(actor=request.user, path=request.path, now=database_now())
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "wellbeing/reflections_shared.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reflection_new(request: UserRequest) -> HttpResponse:
    """Write a note."""
    user, now = request.user, database_now()
    form = NoteForm(posted(request), span=days_to_choose(user, now))
    if form.is_valid():
        data = form.cleaned_data
        try:
            row = write_reflection(
                actor=user, words=data["words"], delete_on=data["delete_on"], now=now
            )
        except RuleBroken as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept, for you alone."))
            return redirect("wellbeing:reflection", row.public_id)
    return form_page(request, "wellbeing/reflection_new.html", form)


@require_safe
def reflection(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read a note; who wrote it is told when an adviser does."""
    row, now = _seen(request, public_id), database_now()
    if may_keep_reflection(request.user, row):
        return render(request, NOTE, _context(request, opened(row), now))
    if request.method == "GET":
        row.read_at = note_reading(actor=request.user, reflection=row, now=now).read_at
    return render(request, "wellbeing/reflection_shared.html", {"note": opened(row)})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change what a note says."""
    row = _own(request, public_id)
    note = opened(row)
    if note.words is None:
        return redirect("wellbeing:reflection", row.public_id)
    form = WordsForm(posted(request), initial={"words": note.words})
    if form.is_valid():
        change_reflection(
            actor=request.user,
            reflection=row,
            words=form.cleaned_data["words"],
            now=database_now(),
        )
        messages.success(request, _("Saved."))
        return redirect("wellbeing:reflection", row.public_id)
    return form_page(request, "wellbeing/reflection_words.html", form, {"note": note})


@require_POST
def last_day(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose when a note goes by itself."""
    row, now = _own(request, public_id), database_now()
    form = LastDayForm(request.POST, span=days_to_choose(request.user, now))
    if form.is_valid():
        day = form.cleaned_data["delete_on"]
        try:
            choose_last_day(actor=request.user, reflection=row, delete_on=day, now=now)
        except RuleBroken as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("wellbeing:reflection", row.public_id)
    return render_refused(request, NOTE, _context(request, opened(row), now, day_form=form))


@require_POST
def sharing(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let one adviser read a note."""
    row, now = _own(request, public_id), database_now()
    form = SharingForm(request.POST, advisers=advisers_for(request.user))
    if form.is_valid():
        adviser = form.chosen()
        share_reflection(actor=request.user, reflection=row, adviser=adviser, now=now)
        told = {"name": adviser.given_name}
        messages.success(request, _("%(name)s can read this note now.") % told)
        return redirect("wellbeing:reflection", row.public_id)
    return render_refused(request, NOTE, _context(request, opened(row), now, sharing_form=form))


@require_POST
def sharing_end(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a shared note back."""
    row = _own(request, public_id)
    take_back_reflection(actor=request.user, reflection=row, now=database_now())
    messages.success(request, _("It is yours alone again."))
    return redirect("wellbeing:reflection", row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def shredding(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask once, then delete a note for good."""
    row = _own(request, public_id)
    if request.method != "POST":
        return render(request, "wellbeing/shredding.html", {"note": opened(row)})
    shred_reflection(actor=request.user, reflection=row, now=database_now())
    messages.success(request, _("It is gone, for good."))
    return redirect("wellbeing:reflections")


def _context(
    request: UserRequest, note: Note, now: dt.datetime, **bound: forms.Form
) -> dict[str, Any]:
    """Return what the author's page shows; a form that was sent replaces the empty one."""
    user = request.user
    span = days_to_choose(user, now)
    failed = next(iter(bound.values()), None)
    return {
        "note": note,
        "failed": failed,
        "day_form": LastDayForm(span=span, day=note.row.delete_on),
        "sharing_form": SharingForm(advisers=advisers_for(user)),
    } | bound
