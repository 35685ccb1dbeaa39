"""Forms of the practice library."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNEL_BY_KEY, TOPIC_BY_KEY, WordList
from incidents.codes.after import STEP_BY_KEY
from incidents.queries import words
from people.forms.base import helper, own_names
from wellbeing.queries.library import Wanted


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
