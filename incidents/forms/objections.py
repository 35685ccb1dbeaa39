"""An objection that came in by letter, noted by who may not read what it is about."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from incidents.forms.second_look import ObjectionForm
from incidents.models import Measure
from incidents.operations import rules
from incidents.queries.customers import measures_against


class NotedObjectionForm(ObjectionForm):
    """Whose objection it is, and against which measure when there were several."""

    customer_ref = forms.CharField(
        label=_("Customer number, phone or e-mail"),
        help_text=_("Exactly as it is known."),
        max_length=rules.REFERENCE_MAX,
        error_messages={
            "required": _("Write a customer number, phone or e-mail."),
            "max_length": rules.REFERENCE_TOO_LONG,
        },
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    field_order = ("customer_ref", "measure", "received_on", "text")

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(data, **options)
        self.measures: list[Measure] = []
        reference = data.get("customer_ref", "") if data else ""
        if len(reference) <= rules.REFERENCE_MAX and "\x00" not in reference:
            self.measures = list(measures_against(reference))
        if len(self.measures) > 1:
            self.fields["measure"] = forms.ChoiceField(
                label=_("Against which measure?"),
                required=False,
                choices=[(str(row.public_id), _called(row)) for row in self.measures],
                widget=forms.RadioSelect({"class": "btn-check"}),
            )
            self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "customer_ref" in data and not self.measures:
            self.add_error("customer_ref", _("No measure was taken toward this customer."))
        elif len(self.measures) > 1 and not data.get("measure"):
            self.add_error("measure", _("Say which measure it is about."))
        return data

    def measure(self) -> Measure:
        """Return the measure that is meant."""
        chosen = self.cleaned_data.get("measure")
        return next(m for m in self.measures if not chosen or str(m.public_id) == chosen)


def _called(measure: Measure) -> str:
    """The kind and the day, as the letter says; nothing of what happened."""
    kind = str(measure.get_kind_display())
    day = date_format(measure.starts_on, "j F Y") if measure.starts_on else ""
    return f"{kind[:1].upper()}{kind[1:]}, {day}"
