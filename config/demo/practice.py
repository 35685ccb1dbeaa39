"""Practising in the demonstration: one scenario from a report, one asked for, two sessions."""

import datetime as dt

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from incidents.models import Incident
from people.models import RoleGrant, User
from wellbeing.models import Scenario
from wellbeing.operations.practice import (
    Draft,
    agree,
    approve_text,
    ask_consent,
    ask_second_look,
    join_session,
    pass_second_look,
    record_session,
    save_draft,
    stock_library,
)

WORDS = {
    "en": {
        "title": "The chair that was promised twice",
        "situation": "A customer comes to hear why something promised twice has not arrived. "
        "They stay standing, lean over the desk and call the colleague a liar.",
        "opening": "You looked me in the face and lied.",
        "roles": "The customer: You took a day off twice. You calm down when somebody says so.\n"
        "The colleague: You did not make the promise. You can make one small new one.\n"
        "The watcher: Count how long it takes until the two promises are named.",
        "to_try": "Name the two broken promises before anything else.\n"
        "Say what the word liar does, once, and go on.\nPromise only what you can keep yourself.",
        "to_learn": "You can be sorry for what somebody else promised.\n"
        "One small promise that is kept is worth three large ones.",
    },
    "nl": {
        "title": "De stoel die twee keer beloofd was",
        "situation": "Een klant komt horen waarom iets dat twee keer beloofd is er niet is. "
        "Die blijft staan, leunt over de balie en noemt de collega een leugenaar.",
        "opening": "U keek me recht aan en u loog.",
        "roles": "De klant: Je nam twee keer vrij. Je wordt rustig als iemand dat zegt.\n"
        "De collega: Jij deed de belofte niet. Je kunt één kleine nieuwe doen.\n"
        "De toeschouwer: Tel hoelang het duurt tot de twee beloften genoemd zijn.",
        "to_try": "Noem eerst de twee gebroken beloften.\n"
        "Zeg één keer wat het woord leugenaar doet, en ga verder.\n"
        "Beloof alleen wat je zelf kunt waarmaken.",
        "to_learn": "Je kunt spijt hebben van wat een ander beloofde.\n"
        "Eén kleine belofte die je houdt is meer waard dan drie grote.",
    },
}
LEARNED = {
    "en": "Naming the wait first works. The second warning came too late.",
    "nl": "Eerst het wachten benoemen werkt. De tweede waarschuwing kwam te laat.",
}


def write_practice(world: World, language: str, now: dt.datetime) -> None:
    """Write them through the operations themselves."""
    stock_library(now=now)
    desk, manager = world.staff[SMALL_TEAM.key], world.manager[SMALL_TEAM.key]
    closed = Incident.objects.filter(
        team=world.teams[SMALL_TEAM.key], closed_at__isnull=False, is_anonymous=False
    ).exclude(reported_by=manager)
    found = list(closed.order_by("-closed_at").select_related("reported_by", "team")[:2])
    if len(found) == 2:
        _published(found[0], manager, now - dt.timedelta(days=3))
        ask_consent(actor=manager, incident=found[1], now=now - dt.timedelta(hours=20))
    _played(world, desk, manager, LEARNED[language], now)


def _published(incident: Incident, manager: User, now: dt.datetime) -> None:
    adviser = User.objects.active().with_role(RoleGrant.Role.ADVISER)[0]
    consent = ask_consent(actor=manager, incident=incident, now=now)
    consent = agree(actor=incident.reported_by, consent=consent, now=now)
    for language, words in WORDS.items():
        draft = Draft(
            language=language, words=words, channels=(1,), steps=(1, 2), topics=(1, 7), minutes=15
        )
        scenario = save_draft(actor=manager, consent=consent, draft=draft, now=now)
    ask_second_look(actor=manager, scenario=scenario, second_by=adviser, now=now)
    pass_second_look(actor=adviser, scenario=scenario, now=now)
    approve_text(actor=incident.reported_by, consent=consent, now=now)


def _played(world: World, desk: list[User], manager: User, learned: str, now: dt.datetime) -> None:
    team = world.teams[SMALL_TEAM.key]
    for key, days, attendees in (("the_queue", 20, 6), ("the_third_call", 6, 4)):
        session = record_session(
            actor=manager,
            scenario=Scenario.objects.get(key=key),
            team=team,
            held_on=(now - dt.timedelta(days=days)).date(),
            attendees=attendees,
            learned=learned if key == "the_queue" else "",
            led_by=manager,
            now=now,
        )
        join_session(actor=desk[1], session=session, now=now)
