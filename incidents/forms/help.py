"""The short forms around a call for help: the reason, stepping in, and how that felt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNELS, READINGS, Reading
from incidents.codes.after import HANDOVER_REASONS
from incidents.forms.rule import same_message
from incidents.models import FeltBacked, HelpCall, Takeover, TakeoverKind
from incidents.operations.help.call import PLACE_MAX, PLACE_TOO_LONG, UNKNOWN_WANTED
from incidents.operations.help.takeover import NO_REASON, NO_REPLY
from incidents.operations.rules import UNKNOWN_CHANNEL, UNKNOWN_READING


class ReasonForm(forms.Form):
    """What for and where; everything may stay empty."""

    wanted = forms.ChoiceField(
        label=_("What would help?"),
        choices=TakeoverKind.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages=same_message(UNKNOWN_WANTED, "invalid_choice"),
    )
    heat = forms.TypedChoiceField(
        label=_("How is it?"),
        coerce=int,
        empty_value=None,
        choices=[(word.reading.value, word.label) for word in READINGS],
        widget=forms.RadioSelect,
        required=False,
        error_messages=same_message(UNKNOWN_READING, "invalid_choice"),
    )
    channel = forms.ChoiceField(
        label=_("How do you meet the customer?"),
        choices=[("", "-"), *((word.key, word.label) for word in CHANNELS)],
        required=False,
        error_messages=same_message(UNKNOWN_CHANNEL, "invalid_choice"),
    )
    place = forms.CharField(
        label=_("Where are you?"),
        max_length=PLACE_MAX,
        required=False,
        error_messages=same_message(PLACE_TOO_LONG, "max_length"),
    )

    @classmethod
    def of(cls, call: HelpCall, data: Any = None) -> "ReasonForm":  # noqa: ANN401 - as Django's
        """Return the form with what is known of a call."""
        channel = next((word.key for word in CHANNELS if word.number == call.channel), "")
        heat = Reading(call.heat).value if call.heat else None
        initial = {"wanted": call.wanted, "heat": heat, "channel": channel, "place": call.place}
        return cls(data, initial=initial)


class TakeoverForm(forms.Form):
    """How somebody stepped in and why, and that the words for it were said."""

    kind = forms.ChoiceField(
        label=_("How did you step in?"),
        choices=TakeoverKind.choices,
        widget=forms.RadioSelect,
        error_messages=same_message(UNKNOWN_WANTED, "required", "invalid_choice"),
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[(word.key, word.label) for word in HANDOVER_REASONS],
        widget=forms.RadioSelect,
        required=False,
        error_messages=same_message(NO_REASON, "invalid_choice"),
    )
    is_said = forms.BooleanField(
        label=_("I said out loud that this is only the next step"), required=False
    )

    @classmethod
    def of(cls, takeover: Takeover, data: Any = None) -> "TakeoverForm":  # noqa: ANN401 - as Django's
        """Return the form with what is known of a hand-over."""
        reason = next((word.key for word in HANDOVER_REASONS if word.number == takeover.reason), "")
        return cls(
            data, initial={"kind": takeover.kind, "reason": reason, "is_said": takeover.is_said}
        )


class FeltBackedForm(forms.Form):
    """One question with three answers, and whether the manager may see this one."""

    reply = forms.ChoiceField(
        label=_("Did you feel backed?"),
        choices=FeltBacked.Reply.choices,
        widget=forms.RadioSelect,
        error_messages=same_message(NO_REPLY, "required", "invalid_choice"),
    )
    may_manager_see = forms.BooleanField(label=_("My manager may see this answer"), required=False)
