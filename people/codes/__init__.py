"""What reaches people: the ways, the kinds, and what holds where somebody has chosen nothing."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.codes.kinds import KINDS, TOPIC_NAMES, Reach, Topic, Urgency, kinds_of, reach_of

__all__ = [
    "ALWAYS",
    "CHANNEL_NAMES",
    "DEFAULTS",
    "KINDS",
    "TOPIC_NAMES",
    "Channel",
    "Reach",
    "Topic",
    "Urgency",
    "kinds_of",
    "reach_of",
]


class Channel(StrEnum):
    """The ways in which something reaches a person."""

    APP = "app"
    MAIL = "mail"
    PUSH = "push"


CHANNEL_NAMES: "dict[Channel, str | Promise]" = {
    Channel.APP: _("In Luwte"),
    Channel.MAIL: _("E-mail"),
    Channel.PUSH: _("Phone"),
}

# What nobody may switch off: the line on their own pages that somebody needs them now.
ALWAYS = frozenset({(kind, Channel.APP) for kind in kinds_of(Topic.NOW)})

# Where a person has chosen nothing: news waits inside Luwte, what has to be done is also sent.
_SENT = frozenset({Topic.NOW, Topic.TASKS, Topic.DECISIONS})
# Who gets one asked for it: a subscription without a mail would be none.
_ASKED_FOR = frozenset({"trends"})
DEFAULTS: frozenset[tuple[str, Channel]] = frozenset(
    (kind, channel)
    for kind, reach in KINDS.items()
    for channel in Channel
    if channel == Channel.APP or reach.topic in _SENT or kind in _ASKED_FOR
)
