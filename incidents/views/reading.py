"""May who holds the talks from now on read what was told before?"""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.forms.reading import ReadingForm
from incidents.models import ReadingConsent
from incidents.operations.reading import answer_reading
from people.http import UserRequest, form_page, posted
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the reporter, and nobody else."""
    seen = ReadingConsent.objects.visible_to(request.user).select_related("incident", "reader")
    consent = get_object_or_404(seen, public_id=public_id)
    form = ReadingForm(posted(request))
    if form.is_valid():
        may_read = form.cleaned_data["may_read"] == "yes"
        answer_reading(actor=request.user, consent=consent, may_read=may_read, now=database_now())
        messages.success(request, _("Noted. You can change it here at any time."))
        return redirect("wellbeing:home")
    return form_page(request, "incidents/reading.html", form, {"consent": consent})
