"""Short forms: a reason, a review, an objection and its answer, a relation, a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Evidence, Objection, RelationReview
from incidents.operations import rules
from people.forms.base import day_field
from people.forms.careful import CarefulField


def _words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def _choice(label: Any, choices: Any) -> forms.ChoiceField:  # noqa: ANN401 - lazy texts
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=choices,
        widget=forms.RadioSelect({"class": "btn-check"}),
    )


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = CarefulField(label=_("Why?"), required=False, rows=2)


class ReviewForm(forms.Form):
    """What comes of looking again."""

    decision = _choice(
        _("What comes of it?"),
        [
            ("keep", _("it stays until its day")),
            ("shorten", _("it ends earlier")),
            ("end", _("it ends today")),
        ],
    )
    ends_on = day_field(_("New last day"), help_text=_("Only when it ends earlier."))
    reason = CarefulField(label=_("Why?"), required=False, rows=2)


class ObjectionForm(forms.Form):
    """An objection that came in."""

    received_on = day_field(_("On which day did it come in?"))
    text = CarefulField(label=_("What does the customer say?"), required=False, rows=5)


class ObjectionAnswerForm(forms.Form):
    """What happens with the measure after an objection."""

    outcome = _choice(_("What happens with the measure?"), Objection.Outcome.choices)
    ends_on = day_field(
        _("New last day"), help_text=_("Only when it is changed; earlier than now.")
    )
    desk_note = CarefulField(
        label=_("What does the desk do from now on?"),
        help_text=_("Only when it is changed."),
        required=False,
    )
    reason = CarefulField(
        label=_("Why?"),
        help_text=_("The customer reads this in the letter. After a withdrawal the reporters too."),
        required=False,
        rows=3,
    )


class RelationForm(forms.Form):
    """Whether we go on."""

    decision = _choice(_("How do we go on?"), RelationReview.Decision.choices)
    reason = CarefulField(label=_("Why?"), required=False, rows=3)


class EvidenceForm(forms.Form):
    """What there is beside the words of the reporter."""

    kind = _choice(
        _("What is there?"),
        [
            (Evidence.Kind.RECORDING.value, _("a recording")),
            (Evidence.Kind.MANAGER.value, _("I was there, as a manager")),
        ],
    )
    reference = forms.CharField(label=_("Where is the recording kept?"), required=False)


class MoveForm(forms.Form):
    """The customer a report is really about."""

    customer_ref = forms.CharField(
        label=_("Customer number, phone or e-mail"),
        help_text=_("Exactly as it is known. Somebody new is added."),
        required=False,
        max_length=rules.REFERENCE_MAX,
        error_messages={"max_length": rules.REFERENCE_TOO_LONG},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class SendingForm(forms.Form):
    """On which day a letter left."""

    sent_on = day_field(_("On which day was it sent?"))


class WordingForm(forms.Form):
    """The organisation's own text of one letter in one language."""

    subject = forms.CharField(label=_("Subject"), required=False)
    body = forms.CharField(label=_("Text"), required=False, widget=_words(22))
