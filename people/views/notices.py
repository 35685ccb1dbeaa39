"""What reaches a person, by which way, and when not."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.codes import Channel
from people.errors import RuleBroken
from people.forms import NoticesForm
from people.http import UserRequest, device_of, form_page, posted
from people.operations import choose_notices, wishes_of
from people.queries import database_now
from people.vapid import public_key


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: UserRequest) -> HttpResponse:
    """Show and set what the reader is told, and how."""
    user = request.user
    offered = {Channel.MAIL: bool(user.email), Channel.PUSH: settings.PUSH}
    channels = [channel for channel in Channel if offered.get(channel, True)]
    form = NoticesForm(posted(request), wishes=wishes_of(user), channels=channels)
    if form.is_valid():
        try:
            choose_notices(actor=user, wishes=form.to_wishes(), now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:notices")
    can_wake = settings.PUSH and device_of(request) is None
    shown = {
        "push_key": public_key(settings.VAPID_SECRET) if can_wake else "",
    }
    return form_page(request, "people/notices.html", form, shown)
