"""HR writes beside a report, and chooses to be told of the next one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted
from people.queries import database_now
from reports.forms.words import WordsForm
from reports.models import ReportWords, Subscription
from reports.operations.words import subscribe, write_words
from reports.permissions import may_read_trends
from reports.queries.words import report_named


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: UserRequest, report: str, part: str) -> HttpResponse:
    """Write about one part of a frozen report, with what was written before below it."""
    may = may_read_trends(request.user) and report_named(request.user, report)
    if not may or part not in ReportWords.Part.values:
        raise Http404
    earlier = ReportWords.objects.visible_to(request.user).filter(report=report, part=part)
    newest = earlier.first()
    form = WordsForm(posted(request), initial={"words": newest.words if newest else ""})
    if form.is_valid():
        said, now = form.cleaned_data["words"], database_now()
        try:
            write_words(actor=request.user, report=report, part=part, words=said, now=now)
        except RuleBroken as error:
            error.show_in(form)
        else:
            messages.success(request, _("Your words stand beside the report."))
            return redirect(f"/trends/{report}/#words-{part}")
    shown = {
        "back": f"/trends/{report}/",
        "part": ReportWords.Part(part).label,
        "earlier": earlier.select_related("written_by"),
    }
    return form_page(request, "reports/words.html", form, shown)


@require_POST
def subscription(request: UserRequest, span: str) -> HttpResponse:
    """Begin or stop a subscription, in one tap, and go back to the reports."""
    if not may_read_trends(request.user) or span not in Subscription.Span.values:
        raise Http404
    is_on = request.POST.get("on") == "1"
    subscribe(actor=request.user, span=span, is_on=is_on)
    told = _("You are told when it is there.") if is_on else _("You are not told any more.")
    messages.success(request, told)
    return redirect("reports:trends")
