"""Days on which a team is closed."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.forms.base import DateInput, day_field, helper
from people.models import Team, User
from people.queries import teams_for_devices


class ClosingDayForm(forms.Form):
    """Which team, from when to when."""

    team = forms.ModelChoiceField(
        label=_("Team"),
        required=False,
        queryset=Team.objects.none(),
        to_field_name="public_id",
        empty_label=_("The whole organisation"),
    )
    first_on = forms.DateField(
        label=_("First day"),
        widget=DateInput(),
        error_messages={"required": _("Choose a day."), "invalid": _("Write a day.")},
    )
    last_on = day_field(_("Last day"), help_text=_("Leave it open for a single day."))
    helper = helper()

    def __init__(self, data: QueryDict | None, *, user: User) -> None:
        super().__init__(data)
        team = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        team.queryset = teams_for_devices(user)
        if not user.is_admin:
            team.required, team.empty_label = True, None
