"""Finding a customer, and noting what is agreed."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from incidents.forms.promises import CHIP
from incidents.models import Customer
from incidents.operations import rules
from incidents.operations.identity import IdentityInput
from incidents.queries.customers import CustomerFilter
from people.forms.base import DateInput, helper
from people.forms.careful import CarefulField


def _text(**options: Any) -> forms.CharField:  # noqa: ANN401 - of a form field
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(required=False, widget=widget, **options)


def own_names() -> list[tuple[str, str]]:
    """Return the languages as their speakers write them."""
    return [
        (code, str(get_language_info(code)["name_local"]).capitalize())
        for code, _name in settings.LANGUAGES
    ]


class SearchForm(forms.Form):
    """An exact number, phone or mail; a name only for who leads a team or advises.

    It is posted, because a name or a number has no place in an address.
    """

    reference = forms.CharField(
        label=_("Customer number, phone or e-mail"),
        help_text=_("Exactly as it is known. Names and parts find nothing."),
        max_length=rules.REFERENCE_MAX,
        error_messages={
            "required": _("Write a customer number, phone or e-mail."),
            "max_length": rules.REFERENCE_TOO_LONG,
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AgreementForm(forms.Form):
    """What was agreed and until when; the operation says what is wrong with it."""

    text = CarefulField(
        label=_("What did you agree?"),
        help_text=_("An instruction for the next contact, not the story. 200 characters at most."),
        required=False,
        attrs={"autocomplete": "off"},
    )
    until = forms.DateField(
        label=_("Until and with which day?"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Say until which day it holds.")},
        widget=DateInput(),
    )


class NameSearchForm(SearchForm):
    """For leaders and advisers, who may look for a name among the customers they see."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["reference"].label = _("Name, customer number, phone or e-mail")
        self.fields["reference"].help_text = _(
            "Names are found among the customers your teams met; a number exactly as it is known."
        )


class CustomerFilterForm(forms.Form):
    """What the list is narrowed to, from the address; never a name."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Customer.Kind.choices]
    )
    agreed = forms.ChoiceField(
        label=_("Agreement"), required=False, choices=[("", _("All")), ("yes", _("in force"))]
    )
    period = forms.ChoiceField(
        label=_("Reported"),
        required=False,
        choices=[("", _("in the last twelve months")), ("all", _("ever, or not at all"))],
    )
    helper = helper()

    def wanted(self) -> CustomerFilter:
        """Return the filter; a value that makes no sense counts as not given."""
        self.is_valid()
        data = self.cleaned_data
        return CustomerFilter(
            kind=data.get("kind", ""),
            has_agreement=data.get("agreed") == "yes",
            is_all=data.get("period") == "all",
        )


class IdentityForm(forms.Form):
    """Who a customer is: how to reach and to address them, and nothing more."""

    name = _text(label=_("Name"))
    reference = _text(
        label=_("Customer number"),
        help_text=_("From your own system. Leave it empty and one is made here."),
    )
    phone = _text(label=_("Phone"))
    email = _text(label=_("E-mail"))
    address = _text(label=_("Address for letters"))
    language = forms.ChoiceField(label=_("Language of letters"), required=False)
    kind = forms.ChoiceField(
        label=_("This is"),
        choices=Customer.Kind.choices,
        initial=Customer.Kind.PERSON,
        widget=forms.RadioSelect(CHIP),
        error_messages={"required": _("Choose a person or an organisation.")},
    )
    helper = helper()

    def __init__(
        self, data: QueryDict | None = None, *, is_contact: bool = False, **options: object
    ) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]  # handed on unchanged
        choices = [("", _("the language of the organisation")), *own_names()]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        if is_contact:
            del self.fields["kind"]

    def identity(self) -> IdentityInput:
        """Return who it is, for the operation."""
        return IdentityInput(**self.cleaned_data)


class WhoForm(forms.Form):
    """Who it was, in a report: a contact person, or an exact number, phone or mail."""

    person = forms.ModelChoiceField(
        label=_("Which contact person?"),
        queryset=Customer.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.RadioSelect(CHIP),
        error_messages={
            "required": _("Choose who it was."),
            "invalid_choice": _("Choose who it was."),
        },
    )
    reference = SearchForm.base_fields["reference"]

    helper = helper()

    def __init__(
        self, data: QueryDict | None = None, *, contacts: "QuerySet[Customer] | None"
    ) -> None:
        super().__init__(data)
        if contacts is None:
            del self.fields["person"]
            return
        del self.fields["reference"]
        person = self.fields["person"]
        person.queryset = contacts  # type: ignore[attr-defined]
        person.label_from_instance = _called  # type: ignore[attr-defined]


def _called(customer: Customer) -> str:
    return customer.identity.name or customer.identity.reference
