"""Forms of the practice library."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNEL_BY_KEY, TOPIC_BY_KEY, WordList
from incidents.codes.after import STEP_BY_KEY
from incidents.queries import words
from people.forms.base import DateInput, helper, own_names
from people.forms.careful import CarefulField
from people.models import Team, User
from wellbeing.queries.library import Wanted
from wellbeing.queries.sessions import colleagues_in, teams_of


class LibraryFilterForm(forms.Form):
    """What the library is narrowed to, as it stands in the address."""

    word = forms.CharField(label=_("Words"), required=False, max_length=60)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    step = forms.ChoiceField(label=_("Step of the ladder"), required=False)
    topic = forms.ChoiceField(label=_("Subject"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    helper = helper()

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        lists = {
            "channel": WordList.CHANNEL,
            "step": WordList.LADDER,
            "topic": WordList.TOPIC,
        }
        for name, word_list in lists.items():
            shown = [(word.key, word.label) for word in words(word_list)]
            self._choose(name, shown)
        self._choose("language", own_names())

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("All")), *options]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return the filter; a value that makes no sense counts as not given."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        channel = CHANNEL_BY_KEY.get(data.get("channel", ""))
        step = STEP_BY_KEY.get(data.get("step", ""))
        topic = TOPIC_BY_KEY.get(data.get("topic", ""))
        return Wanted(
            channel=channel.number if channel else None,
            step=step.number if step else None,
            topic=topic.number if topic else None,
            language=data.get("language", ""),
            word=data.get("word", ""),
        )


class SessionForm(forms.Form):
    """That a team played a scenario."""

    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Choose a team.")},
    )
    held_on = forms.DateField(
        label=_("Day"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )
    attendees = forms.IntegerField(
        label=_("How many took part?"),
        min_value=1,
        max_value=500,
        error_messages={"required": _("Write how many took part.")},
    )
    led_by = forms.ModelChoiceField(
        label=_("Who led it?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nobody in particular"),
    )
    learned = CarefulField(
        label=_("What did you learn?"),
        help_text=_("Without names. Everybody in the team can read it."),
        required=False,
        max_length=1000,
        rows=3,
    )
    helper = helper()

    def __init__(self, data: QueryDict | None, *, user: User) -> None:
        super().__init__(data, initial={"held_on": timezone.localdate()})
        teams, colleagues = self.fields["team"], self.fields["led_by"]
        teams.queryset = teams_of(user)  # type: ignore[attr-defined]
        colleagues.queryset = colleagues_in(user)  # type: ignore[attr-defined]
        first = teams_of(user).first()
        if first is not None:
            self.initial["team"] = first.public_id
