"""What HR of the demonstration does about a pattern: steps with their effect, a survey, words."""

import datetime as dt

from people.models import RoleGrant, User
from reports.models import PatternCard
from reports.operations import StepInput, add_step, note_survey, take_card, tell_reporters
from reports.operations.effects import renew_effects
from reports.periods import shifted

TEXTS = {
    "en": {
        "quick": ("Call customers before moving a date", "Planning"),
        "fix": ("Second planner", "Service and planning"),
        "survey": "Customers mind the moved dates, not the price.",
        "words": "You told us what goes wrong here. We call first now, and a second planner helps.",
    },
    "nl": {
        "quick": ("Klanten bellen voordat een afspraak schuift", "Planning"),
        "fix": ("Tweede planner", "Service en planning"),
        "survey": "Klanten storen zich aan verschoven afspraken, niet aan de prijs.",
        "words": "Jullie meldden wat hier misgaat. We bellen nu eerst en een tweede planner helpt.",
    },
}


def write_patterns(language: str, now: dt.datetime) -> None:
    """Let HR follow the first pattern: two steps, a survey that came back, a word to reporters."""
    card = PatternCard.objects.open().order_by("opened_at", "pk").first()
    if card is None:
        return
    hana = User.objects.active().with_role(RoleGrant.Role.HR)[0]
    texts = TEXTS[language]
    take_card(actor=hana, card=card, now=now)
    for kind, months, drop in (("quick", 4, 30), ("fix", 0, 50)):
        what, who = texts[kind]
        starts_on = shifted(card.seen_in, 1 - months)
        step = StepInput(kind=kind, what=what, who=who, starts_on=starts_on, expected_drop=drop)
        add_step(actor=hana, card=card, step=step, now=now)
    sent_on, result = card.seen_in + dt.timedelta(days=11), str(texts["survey"])
    url = "https://survey.example/appointments"
    note_survey(card=card, url=url, sent_on=sent_on, result=result, now=now)
    tell_reporters(actor=hana, card=card, words=str(texts["words"]), now=now)
    renew_effects()
