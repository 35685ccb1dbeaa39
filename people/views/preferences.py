"""One's own account: preferences and password."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people.forms import ChangePasswordForm, PreferencesForm
from people.http import UserRequest, form_page, posted
from people.models import Organisation
from people.operations import (
    change_password,
    change_preferences,
)
from people.permissions import may_have_pin
from people.queries import database_now, pin_of


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: UserRequest) -> HttpResponse:
    """Show and set how Luwte speaks to the reader."""
    user = request.user
    initial = {
        "language": user.language or Organisation.current().language,
        "theme": user.theme,
        "time_zone": user.time_zone,
        "shift_ends_at": user.shift_ends_at,
        "weekdays": list(user.weekdays),
        "phone": user.phone,
        "has_shortcuts": user.has_shortcuts,
    }
    form = PreferencesForm(posted(request), initial=initial)
    if form.is_valid():
        change_preferences(actor=user, preferences=form.to_preferences(), now=database_now())
        with override(user.language):  # said in the language that was just chosen
            messages.success(request, _("Saved."))
        return redirect("people:preferences")
    shown = {
        "may_have_pin": may_have_pin(user),
        "pin": pin_of(user),
    }
    return form_page(request, "people/account.html", form, shown)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: UserRequest) -> HttpResponse:
    """Choose another password; sessions elsewhere end."""
    form = ChangePasswordForm(posted(request))
    if form.is_valid():
        if not ratelimit.consume(request, action="change_password"):
            form.add_error(None, _("Too many tries. Wait five minutes and try again."))
        elif not request.user.check_password(form.cleaned_data["password_now"]):
            form.add_error("password_now", _("This is not your password."))
        else:
            change_password(
                actor=request.user, password=form.cleaned_data["password"], now=database_now()
            )
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Saved."))
            return redirect("people:preferences")
    return form_page(request, "people/password.html", form)
