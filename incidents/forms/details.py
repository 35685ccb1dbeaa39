"""What the reporter adds after sending."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.codes import WordList
from incidents.codes.after import (
    BEHAVED_BY,
    CIRCUMSTANCES,
    OUTCOMES,
    PREPARED,
    RELATION_AFTER,
    TRIGGERS,
)
from incidents.codes.words import Word
from incidents.forms.ladder import LadderFields
from incidents.forms.rule import follow, refuse, same_message
from incidents.models import Incident, Product
from incidents.operations import Details, ReportRefused, completing, rules
from incidents.queries import words

YES_NO = [("yes", _("yes")), ("no", _("no"))]
MANNER = [("yes", _("all right")), ("no", _("not all right"))]
LISTS = {
    "complaint_valid": WordList.COMPLAINT_VALID,
    "trigger": WordList.TRIGGER,
    "circumstances": WordList.CIRCUMSTANCE,
    "outcome": WordList.OUTCOME,
    "relation_after": WordList.RELATION_AFTER,
}
WORDS_ONLY = ("narrative", "said")


def _choice(label: Any, message: Any, hint: Any = "", **options: Any) -> forms.ChoiceField:  # noqa: ANN401 - lazy texts
    """Return one question with chips; its choices are read when the form is made."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": message},
        **options,
    )


def _text(label: Any, hint: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy texts
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DetailsForm(LadderFields, forms.Form):
    """Every question can be skipped; what was told before and stays has no field any more."""

    narrative = forms.CharField(
        label=_("In your own words"),
        help_text=_("Write what you saw and heard, not what you think of the person."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    said = forms.CharField(
        label=_("What was said"),
        help_text=_("The words as you remember them. They appear in no overview."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    trigger = _choice(
        _("What set it off?"),
        completing.UNKNOWN_TRIGGER,
        _("What went wrong before the behaviour. It helps us fix the cause and excuses nothing."),
    )
    circumstances = forms.MultipleChoiceField(
        label=_("How was it around you?"),
        help_text=_("Choose all that fit."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=same_message(
            completing.UNKNOWN_CIRCUMSTANCE, "invalid_choice", "invalid_list"
        ),
    )
    prepared = _choice(
        _("Did you feel prepared for this?"),
        completing.UNKNOWN_PREPARED,
        _("It tells us which training would help. Nobody is judged by it."),
        choices=list(PREPARED.items()),
    )
    behaved_by = _choice(
        _("Who behaved like this?"), completing.UNKNOWN_WHO, choices=list(BEHAVED_BY.items())
    )
    customer_ref = _text(_("Which customer was it?"), _("Customer number, phone or e-mail."))
    product = forms.ModelChoiceField(
        label=_("What was it about?"),
        queryset=Product.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Not about a product, or not known"),
        error_messages={"invalid_choice": rules.UNKNOWN_PRODUCT},
    )
    complaint_valid = _choice(
        _("Was the complaint right?"),
        rules.UNKNOWN_COMPLAINT,
        _("The complaint and the behaviour are two things. A right one excuses nothing."),
    )
    is_manner_right = _choice(
        _("Was the manner all right?"),
        completing.UNKNOWN_MANNER,
        _("How the customer behaved, whoever was right about the complaint."),
        choices=MANNER,
    )
    wish = _text(_("What would be a fair fix, to the customer?"))
    fix = _text(_("What did you agree?"))
    is_agreed = _choice(_("Does the customer agree with it?"), completing.YES_OR_NO, choices=YES_NO)
    is_customers_idea = forms.BooleanField(
        label=_("It was the customer’s own idea"), required=False
    )
    outcome = _choice(
        _("How did it end?"),
        completing.UNKNOWN_OUTCOME,
        _("Every one of these is a fair end."),
    )
    relation_after = _choice(_("And the relation afterwards?"), completing.UNKNOWN_RELATION)

    attachments = forms.Field(required=False)  # taken in one by one; this is where a refusal shows

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - as Django's forms take it
        *,
        incident: Incident,
        now: dt.datetime,
        **options: Any,  # noqa: ANN401 - as Django's forms take it
    ) -> None:
        self.incident, self.now = incident, now
        self.is_open = now <= incident.details_until
        super().__init__(data, initial=self._known(), **options)
        for name, word_list in LISTS.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [(word.key, word.label) for word in words(word_list)]
        product = self.fields["product"]
        assert isinstance(product, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        product.queryset = Product.objects.active()
        self._leave_out()

    def _leave_out(self) -> None:
        """Take away what stays as it was told; after 14 days all but the words."""
        incident = self.incident
        stays = {
            "customer_ref": incident.customer_id is not None,
            "product": incident.product_id is not None,
            "complaint_valid": incident.complaint_valid is not None,
        }
        for name in list(self.fields):
            if stays.get(name) or (not self.is_open and name not in WORDS_ONLY):
                del self.fields[name]

    def _known(self) -> dict[str, Any]:
        incident = self.incident
        settlement = getattr(incident, "settlement", None)
        known = {
            "trigger": _key_of(TRIGGERS, incident.trigger),
            "circumstances": [w.key for w in CIRCUMSTANCES if w.number in incident.circumstances],
            "outcome": _key_of(OUTCOMES, incident.outcome),
            "relation_after": _key_of(RELATION_AFTER, incident.relation_after),
            "is_manner_right": _yes_no(incident.is_manner_right),
            "behaved_by": incident.behaved_by,
            "prepared": incident.prepared,
            **self.known_steps(incident),
        }
        if settlement is not None:
            known |= {
                "wish": settlement.wish,
                "fix": settlement.fix,
                "is_agreed": _yes_no(settlement.is_agreed),
                "is_customers_idea": settlement.is_customers_idea,
            }
        return known

    def clean_narrative(self) -> str:
        return self._followed("narrative", rules.check_words)

    def clean_said(self) -> str:
        return self._followed("said", rules.check_words, "said")

    def clean_customer_ref(self) -> str:
        return self._followed("customer_ref", rules.check_reference)

    def _followed(self, name: str, rule: Any, *more: object) -> str:  # noqa: ANN401 - a function
        text: str = self.cleaned_data[name]
        follow(rule, text, *more)
        return text

    def added(self) -> dict[str, Any]:
        """Return what was added, for the operation."""
        values = self.cleaned_data
        names = ("narrative", "said", "product", "customer_ref", "complaint_valid")
        given = {name: values[name] for name in names if name in values}
        return given | ({"details": self._details()} if self.is_open else {})

    def _details(self) -> Details:
        values, had = self.cleaned_data, self.initial
        steps = self.steps_taken()
        return Details(
            trigger=values["trigger"],
            circumstances=tuple(values["circumstances"])
            if values["circumstances"] or had["circumstances"]
            else None,
            ladder=steps if steps or had["ladder"] else None,
            ended_reason=values["ended_reason"],
            outcome=values["outcome"],
            relation_after=values["relation_after"],
            is_manner_right=_truth(values["is_manner_right"]),
            behaved_by=values["behaved_by"],
            prepared=values["prepared"],
            wish=values["wish"],
            fix=values["fix"],
            is_agreed=_truth(values["is_agreed"]),
            is_customers_idea=values["is_customers_idea"],
        )

    def refuse(self, refused: Any) -> None:  # noqa: ANN401 - either error of a rule
        """Show what the operation found, each at its field."""
        problems = refused.problems if isinstance(refused, ReportRefused) else [refused]
        for problem in problems:
            refuse(self, problem)


def _key_of(entries: tuple[Word, ...], number: int | None) -> str:
    return next((word.key for word in entries if word.number == number), "")


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - an answer, not a switch
    return "" if value is None else ("yes" if value else "no")


def _truth(answer: str) -> bool | None:
    return {"yes": True, "no": False}.get(answer)
