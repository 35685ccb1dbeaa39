"""The library of scenarios, and one of them."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.http import UserRequest
from wellbeing.forms.practice import LibraryFilterForm
from wellbeing.models import Scenario
from wellbeing.permissions import may_record_session
from wellbeing.queries.library import Labels, consents_to_mind, library
from wellbeing.views.common import page_of, query_without_page

PER_PAGE = 12


@require_safe
def practice(request: UserRequest) -> HttpResponse:
    """The scenarios that everybody may play, narrowed by the address."""
    filters = LibraryFilterForm(request.GET)
    page = page_of(request, library(request.user, filters.wanted()), PER_PAGE)
    context = {
        "filters": filters,
        "page": page,
        "rows": Labels().shown(page),
        "query": query_without_page(request),
        "drafts": consents_to_mind(request.user)[:10],
    }
    return render(request, "wellbeing/practice/library.html", context)


@require_safe
def scenario(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """One scenario: roles, what to try, what to take away; prints on one sheet."""
    seen = Scenario.objects.visible_to(request.user).published().prefetch_related("texts")
    found = get_object_or_404(seen, public_id=public_id)
    shown = Labels().shown([found])
    if not shown:
        raise Http404
    context = {"shown": shown[0], "can_record": may_record_session(request.user)}
    return render(request, "wellbeing/practice/scenario.html", context)
