"""What customers still need in the demonstration, and what they heard from us."""

import datetime as dt

from django.db.models import F
from django.db.models.functions import Mod
from django.utils import timezone

from config.demo.incidents import Told
from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from config.demo.words import Text
from incidents.codes import Severity
from incidents.codes.customer import Police
from incidents.models import (
    Complaint,
    Fact,
    FollowUp,
    Incident,
    PoliceStep,
    Reaction,
)
from incidents.operations.procedure import StepInput, publish_procedure
from people.models import Organisation, RoleGrant, User

WEEKS = dt.timedelta(weeks=9)
DAY = dt.timedelta(days=1)
ADDRESS = "Kade 12, 1811 LV Alkmaar"
NEEDS = Text("A new date for the installation.", "Een nieuwe datum voor de installatie.")
MESSAGE = Text(
    "We moved your appointment twice. That was our mistake, and we are sorry.",
    "Wij hebben uw afspraak twee keer verzet. Dat was onze fout, en dat spijt ons.",
)
FACTS = (
    (
        Text("The date was moved twice.", "De datum is twee keer verzet."),
        Text("planning", "planning"),
    ),
    (
        Text("Nobody called about it.", "Niemand heeft erover gebeld."),
        Text("call list", "bellijst"),
    ),
)
STEPS = (
    StepInput(
        step="listened",
        text_en="Let them finish, and say what you heard.",
        text_nl="Laat de klant uitpraten en zeg wat u hoort.",
        wording_en="I can hear how much trouble this gives you. Let me look at what I can do.",
        wording_nl="Ik hoor hoeveel last u hiervan heeft. Laat me kijken wat ik kan doen.",
    ),
    StepInput(
        step="named_behaviour",
        text_en="Lower your voice and name the shouting.",
        text_nl="Praat zachter en benoem het schreeuwen.",
        wording_en="You are shouting. I want to help you; I can do that when we talk calmly.",
        wording_nl="U schreeuwt. Ik wil u helpen, en dat kan alleen als we rustig praten.",
    ),
    StepInput(
        step="warned",
        text_en="Warn once, and say that you hang up.",
        text_nl="Waarschuw één keer, en zeg dat u ophangt.",
        wording_en="I have asked you to stop. If this goes on, I hang up.",
        wording_nl="Ik heb u gevraagd te stoppen. Als dit doorgaat, hang ik op.",
    ),
    StepInput(
        step="ended_contact",
        text_en="Say that you hang up, and how the question can still be asked. Then hang up.",
        text_nl="Zeg dat u ophangt en hoe de vraag nog gesteld kan worden. Hang dan op.",
        wording_en="I hang up now. You can write to us, and a colleague will answer you.",
        wording_nl="Ik hang nu op. U kunt ons schrijven; een collega geeft u antwoord.",
    ),
)


def write_fairness(world: World, told: Told, now: dt.datetime) -> None:
    """Write it in bulk, as the operations would: the last weeks, the rest is done."""
    _publish(now)
    Organisation.objects.filter(address="").update(address=ADDRESS)
    recent = [
        (incident, world.manager[key])
        for incident, key in zip(told.incidents, told.team_keys, strict=True)
        if now - incident.reported_at < WEEKS and incident.severity >= Severity.ABUSIVE
    ]
    Reaction.objects.bulk_create(_reaction(incident, boss, now) for incident, boss in recent)
    grave = [pair for pair in recent if pair[0].severity >= Severity.THREAT_OR_DAMAGE]
    PoliceStep.objects.bulk_create(_police(incident, boss, now) for incident, boss in grave)
    boss = world.manager[SMALL_TEAM.key]
    own = [incident for incident, manager in recent if manager == boss]
    for incident in own[-1:]:
        _needs(incident, boss, world, now)
    _say_how_it_ended()


def _say_how_it_ended() -> None:
    """Give most reports what set them off and how they ended, by one statement."""
    Incident.objects.filter(severity__gte=Severity.RUDE).update(
        trigger=Mod(F("id") * 7 + F("product_id"), 5) * 2 + 1, outcome=Mod(F("id") * 5, 6) + 1
    )


def _publish(now: dt.datetime) -> None:
    """Let HR publish steps for the phone, beside the built-in ones."""
    grant = RoleGrant.objects.filter(role=RoleGrant.Role.HR).select_related("user").first()
    if grant is None:
        return
    publish_procedure(actor=grant.user, channel="phone", steps=STEPS, now=now)


def _reaction(incident: Incident, boss: User, now: dt.datetime) -> Reaction:
    due_at = incident.reported_at + DAY
    is_done = due_at < now - DAY and incident.pk % 9 != 0
    return Reaction(
        incident=incident,
        due_at=due_at,
        done_at=due_at - dt.timedelta(hours=6) if is_done else None,
        done_by=boss if is_done else None,
        channel=incident.channel if is_done else None,
    )


def _police(incident: Incident, boss: User, now: dt.datetime) -> PoliceStep:
    wish = ("", Police.NO, Police.NOTICE, Police.REPORT)[incident.pk % 4]
    due_at = incident.reported_at + 2 * DAY
    is_done = wish in {Police.NOTICE, Police.REPORT} and due_at < now
    return PoliceStep(
        incident=incident,
        wish=wish,
        wished_at=incident.reported_at if wish else None,
        due_at=due_at,
        done_at=due_at - dt.timedelta(hours=4) if is_done else None,
        done_by=boss if is_done else None,
    )


def _needs(incident: Incident, boss: User, world: World, now: dt.datetime) -> None:
    Complaint.objects.create(
        incident=incident,
        what=NEEDS.in_(world.language),
        owner=boss,
        due_on=timezone.localdate(now) + 3 * DAY,
        is_apology_due=True,
        opened_by=boss,
        opened_at=now,
    )
    message = FollowUp.objects.create(
        incident=incident, text=MESSAGE.in_(world.language), begun_by=boss, begun_at=now
    )
    for n, (fact, source) in enumerate(FACTS):
        Fact.objects.create(
            follow_up=message,
            text=fact.in_(world.language),
            source=source.in_(world.language),
            checked_by=None if n else boss,
            checked_at=None if n else now,
        )
