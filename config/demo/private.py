"""What Ana wrote for herself: one private note, through the operation, sealed as all are."""

import datetime as dt

from django.utils import timezone

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from wellbeing.keeping import span_from
from wellbeing.operations import write_reflection

DAYS_AGO = 9
WORDS = {
    "en": "I kept my voice low and I called Bram. That was mine.\n\n"
    "That the planning moved him three times was not.",
    "nl": "Ik bleef rustig praten en riep Bram erbij. Dat was van mij.\n\n"
    "Dat de planning hem drie keer verzette, was dat niet.",
}


def write_private(world: World, now: dt.datetime) -> None:
    """Write the note of Ana, who is the first at her desk."""
    at = now - dt.timedelta(days=DAYS_AGO)
    write_reflection(
        actor=world.staff[SMALL_TEAM.key][0],
        words=WORDS.get(world.language, WORDS["en"]),
        delete_on=span_from(timezone.localdate(at)).usual,
        now=at,
    )
