"""What the person puts right after a talk: agreed support, and words beside a note."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.operations.assignment import USUALLY
from people.forms.base import day_field, helper
from wellbeing.models import AgreedSupport


class SupportForm(forms.Form):
    """What was agreed, as the person remembers it."""

    what = forms.CharField(
        label=_("What was agreed?"),
        error_messages={"required": _("Write what was agreed.")},
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    until = day_field(_("Until when"))
    helper = helper()

    def __init__(self, data: Any = None, *, support: AgreedSupport) -> None:  # noqa: ANN401 - as Django's forms take it
        super().__init__(data, initial={"what": support.what, "until": support.until})


class BesideForm(forms.Form):
    """The person's own words beside a note about them."""

    body = forms.CharField(
        label=_("What should stand beside it?"),
        error_messages={"required": _("Write what should stand beside it.")},
        max_length=4000,
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
    )


class AwayForm(forms.Form):
    """Until when somebody else takes a customer."""

    until = day_field(_("Until and with which day?"))

    def __init__(self, data: Any = None, *, until: dt.date | None = None) -> None:  # noqa: ANN401 - as Django's forms take it
        super().__init__(data, initial={"until": until or timezone.localdate() + USUALLY})
        self.fields["until"].required = True
