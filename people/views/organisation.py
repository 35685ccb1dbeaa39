"""What holds for the whole organisation."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import RuleBroken
from people.forms import OrganisationForm
from people.http import UserRequest, form_page, posted, requires
from people.models import Organisation
from people.operations import change_organisation
from people.permissions import administers
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def organisation(request: UserRequest) -> HttpResponse:
    """Show and set the organisation's numbers, addresses, week and limits."""
    now_is = model_to_dict(Organisation.current())
    initial = now_is | {"working_weekdays": list(now_is["working_weekdays"])}
    form = OrganisationForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            change_organisation(
                actor=request.user, changes=form.to_organisation(), now=database_now()
            )
        except RuleBroken as error:
            error.show_in(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:organisation")
    return form_page(request, "people/organisation.html", form)
