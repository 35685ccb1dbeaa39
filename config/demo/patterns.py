"""What people of the demonstration do about patterns: steps, a survey, words to who reported."""

import datetime as dt

from people.models import Membership, RoleGrant, User
from reports import queries
from reports.models import PatternCard
from reports.operations import StepInput, add_step, note_survey, take_card, tell_reporters
from reports.operations.effects import renew_effects
from reports.operations.nightly import look_for_patterns
from reports.periods import shifted

TEXTS = {
    "en": {
        "quick": ("Call customers before moving a date", "Planning"),
        "fix": ("Second planner", "Service and planning"),
        "customer": ("One of us is the contact for this customer", "Service desk"),
        "survey": "Customers mind the moved dates, not the price.",
        "words": "You told us what goes wrong here. We call first now, and a second planner helps.",
    },
    "nl": {
        "quick": ("Klanten bellen voordat een afspraak schuift", "Planning"),
        "fix": ("Tweede planner", "Service en planning"),
        "customer": ("Een van ons is het aanspreekpunt voor deze klant", "Servicebalie"),
        "survey": "Klanten storen zich aan verschoven afspraken, niet aan de prijs.",
        "words": "Jullie meldden wat hier misgaat. We bellen nu eerst en een tweede planner helpt.",
    },
}


def write_patterns(language: str, now: dt.datetime) -> None:
    """Let HR follow the first product, and a manager the first customer of the team."""
    look_for_patterns(now=now)
    cards = PatternCard.objects.open().order_by("opened_at", "pk")
    if product := cards.filter(customer=None).first():
        _follow_product(product, language, now)
    if customer := cards.exclude(customer=None).first():
        _follow_customer(customer, language, now)
    renew_effects()


def _follow_product(card: PatternCard, language: str, now: dt.datetime) -> None:
    """Two steps, a survey that came back, a word to those who reported."""
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


def _follow_customer(card: PatternCard, language: str, now: dt.datetime) -> None:
    """One step of who leads the team."""
    leading = (
        Membership.objects.on(queries.today(now)).leading().filter(team=card.team).order_by("pk")
    )
    leader = leading.select_related("user").first()
    if leader is None:
        return
    what, who = TEXTS[language]["customer"]
    take_card(actor=leader.user, card=card, now=now)
    step = StepInput(kind="quick", what=what, who=who, starts_on=queries.today(now))
    add_step(actor=leader.user, card=card, step=step, now=now)
