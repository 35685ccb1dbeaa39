"""Products, and the organisation's own words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.operations.words import WordChange
from people.forms.base import helper


class ProductForm(forms.Form):
    """A product or service by name."""

    name = forms.CharField(label=_("Name of the product or service"), max_length=120)
    helper = helper()


class ProductChangeForm(ProductForm):
    """Its name, and whether it can still be chosen."""

    is_active = forms.BooleanField(label=_("Can be chosen in a report"), required=False)


class WordForm(forms.Form):
    """One entry of a code list: its words, its place, and whether it shows."""

    key = forms.CharField(widget=forms.HiddenInput)
    label_en = forms.CharField(
        label=_("English"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"lang": "en"}),
    )
    label_nl = forms.CharField(
        label=_("Dutch"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"lang": "nl"}),
    )
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99)
    is_hidden = forms.BooleanField(label=_("Hide"), required=False)


WordFormSet = forms.formset_factory(WordForm, extra=0, max_num=60)


def changes_of(formset: "forms.BaseFormSet[WordForm]") -> list[WordChange]:
    """Return the entries in the order of their places; equal places keep their order."""
    rows = sorted((form.cleaned_data for form in formset.forms), key=lambda row: row["place"])
    return [
        WordChange(row["key"], row["label_en"], row["label_nl"], row["is_hidden"]) for row in rows
    ]
