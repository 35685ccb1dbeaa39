"""A file with contact numbers."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from people.forms.base import helper
from reports.exposure.lines import Fault
from reports.exposure.sheets import SIZE_MOST, Sheet, SheetRefused, read_sheet
from reports.operations.intake import sheet_sentence
from reports.operations.intake.words import SENTENCES

ACCEPTED = ".csv,.txt,.xlsx,text/csv,text/plain"


class ContactsForm(forms.Form):
    """A file with contact numbers; read as soon as it is there."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX with the columns day, team, product, channel, contacts; or month, "
            "customer, contacts."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("Choose a file."),
            "empty": SENTENCES[Fault.NOT_A_TABLE],
            "missing": _("Choose a file."),
        },
    )
    helper = helper()
    sheet: Sheet
    content: bytes

    def clean_file(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        self.content = upload.read(SIZE_MOST + 1)
        try:
            self.sheet = read_sheet(self.content)
        except SheetRefused as refused:
            text = sheet_sentence(refused.fault, refused.missing)
            raise forms.ValidationError(text) from refused
        return upload


class KeepForm(forms.Form):
    """Whether bad lines are left out of what is kept."""

    may_skip_bad = forms.BooleanField(required=False)
