"""Forms for writing a scenario from a report, and for the second look at it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.codes import WordList
from incidents.queries import words
from people.forms.base import helper, own_names
from people.forms.careful import CarefulField
from people.models import User
from wellbeing.forms.talk import CHIP
from wellbeing.models import Scenario, ScenarioConsent, ScenarioText
from wellbeing.operations.practice import Draft
from wellbeing.queries.library import second_lookers

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PARTS = ("title", "situation", "opening", "roles", "to_try", "to_learn")
_LINES = _("One on each line.")


def _area(
    label: "_StrPromise", rows: int, help_text: "_StrPromise | str" = "", *, is_needed: bool = False
) -> CarefulField:
    """Several lines; the first of them says for all what does not belong here."""
    return CarefulField(
        has_hint=is_needed,
        label=label,
        help_text=help_text,
        required=is_needed,
        max_length=3000,
        rows=rows,
        error_messages={"required": _("Tell what happened, without names.")},
    )


def _chips(label: "_StrPromise") -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, required=False, coerce=int, widget=forms.CheckboxSelectMultiple(CHIP)
    )


class DraftForm(forms.Form):
    """The text of a scenario in one language, and what it trains."""

    language = forms.ChoiceField(label=_("Language of this text"))
    title = forms.CharField(
        label=_("Title"), max_length=120, error_messages={"required": _("Give it a title.")}
    )
    situation = _area(_("The situation"), 8, is_needed=True)
    opening = CarefulField(
        label=_("The first words"), max_length=300, required=False, has_hint=False
    )
    roles = _area(_("Roles"), 4, _("One on each line: the name, a colon, what the player knows."))
    to_try = _area(_("What to try"), 4, _LINES)
    to_learn = _area(_("What to take away"), 3, _LINES)
    channels = _chips(_("Channel"))
    steps = _chips(_("Steps of the ladder"))
    topics = _chips(_("Subjects"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=120, initial=15)
    helper = helper()

    def __init__(
        self, data: QueryDict | None, *, scenario: Scenario | None, language: str, proposal: str
    ) -> None:
        super().__init__(data, initial=_initial(scenario, language, proposal))
        self.cleared = data.getlist("cleared") if data is not None else _cleared(scenario)
        lists = {
            "channels": WordList.CHANNEL,
            "steps": WordList.LADDER,
            "topics": WordList.TOPIC,
        }
        for name, word_list in lists.items():
            shown = [(word.number, word.label) for word in words(word_list)]
            self.fields[name].choices = shown  # type: ignore[attr-defined]
        self.fields["language"].choices = own_names()  # type: ignore[attr-defined]

    def draft(self) -> Draft:
        """Return what was written."""
        data = self.cleaned_data
        return Draft(
            language=data["language"],
            words={part: data[part].strip() for part in PARTS},
            channels=tuple(data["channels"]),
            steps=tuple(data["steps"]),
            topics=tuple(data["topics"]),
            minutes=data["minutes"],
            cleared=tuple(key[:200] for key in self.cleared),
        )


def _cleared(scenario: Scenario | None) -> list[str]:
    return list(scenario.cleared) if scenario else []


def _initial(scenario: Scenario | None, language: str, proposal: str) -> dict[str, Any]:
    if scenario is None:
        return {"language": language, "situation": proposal}
    found = scenario.texts.filter(language=language).first() or ScenarioText()
    codes = {name: getattr(scenario, name) for name in ("channels", "steps", "topics", "minutes")}
    return {"language": language, **codes, **{part: getattr(found, part) for part in PARTS}}


class LookerForm(forms.Form):
    """Who looks at the text next."""

    second_by = forms.ModelChoiceField(
        label=_("Who takes the second look?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose somebody.")},
    )
    helper = helper()

    def __init__(self, data: QueryDict | None, *, author: User, consent: ScenarioConsent) -> None:
        super().__init__(data)
        self.fields["second_by"].queryset = second_lookers(author, consent)  # type: ignore[attr-defined]


class SecondLookForm(forms.Form):
    """Four questions; with a yes to each the text goes to the person it comes from."""

    no_names = forms.BooleanField(
        label=_("No person, customer or place is named, not by a nickname either.")
    )
    no_trail = forms.BooleanField(
        label=_("Nobody on the team could tell who it was by the day, the product or the words.")
    )
    is_fair = forms.BooleanField(
        label=_("The customer is a person too: nothing mocks, and no group is pointed at.")
    )
    is_useful = forms.BooleanField(label=_("It can be played, and there is something to try."))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.error_messages["required"] = _("Tick it when it is so, or give the text back.")
            field.widget.attrs["class"] = "form-check-input"


class ReturnForm(forms.Form):
    """What can still be recognised."""

    remark = CarefulField(
        label=_("What can still be recognised?"),
        max_length=300,
        error_messages={"required": _("Say in a few words what can be recognised.")},
    )
    helper = helper()
