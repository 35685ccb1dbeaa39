"""What a person wants to be told, by which way, and when not."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.codes import ALWAYS, CHANNEL_NAMES, KINDS, TOPIC_NAMES, Channel, kinds_of
from people.forms.base import TimeInput
from people.models.notices import DIGEST_AT
from people.operations import NoticeWishes

CHOICES = [(f"{kind}:{channel}", "") for kind in KINDS for channel in Channel]


class NoticesForm(forms.Form):
    """A row of boxes for each kind of notice, folded by class, quiet hours, and a leader's digest.

    Ways that are not offered (no address, no waking here) keep what was chosen for them.
    """

    ways = forms.MultipleChoiceField(choices=CHOICES, required=False)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=TimeInput())
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=TimeInput())
    has_digest = forms.BooleanField(label=_("One message a day"), required=False)
    digest_at = forms.TimeField(label=_("At"), required=False, widget=TimeInput())

    def __init__(
        self, data: QueryDict | None, *, wishes: NoticeWishes, channels: list[Channel]
    ) -> None:
        self.wishes, self.channels = wishes, channels
        start, end = wishes.quiet or (None, None)
        initial = {
            "ways": [f"{kind}:{channel}" for kind, channel in wishes.ways],
            "quiet_from": start,
            "quiet_until": end,
            "has_digest": wishes.digest_at is not None,
            "digest_at": wishes.digest_at or DIGEST_AT,
        }
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("quiet_from"), data.get("quiet_until")
        if "quiet_from" in data and "quiet_until" in data:
            if (start is None) != (end is None):
                name = "quiet_until" if end is None else "quiet_from"
                self.add_error(name, _("Give both times, or none."))
            elif start is not None and start == end:
                self.add_error("quiet_until", _("Choose another time than the one it begins at."))
        if data.get("has_digest") and "digest_at" in data and data["digest_at"] is None:
            self.add_error("digest_at", _("Choose a time."))
        return data

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return the classes: their words, how much of each way is on, and a row for each kind."""
        chosen = set(self["ways"].value() or []) | {f"{kind}:{way}" for kind, way in ALWAYS}
        return [
            {
                "key": topic.value,
                "name": name,
                "words": words,
                "kinds": [self._row(kind, chosen) for kind in kinds_of(topic)],
                "ways": [
                    {
                        "key": channel.value,
                        "name": CHANNEL_NAMES[channel],
                        "count": sum(f"{kind}:{channel}" in chosen for kind in kinds_of(topic)),
                    }
                    for channel in self.channels
                ],
            }
            for topic, (name, words) in TOPIC_NAMES.items()
        ]

    def _row(self, kind: str, chosen: set[str]) -> dict[str, Any]:
        boxes = [
            {
                "way": channel.value,
                "value": f"{kind}:{channel}",
                "is_on": f"{kind}:{channel}" in chosen,
                "is_fixed": (kind, channel) in ALWAYS,
            }
            for channel in self.channels
        ]
        return {"key": kind, "name": KINDS[kind].name, "boxes": boxes}

    def to_wishes(self) -> NoticeWishes:
        """Return what was chosen; only for a valid form."""
        data = self.cleaned_data
        start, end = data["quiet_from"], data["quiet_until"]
        pairs = (value.split(":") for value in data["ways"])
        digest_at: dt.time | None = data["digest_at"] if data["has_digest"] else None
        chosen = {(kind, Channel(channel)) for kind, channel in pairs}
        kept = {way for way in self.wishes.ways if way[1] not in self.channels}
        return NoticeWishes(
            ways=frozenset(chosen | kept),
            quiet=(start, end) if start is not None and end is not None else None,
            digest_at=digest_at,
        )
