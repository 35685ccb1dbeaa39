"""Every dated change of a threshold, a weight or another setting."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.http import UserRequest
from people.models import SettingChange
from reports.exports import table_answer
from reports.permissions import may_read_setting_changes
from reports.queries.setting_changes import in_words, rows_of_changes

PER_PAGE = 50


@require_safe
def setting_changes(request: UserRequest) -> HttpResponse:
    """List the changes, newest first, of one area or of all; `?as=` gives them as a file."""
    if not may_read_setting_changes(request.user):
        raise Http404
    changes = SettingChange.objects.visible_to(request.user).select_related("by", "team")
    area = request.GET.get("area", "")
    if area in SettingChange.Area.values:
        changes = changes.filter(area=area)
    if "as" in request.GET:
        return table_answer(request, rows_of_changes(in_words(list(changes))), "setting-changes")
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": in_words(list(page.object_list)),
        "areas": SettingChange.Area.choices,
        "area": area,
        "query": f"area={area}" if area in SettingChange.Area.values else "",
    }
    return render(request, "reports/setting_changes.html", context)
