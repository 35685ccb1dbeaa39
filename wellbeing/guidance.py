"""Guidance cards: short texts to read or to leave. Nobody is asked anything about them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHONE = 2
THREAT = 3


@dataclass(frozen=True)
class Card:
    """A title, what it is for, and a few lines."""

    key: str
    title: "str | Promise"
    lead: "str | Promise"
    lines: tuple["str | Promise", ...]


CIRCLE = Card(
    "circle",
    _("What is mine to steer"),
    _("Some of it was never yours to carry. Sorting it makes it lighter."),
    (
        _("Not mine: how somebody walks in, the rule itself, what they do at home with their day."),
        _("Partly mine: the tone we end up in. I can offer a calmer one; they choose to take it."),
        _("Mine: my words, my pause, whom I call, when I stop."),
        _("Pick one thing from the last line for next time. One is enough."),
    ),
)
SAY = Card(
    "say",
    _("What to say when"),
    _("Borrow a sentence, or make it sound like you."),
    (
        _("When somebody shouts: “I hear that this matters. I can help when we both speak lower.”"),
        _("When it turns personal: “Let’s talk about the bill. Not about me.”"),
        _("When they keep pushing: “My answer stays the same. I can tell you who decides on it.”"),
        _("When they threaten: “I take that seriously, so I stop here and fetch a colleague.”"),
        _("When you don’t know: “I look into it and you hear from us tomorrow before noon.”"),
    ),
)
AFTER_CALL = Card(
    "after_call",
    _("After a hard call"),
    _("You put the phone down. The call may still be in your shoulders."),
    (
        _("Stand up. Both feet on the floor, let your arms hang for three breaths."),
        _("Drink something, look out of a window, at something far away."),
        _("Say in one sentence to somebody what it was. More is not needed."),
        _("Write down only what the next colleague must know."),
    ),
)
BEFORE_NEXT = Card(
    "before_next",
    _("Before the next one"),
    _("The next customer did nothing yet. A clean start is for you too."),
    (
        _("Close what lies open of the last one: the screen, the file, the window."),
        _("Breathe out longer than you breathe in, three times."),
        _("Choose your first sentence before you begin."),
        _("Not ready? Say so. A break needs no reason."),
    ),
)
STAYS = Card(
    "stays",
    _("When it stays with you"),
    _("Thinking back to it for a few days is common. It usually gets less."),
    (
        _("Keep to your ordinary days: eating, walking, going to bed in time."),
        _("Tell somebody who listens without solving it. A buddy, a friend, somebody at home."),
        _("Say at work what would help in the coming week, also when it is small."),
        _(
            "Does it not get less, or get in the way? Go to somebody outside your team or to your "
            "own doctor. You need not ask anyone here first."
        ),
    ),
)
CARDS = (CIRCLE, SAY, AFTER_CALL, BEFORE_NEXT, STAYS)


def card_after_report(*, severity: int, channel: int) -> Card:
    """Return the one card that is offered after a report."""
    if severity >= THREAT:
        return STAYS
    return AFTER_CALL if channel == PHONE else CIRCLE


def card_after_tally() -> Card:
    """Return the one card that is offered after a count."""
    return CIRCLE
