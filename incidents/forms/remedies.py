"""Giving something to make good, answering a request, and HR's limits."""

from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import FAULT_SIDES, Remediable
from incidents.forms.promises import CHIP
from incidents.operations.remedies import RemedyInput
from incidents.queries.remedies import Allowed, RuleRow
from people.forms.base import helper
from people.forms.careful import CarefulField

AMOUNT = {"invalid": _("Write an amount, such as 12.50."), "min_value": _("Not below nothing.")}


def _amount(**options: object) -> forms.DecimalField:
    return forms.DecimalField(
        required=False,
        max_digits=9,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages=AMOUNT,
        **options,  # type: ignore[arg-type]  # handed on unchanged
    )


class RemedyForm(forms.Form):
    """What is given, its value and whose fault it makes good."""

    kind = forms.ChoiceField(
        label=_("What do you give?"),
        widget=forms.RadioSelect(CHIP),
        error_messages={
            "required": _("Choose what is given."),
            "invalid_choice": _("Choose what is given."),
        },
    )
    value = _amount(
        label=_("What is it worth, in euros?"),
        help_text=_("Leave it empty for an apology. Above your limit it is asked for you."),
    )
    fault_side = forms.ChoiceField(
        label=_("Whose fault does it make good?"),
        choices=[(side.value, label) for side, label in FAULT_SIDES.items()],
        widget=forms.RadioSelect(CHIP),
        error_messages={
            "required": _("Say whose fault it was, or nobody’s."),
            "invalid_choice": _("Say whose fault it was, or nobody’s."),
        },
    )
    note = CarefulField(
        label=_("What exactly?"),
        required=False,
        attrs={"autocomplete": "off"},
    )
    helper = helper()

    def __init__(self, data: QueryDict | None = None, *, allowed: list[Allowed]) -> None:
        super().__init__(data)
        choices = [(entry.key, entry.label) for entry in allowed]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def remedy(self) -> RemedyInput:
        """Return what is given, for the operation."""
        return RemedyInput(**self.cleaned_data)


class DecisionForm(forms.Form):
    """Yes, or no with the reason."""

    is_granted = forms.TypedChoiceField(
        label=_("May it be given?"),
        choices=[("yes", _("Yes, give it")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect(CHIP),
        error_messages={
            "required": _("Choose yes or no."),
            "invalid_choice": _("Choose yes or no."),
        },
    )
    reason = CarefulField(
        label=_("Why?"),
        help_text=_("Needed when it is no: your colleague has to tell the customer."),
        required=False,
        attrs={"autocomplete": "off"},
    )
    helper = helper()


class RulesForm(forms.Form):
    """One amount per role and kind; an empty one means that it is always asked."""

    def __init__(self, data: QueryDict | None = None, *, rows: list[RuleRow]) -> None:
        super().__init__(data)
        self.rows = rows
        for row in rows:
            for role, limit in row.limits.items():
                label = f"{row.label}, {_ROLES[Remediable(role)]}"
                self.fields[f"{role}_{row.number}"] = _amount(
                    label=label, initial=limit, min_value=Decimal(0)
                )

    def table(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields as the page shows them: a row for each kind."""
        return [
            (row.label, [self[f"{role}_{row.number}"] for role in row.limits]) for row in self.rows
        ]

    def limits(self) -> dict[tuple[int, str], Decimal | None]:
        """Return the limits, for the operation."""
        return {
            (row.number, role): self.cleaned_data[f"{role}_{row.number}"]
            for row in self.rows
            for role in row.limits
        }


_ROLES = {
    Remediable.STAFF: _("staff"),
    Remediable.DEPUTY: _("deputies"),
    Remediable.MANAGER: _("managers"),
}
