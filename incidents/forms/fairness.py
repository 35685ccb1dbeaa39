"""What the customer still needs, how they hear from us, and what is asked about the police."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.codes import WordList
from incidents.codes.customer import POLICE
from incidents.models import Complaint, Incident
from incidents.queries.complaint import owners_for
from incidents.queries.words import words
from people.forms.base import DateInput, helper
from people.forms.careful import CarefulField
from people.models import User

YES, NO = "yes", "no"
YES_NO = [(YES, pgettext_lazy("choice", "Yes")), (NO, pgettext_lazy("choice", "No"))]


class ComplaintForm(forms.Form):
    """What is needed, who sees to it, by when, and whether we owe an apology."""

    what = CarefulField(
        label=_("What does the customer still need?"),
        help_text=_("Apart from how they behaved. One or two sentences."),
        required=False,
        rows=2,
        attrs={"maxlength": 300},
    )
    owner = forms.ModelChoiceField(
        label=_("Who sees to it?"), queryset=User.objects.none(), required=False
    )
    due_on = forms.DateField(
        label=_("By which day?"),
        required=False,
        widget=DateInput(),
        error_messages={"invalid": _("Say by which day.")},
    )
    apology = forms.ChoiceField(
        label=_("Do we owe an apology for our part?"),
        help_text=_("Then it stands in the same letter as anything about the manner."),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    helper = helper()

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - as Django's forms take it
        *,
        user: User,
        incident: Incident,
        complaint: Complaint | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(complaint))
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = owners_for(user, incident, complaint)

    def plan(self) -> dict[str, Any]:
        """Return what the operation takes."""
        data = self.cleaned_data
        return {
            "what": data["what"],
            "owner": data["owner"],
            "due_on": data["due_on"],
            "is_apology_due": data["apology"] == YES,
        }


def _initial(complaint: Complaint | None) -> dict[str, object]:
    if complaint is None:
        return {}
    is_planned = complaint.owner_id is not None
    return {
        "what": complaint.what,
        "owner": complaint.owner_id,
        "due_on": complaint.due_on,
        "apology": (YES if complaint.is_apology_due else NO) if is_planned else "",
    }


class OutcomeForm(forms.Form):
    """How it was settled for the customer."""

    outcome = CarefulField(
        label=_("How was it settled?"), required=False, rows=2, attrs={"maxlength": 300}
    )
    helper = helper()


class ReactionForm(forms.Form):
    """How the customer heard from us, or why they did not."""

    channel = forms.ChoiceField(
        label=_("How did the customer hear from us?"),
        required=False,
        widget=forms.RadioSelect({"class": "btn-check"}),
        error_messages={"invalid_choice": _("This way of contact is not in the list.")},
    )
    reason_not = CarefulField(
        label=_("Or why not"),
        help_text=_("For example: nobody knows who it was."),
        required=False,
        attrs={"maxlength": 200},
    )

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - as Django's forms take it
        super().__init__(data)
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(word.key, word.label) for word in words(WordList.CHANNEL)]


class PoliceForm(forms.Form):
    """What the person wants about the police."""

    wish = forms.ChoiceField(
        label=_("Do you want to go to the police?"),
        choices=[(wish.value, label) for wish, label in POLICE.items()],
        widget=forms.RadioSelect({"class": "btn-check"}),
        error_messages={
            "required": _("Choose one of the four answers."),
            "invalid_choice": _("Choose one of the four answers."),
        },
    )


BY_EMPLOYER, BY_PERSON = "employer", "person"


class PoliceNoteForm(forms.Form):
    """That the police were told, and by whom."""

    by = forms.ChoiceField(
        label=_("Who told the police?"),
        choices=[
            (BY_EMPLOYER, _("We did, as the employer")),
            (BY_PERSON, _("The person did, with our address")),
        ],
        widget=forms.RadioSelect({"class": "btn-check"}),
        error_messages={
            "required": _("Choose who told the police."),
            "invalid_choice": _("Choose who told the police."),
        },
    )
    reference = forms.CharField(
        label=_("Number given by the police"),
        required=False,
        widget=forms.TextInput({"maxlength": 60}),
    )
