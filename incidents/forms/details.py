"""What the reporter adds after sending."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.codes import WordList
from incidents.forms.rule import follow
from incidents.models import Incident, Product
from incidents.operations import rules
from incidents.queries import words


class DetailsForm(forms.Form):
    """Every question can be skipped; what was told before has no field any more."""

    narrative = forms.CharField(
        label=_("In your own words"),
        help_text=_("Write what you saw and heard, not what you think of the person."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    customer_ref = forms.CharField(
        label=_("Which customer was it?"),
        help_text=_("Customer number, phone or e-mail."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    product = forms.ModelChoiceField(
        label=_("What was it about?"),
        queryset=Product.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Not about a product, or not known"),
        error_messages={"invalid_choice": rules.UNKNOWN_PRODUCT},
    )
    complaint_valid = forms.ChoiceField(
        label=_("Was the complaint right?"),
        help_text=_("The complaint and the behaviour are two things. A right one excuses nothing."),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": rules.UNKNOWN_COMPLAINT},
    )

    def __init__(self, data: object = None, *, incident: Incident, **options: object) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]  # handed on unchanged
        product, complaint = self.fields["product"], self.fields["complaint_valid"]
        assert isinstance(product, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(complaint, forms.ChoiceField)  # noqa: S101 - for the type checker
        product.queryset = Product.objects.active()
        complaint.choices = [(word.key, word.label) for word in words(WordList.COMPLAINT_VALID)]
        known = {
            "customer_ref": incident.customer_id,
            "product": incident.product_id,
            "complaint_valid": incident.complaint_valid,
        }
        for name, value in known.items():
            if value is not None:
                del self.fields[name]

    def clean_narrative(self) -> str:
        narrative: str = self.cleaned_data["narrative"]
        follow(rules.check_words, narrative)
        return narrative

    def clean_customer_ref(self) -> str:
        reference: str = self.cleaned_data["customer_ref"]
        follow(rules.check_reference, reference)
        return reference
