"""The message to the customer, its facts, and how long it rests."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.codes import CHANNELS, WordList
from incidents.models import FollowUp
from incidents.queries.words import words
from people.forms.base import helper
from people.forms.careful import CarefulField

CHIP = {"class": "btn-check"}
YES, NO = "yes", "no"
KEEP, HOUR, TOMORROW = "keep", "hour", "tomorrow"
MORNING = dt.time(9)


class FactForm(forms.Form):
    """One fact and where it comes from."""

    text = CarefulField(label=_("Fact"), required=False, attrs={"maxlength": 300})
    source = CarefulField(
        label=_("Where it comes from"),
        help_text=_("For example: the order of 3 May, the recording, the colleague at the desk."),
        required=False,
        has_hint=False,
        attrs={"maxlength": 120},
    )
    helper = helper()


class FollowUpForm(forms.Form):
    """What we tell the customer; may be saved half done."""

    text = CarefulField(
        label=_("What we tell the customer"),
        required=False,
        rows=8,
        attrs={"maxlength": 4000},
    )
    channel = forms.ChoiceField(
        label=_("How it reaches the customer"), required=False, widget=forms.RadioSelect(CHIP)
    )
    advice = forms.ChoiceField(
        label=_("Did you ask a colleague to read it?"),
        required=False,
        choices=[(YES, pgettext_lazy("choice", "Yes")), (NO, pgettext_lazy("choice", "No"))],
        widget=forms.RadioSelect(CHIP),
    )
    rest = forms.ChoiceField(
        label=_("Let it rest before it goes?"),
        help_text=_("Written in heat? A night is often enough."),
        required=False,
        choices=[
            (NO, _("it need not rest")),
            (HOUR, _("one hour")),
            (TOMORROW, _("until tomorrow morning")),
            (KEEP, _("as it is now")),
        ],
        widget=forms.RadioSelect(CHIP),
    )

    def __init__(self, data: Any = None, *, follow_up: FollowUp) -> None:  # noqa: ANN401 - as Django's forms take it
        self.follow_up = follow_up
        super().__init__(data, initial=_initial(follow_up))
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(word.key, word.label) for word in words(WordList.CHANNEL)]

    def written(self, now: dt.datetime) -> dict[str, Any]:
        """Return what the operation takes."""
        advice = self.cleaned_data["advice"]
        return {
            "text": self.cleaned_data["text"],
            "channel": self.cleaned_data["channel"],
            "is_advice_asked": None if not advice else advice == YES,
            "parked_until": self._until(now),
        }

    def _until(self, now: dt.datetime) -> dt.datetime | None:
        rest = self.cleaned_data["rest"] or KEEP
        if rest == HOUR:
            return now + dt.timedelta(hours=1)
        if rest == TOMORROW:
            day = timezone.localdate(now) + dt.timedelta(days=1)
            return timezone.make_aware(dt.datetime.combine(day, MORNING))
        parked = self.follow_up.parked_until
        return parked if rest == KEEP and parked is not None and parked > now else None


def _initial(follow_up: FollowUp) -> dict[str, object]:
    keys = {word.number: word.key for word in CHANNELS}
    asked = follow_up.is_advice_asked
    return {
        "text": follow_up.text,
        "channel": keys.get(follow_up.channel or 0, ""),
        "advice": "" if asked is None else (YES if asked else NO),
        "rest": KEEP if follow_up.parked_until else NO,
    }


class SendForm(forms.Form):
    """That it goes now, although it still rests."""

    is_rest_over = forms.BooleanField(
        label=_("I have read it once more. It goes now."), required=False
    )
    helper = helper()
