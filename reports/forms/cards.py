"""What is decided about a pattern card."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.base import DateInput
from people.forms.careful import CarefulField
from people.models import Team
from reports.models import CardStep, PatternCard
from reports.operations import StepInput
from reports.queries.cards import may_survey

DAY = {"required": _("Choose a day."), "invalid": _("Write a day.")}
LONGEST = 1000


class StepForm(forms.Form):
    """Something that is done about it."""

    kind = forms.ChoiceField(
        label=_("What kind of step is it?"),
        choices=CardStep.Kind.choices,
        error_messages={"required": _("Choose what kind of step it is.")},
    )
    what = CarefulField(
        label=_("What is done?"),
        max_length=200,
        error_messages={"required": _("Write what is done.")},
    )
    who = forms.CharField(
        label=_("Who does it?"),
        help_text=_("A department or a function is enough."),
        max_length=100,
        error_messages={"required": _("Write who does it.")},
    )
    starts_on = forms.DateField(label=_("From when?"), widget=DateInput(), error_messages=DAY)
    team = forms.ModelChoiceField(
        label=_("Where is the effect measured?"),
        help_text=_("A team is measured at all its reports."),
        queryset=Team.objects.active().order_by("name"),
        empty_label=_("At what this card is about"),
        required=False,
    )
    expected_drop = forms.IntegerField(
        label=_("How much fewer reports do you hope for, in percent?"),
        help_text=_("Leave it empty when you cannot tell."),
        required=False,
        error_messages={"invalid": _("Give a percentage from 1 to 100.")},
    )

    def __init__(self, *args: Any, card: PatternCard, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer what fits the card: a customer is measured at their own reports."""
        super().__init__(*args, **kwargs)
        if card.customer_id is not None:
            del self.fields["team"]
        if not may_survey(card):
            kinds = [kind for kind in CardStep.Kind.choices if kind[0] != CardStep.Kind.SURVEY]
            cast("forms.ChoiceField", self.fields["kind"]).choices = kinds

    def step(self) -> StepInput:
        """Return what was filled in."""
        return StepInput(**self.cleaned_data)


class LookForm(forms.Form):
    """The day of the second look."""

    on = forms.DateField(
        label=_("When do you look at the effect?"), widget=DateInput(), error_messages=DAY
    )

    def day(self) -> dt.date:
        """Return the chosen day."""
        chosen: dt.date = self.cleaned_data["on"]
        return chosen


class DismissForm(forms.Form):
    """Until when it is left alone, and why."""

    until = forms.DateField(
        label=_("Until when do you leave it alone?"), widget=DateInput(), error_messages=DAY
    )
    why = CarefulField(
        label=_("Why?"),
        help_text=_("Write nothing about one person or one customer."),
        max_length=LONGEST,
        rows=3,
        error_messages={"required": _("Write why, for who looks at it later.")},
    )

    def __init__(self, *args: Any, card: PatternCard, **kwargs: Any) -> None:  # noqa: ANN401
        """Warn about names where the card is not about one customer anyway."""
        super().__init__(*args, **kwargs)
        if card.customer_id is not None:
            self.fields["why"].help_text = _("Facts alone: the customer may ask to read it.")


class CloseForm(forms.Form):
    """What came of it."""

    result = CarefulField(
        label=_("What came of it?"),
        help_text=_("It is read again when the pattern returns."),
        max_length=LONGEST,
        rows=4,
        error_messages={"required": _("Write what came of it, for when the pattern returns.")},
    )


class MessageForm(forms.Form):
    """What those who reported are told."""

    words = CarefulField(
        label=_("What do you want to tell?"),
        help_text=_("What you found and what is done. Name no colleague and no customer."),
        max_length=LONGEST,
        rows=5,
        error_messages={"required": _("Write what you want to tell.")},
    )


class SurveyForm(forms.Form):
    """The organisation's own survey among customers."""

    url = forms.URLField(
        label=_("Address of the survey"),
        help_text=_("Of your own survey tool. It begins with https://."),
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": _("Give the address of the survey."),
            "invalid": _("Give an address that begins with https://."),
        },
    )
    sent_on = forms.DateField(
        label=_("When was it sent?"),
        help_text=_("Leave it empty as long as it is not."),
        widget=DateInput(),
        required=False,
        error_messages=DAY,
    )
    result = CarefulField(
        label=_("What came back?"),
        help_text=_("In a few words. No answers of single customers."),
        max_length=LONGEST,
        rows=4,
        required=False,
    )
