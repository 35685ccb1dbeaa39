"""Complaint and manner, each judged for itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.codes import BEHAVIOUR_BY_KEY, Severity, WordList
from incidents.models import Incident
from incidents.operations import completing, rules
from incidents.queries import words
from people.forms.careful import CarefulField

SEVERITIES = {
    Severity.HEATED: _("S0: heated, no harm meant"),
    Severity.RUDE: _("S1: rude"),
    Severity.ABUSIVE: _("S2: abusive"),
    Severity.THREAT_OR_DAMAGE: _("S3: threat or damage"),
}
AS_COMPUTED = ""
RIGHT, NOT_RIGHT = "yes", "no"


class JudgementForm(forms.Form):
    """Four questions; the operation says what is wrong with the answers."""

    complaint_valid = forms.ChoiceField(
        label=_("Was the complaint right?"),
        help_text=_(
            "What the customer wanted, whatever the tone. You look it up; nobody is blamed."
        ),
        widget=forms.RadioSelect,
        error_messages={
            "required": rules.UNKNOWN_COMPLAINT,
            "invalid_choice": rules.UNKNOWN_COMPLAINT,
        },
    )
    is_manner_right = forms.ChoiceField(
        label=_("Was the manner all right?"),
        help_text=_("How the customer behaved, whoever was right about the complaint."),
        choices=[(RIGHT, _("all right")), (NOT_RIGHT, _("not all right"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), completing.UNKNOWN_MANNER),
    )
    behaviours = forms.MultipleChoiceField(
        label=_("What was not all right?"),
        help_text=_("Only what you find yourself, after reading. It confirms the report."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), rules.UNKNOWN_BEHAVIOUR),
    )
    severity = forms.ChoiceField(
        label=_("How serious do you read it?"),
        help_text=_("Lower is a second value beside the computed one, with your reason."),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the severities.")},
    )
    reason = CarefulField(
        label=_("Why less serious?"),
        help_text=_("The reporter reads this. 300 characters at most."),
        required=False,
        attrs={"autocomplete": "off"},
    )

    def __init__(self, data: object = None, *, incident: Incident, **options: object) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]  # handed on unchanged
        lower = [
            (str(level.value), SEVERITIES[level]) for level in Severity if level < incident.severity
        ]
        self._offer("complaint_valid", [(w.key, w.label) for w in words(WordList.COMPLAINT_VALID)])
        self._offer("behaviours", _manners())
        as_is = _("S%(level)s, as computed from the report") % {"level": incident.severity}
        self._offer("severity", [(AS_COMPUTED, as_is), *reversed(lower)])
        if not lower:
            del self.fields["severity"]

    def judged(self) -> dict[str, Any]:
        """Return the answers as the operation takes them."""
        values = self.cleaned_data
        chosen = values.get("severity", AS_COMPUTED)
        return {
            "complaint_valid": values["complaint_valid"],
            "is_manner_right": values["is_manner_right"] == RIGHT,
            "behaviours": values["behaviours"],
            "severity": None if chosen == AS_COMPUTED else int(chosen),
            "reason": values["reason"],
        }

    def _offer(self, name: str, choices: "list[tuple[str, Any]]") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices


def _manners() -> list[tuple[str, str]]:
    """Return the behaviours that are bad manners: a tense contact is none."""
    return [
        (word.key, word.label)
        for word in words(WordList.BEHAVIOUR)
        if BEHAVIOUR_BY_KEY[word.key].severity > Severity.HEATED
    ]
