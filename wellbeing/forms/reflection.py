"""A private note: its words, its last day, and with whom it is shared."""

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.forms.base import DateInput, helper
from people.models import User
from wellbeing.forms.talk import CHIP
from wellbeing.keeping import Span

MOST_WORDS = 10_000


class WordsForm(forms.Form):
    """What somebody writes for themselves."""

    words = forms.CharField(
        label=_("What do you want to get off your mind?"),
        help_text=_("Write it as it is. Nobody else sees this in Luwte."),
        max_length=MOST_WORDS,
        strip=False,
        error_messages={"required": _("Write something first.")},
        # The browser is asked to keep nothing of it.
        widget=forms.Textarea({"rows": 12, "autocomplete": "off"}),
    )
    helper = helper()

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not words.strip():
            raise forms.ValidationError(_("Write something first."))
        return words


class LastDayForm(forms.Form):
    """When the note goes by itself."""

    delete_on = forms.DateField(
        label=_("It goes by itself on"),
        help_text=_("From tomorrow up to two years from now."),
        input_formats=["%Y-%m-%d"],
        widget=DateInput(),
        error_messages={"required": _("Choose a day."), "invalid": _("Write a day.")},
    )
    helper = helper()

    def __init__(
        self, data: QueryDict | None = None, *, span: Span, day: dt.date | None = None
    ) -> None:
        super().__init__(data, initial={"delete_on": day or span.usual})
        attrs = self.fields["delete_on"].widget.attrs
        attrs |= {"min": span.first.isoformat(), "max": span.last.isoformat()}


class NoteForm(LastDayForm, WordsForm):
    """A new note."""

    field_order = ("words", "delete_on")


class SharingForm(forms.Form):
    """One adviser to share it with."""

    adviser = forms.ChoiceField(
        label=_("With which adviser?"),
        widget=forms.RadioSelect(CHIP),
        error_messages={
            "required": _("Choose a confidential adviser."),
            "invalid_choice": _("Choose a confidential adviser."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, advisers: Sequence[User]) -> None:
        super().__init__(data)
        self._by_id = {str(user.public_id): user for user in advisers}
        field = self.fields["adviser"]
        field.choices = [(key, user.name) for key, user in self._by_id.items()]  # type: ignore[attr-defined]

    def chosen(self) -> User:
        """Return the adviser; only for a valid form."""
        return self._by_id[self.cleaned_data["adviser"]]
