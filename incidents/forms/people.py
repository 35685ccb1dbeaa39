"""Asking a witness, telling what one saw, writing a message. The operations say what is wrong."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.forms.careful import CarefulField
from people.models import User


class ColleagueForm(forms.Form):
    """One colleague out of several. Without a prompt the first of them is chosen already."""

    person = forms.ChoiceField()
    prompt: "str | Promise" = ""

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - as Django's forms take it
        *,
        candidates: Sequence[User],
    ) -> None:
        super().__init__(data)
        self.candidates = candidates
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)  # noqa: S101 - for the type checker
        names = [(str(user.public_id), user.name) for user in candidates]
        person.choices = [("", self.prompt), *names] if self.prompt else names

    def chosen(self) -> User:
        """Return the chosen colleague."""
        chosen = self.cleaned_data["person"]
        return next(user for user in self.candidates if str(user.public_id) == chosen)


class WitnessForm(ColleagueForm):
    """Whom to ask, and whether they may see the facts."""

    person = forms.ChoiceField(
        label=_("Who was there?"),
        error_messages={"invalid_choice": _("Choose a colleague of the team.")},
    )
    may_see_facts = forms.BooleanField(
        label=_("They may see when and where it was and what the customer did"), required=False
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - as Django's forms take it
        *,
        candidates: Sequence[User],
        is_own: bool,
    ) -> None:
        super().__init__(data, candidates=candidates)
        if not is_own:
            del self.fields["may_see_facts"]


class InvolvedForm(ColleagueForm):
    """Which colleague was part of what happened."""

    person = forms.ChoiceField(
        label=_("Who was part of it?"),
        error_messages={
            "required": _("Choose who was part of it."),
            "invalid_choice": _("Choose somebody from the list."),
        },
    )
    prompt = _("Choose a colleague")


class AccountForm(forms.Form):
    """What somebody saw."""

    body = forms.CharField(
        label=_("What did you see and hear?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class MessageForm(forms.Form):
    """One message."""

    body = CarefulField(label=_("Your message"), required=False, rows=3, attrs={"maxlength": 1000})


class PraiseForm(forms.Form):
    """A few words about how it was handled."""

    body = CarefulField(
        label=_("What was well done?"),
        help_text=_("Say what they did, not what they are. One sentence is enough."),
        required=False,
        rows=3,
        attrs={"maxlength": 300},
    )
