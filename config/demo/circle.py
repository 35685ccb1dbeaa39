"""Who a person can turn to in the demonstration: helpers, trained buddies and ten minutes."""

import datetime as dt
from copy import copy

from django.utils import timezone

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from config.demo.words import Text
from people.models import RoleGrant, User
from wellbeing.models import BuddyCard, Helper, VentSlot

Kind = Helper.Kind

HELPERS = (
    Helper(
        kind=Kind.ADVISER,
        name="De Luwte Vertrouwenslijn",
        phone="088 555 9101",
        email="vertrouwenslijn@luwte.example",
        languages="Nederlands, English",
        about_en="A confidential adviser from outside. What you say stays there.",
        about_nl="Een vertrouwenspersoon van buiten. Wat je zegt, blijft daar.",
        hours_en="Working days from 9 to 17",
        hours_nl="Werkdagen van 9 tot 17 uur",
        place=1,
    ),
    Helper(
        kind=Kind.DOCTOR,
        name="Wilma Postma",
        phone="088 555 9102",
        email="bedrijfsarts@luwte.example",
        languages="Nederlands, Deutsch",
        about_en="The open consulting hour is yours: nobody hears that you came.",
        about_nl="Het open spreekuur is van jou: niemand hoort dat je er was.",
        hours_en="Tuesday from 9 to 12, or by appointment",
        hours_nl="Dinsdag van 9 tot 12 uur, of op afspraak",
        place=2,
    ),
    Helper(
        kind=Kind.PSYCHOLOGIST,
        name="Rachid el Idrissi",
        phone="088 555 9103",
        languages="Nederlands, English, العربية",
        about_en="Five talks are paid for you. You need no referral and give no reason.",
        about_nl="Vijf gesprekken zijn voor je betaald. Zonder verwijzing, zonder reden.",
        hours_en="First talk within a week",
        hours_nl="Eerste gesprek binnen een week",
        place=3,
    ),
    Helper(
        kind=Kind.LINE,
        name="Luisterlijn Noordkop",
        phone="0800 555 0104",
        web="https://luisterlijn.luwte.example/",
        languages="Nederlands",
        about_en="Somebody who listens. You need not say who you are.",
        about_nl="Iemand die luistert. Je hoeft niet te zeggen wie je bent.",
        hours_en="Day and night",
        hours_nl="Dag en nacht",
        place=4,
    ),
    Helper(
        kind=Kind.OTHER,
        name="Greet Hoekstra",
        phone="088 555 9105",
        email="or@luwte.example",
        languages="Nederlands",
        about_en="Works council. For what should change for everybody.",
        about_nl="Ondernemingsraad. Voor wat voor iedereen anders moet.",
        hours_en="Thursday",
        hours_nl="Donderdag",
        place=5,
    ),
)
REACH = (
    Text("Walk by, or send me a message. I always have ten minutes.",
         "Loop langs of stuur een bericht. Tien minuten heb ik altijd."),
    Text("Call me after four, then the desk is quiet.",
         "Bel me na vieren, dan is het rustig aan de balie."),
    Text("Send a message first; I call back the same day.",
         "Stuur eerst een bericht; ik bel dezelfde dag terug."),
)  # fmt: skip
AT = dt.time(10, 30)


def write_circle(world: World, now: dt.datetime) -> None:
    """Write helpers, three buddies and ten minutes that Ana and the nearest of them agreed on."""
    Helper.objects.bulk_create(copy(helper) for helper in HELPERS)
    found = _buddies(world)
    role = RoleGrant.Role.BUDDY
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for user in found)
    BuddyCard.objects.bulk_create(
        BuddyCard(user=user, how_to_reach=words.in_(world.language))
        for user, words in zip(found, REACH, strict=True)
    )
    tomorrow = timezone.localdate(now) + dt.timedelta(days=1)
    VentSlot.objects.create(
        person=world.staff[SMALL_TEAM.key][0],
        buddy=found[0],
        starts_at=timezone.make_aware(dt.datetime.combine(tomorrow, AT)),
    )


def _buddies(world: World) -> list[User]:
    """Two at Ana's own desk, the third wherever there is another team."""
    desk = world.staff[SMALL_TEAM.key]
    others = [staff for key, staff in world.staff.items() if key != SMALL_TEAM.key]
    return [desk[5], desk[6], others[0][2] if others else desk[7]]
