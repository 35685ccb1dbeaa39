"""Contacts: which weeks are known, and a file with more of them."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import UserRequest, form_page, posted, requires
from people.queries import database_now
from reports import queries
from reports.exports import table, table_answer
from reports.exposure.lines import BadLine, Fault, Kind
from reports.forms.contacts import ContactsForm, KeepForm
from reports.models import ContactFile, ContactIntake
from reports.operations.intake import (
    hold_file,
    keep_file,
    look_at,
    sentence,
    settle_intake,
    sheet_sentence,
)
from reports.permissions import may_take_in_contacts
from reports.queries.exposure import ended_weeks, newest_day, week_table
from reports.queries.tables import rows_of_weeks

WEEKS_PER_PAGE = 13
INTAKES = 8
FAULTS_SHOWN = 100


@require_safe
@requires(may_take_in_contacts)
def contacts(request: UserRequest) -> HttpResponse:
    """Show each week's contacts per product, missing ones as missing, and what came in last."""
    weeks = ended_weeks(queries.today(database_now()))
    page = Paginator(weeks, WEEKS_PER_PAGE).get_page(request.GET.get("page"))
    products, rows = week_table(list(page.object_list))
    intakes = ContactIntake.objects.visible_to(request.user)
    context = {
        "page": page,
        "products": products,
        "weeks": rows,
        "newest": newest_day(),
        "intakes": intakes.select_related("by")[:INTAKES],
        "unmended": intakes.unmended()[:INTAKES],
    }
    return render(request, "reports/contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_take_in_contacts)
def contacts_import(request: UserRequest) -> HttpResponse:
    """Read a file and show what it would bring; nothing is kept yet."""
    form = ContactsForm(posted(request), request.FILES or None)
    if not form.is_valid():
        return form_page(request, "reports/contacts_import.html", form)
    user, now = request.user, database_now()
    taken = look_at(actor=user, sheet=form.sheet, now=now)
    name = form.cleaned_data["file"].name
    held = hold_file(actor=user, name=name, content=form.content, now=now)
    context = {
        "taken": taken,
        "held": held,
        "is_customers": form.sheet.kind is Kind.CUSTOMERS,
        "faults": _in_words(taken.bad),
        "good": taken.new + taken.changed,
    }
    return render(request, "reports/contacts_preview.html", context)


@require_POST
@requires(may_take_in_contacts)
def contacts_keep(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep a file that was looked at."""
    file = get_object_or_404(ContactFile.objects.visible_to(request.user), public_id=public_id)
    form = KeepForm(request.POST)
    skips = form.is_valid() and form.cleaned_data["may_skip_bad"]
    taken = keep_file(actor=request.user, file=file, may_skip_bad=skips, now=database_now())
    if not taken.is_kept:
        messages.warning(request, _("Nothing was kept: some lines cannot be used."))
        return redirect("reports:contacts_import")
    n = taken.new + taken.changed
    text = ngettext("%(n)s line was kept.", "%(n)s lines were kept.", n)
    messages.success(request, text % {"n": n})
    return redirect("reports:contacts")


@require_safe
@requires(may_take_in_contacts)
def contacts_intake(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one time that numbers came in, with the lines that could not be used."""
    found = get_object_or_404(ContactIntake.objects.visible_to(request.user), public_id=public_id)
    bad = [BadLine(number, Fault(fault), value) for number, fault, value in found.faults]
    context = {"intake": found, "faults": _in_words(bad)}
    return render(request, "reports/contacts_intake.html", context)


@require_POST
@requires(may_take_in_contacts)
def settled(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that a file of the feed came right in another way, or is not needed."""
    found = get_object_or_404(ContactIntake.objects.visible_to(request.user), public_id=public_id)
    settle_intake(intake=found, now=database_now())
    messages.success(request, _("It is settled."))
    return redirect("reports:contacts")


@require_safe
@requires(may_take_in_contacts)
def contacts_table(request: UserRequest) -> HttpResponse:
    """Give the contacts of every week that has ended for a spreadsheet."""
    products, weeks = week_table(ended_weeks(queries.today(database_now())))
    return table_answer(request, rows_of_weeks(products, weeks), "contacts-by-week")


@require_safe
@requires(may_take_in_contacts)
def contacts_sample(request: UserRequest) -> HttpResponse:
    """Give a file that shows the columns."""
    rows = [
        ("day", "team", "product", "channel", "contacts"),
        ("2026-11-16", _("Name of the team"), _("Name of the product"), "phone", 120),
        ("2026-11-16", _("Name of the team"), "", "email", 0),
    ]
    response = HttpResponse(table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


def _in_words(bad: list[BadLine]) -> list[dict[str, object]]:
    return [{"row": line.number, "why": _why(line)} for line in bad[:FAULTS_SHOWN]]


def _why(line: BadLine) -> str:
    """What is wrong with a whole file stands at line 0, with the columns it lacks."""
    if line.number:
        return sentence(line)
    return sheet_sentence(line.fault, [name for name in line.value.split(",") if name])
