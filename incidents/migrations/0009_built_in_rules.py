"""The first version of the steps and of the house rules, for an organisation that has none."""

import datetime as dt
from typing import Any

from django.db import migrations

# In force for whatever is reported: there was nothing else before it.
SINCE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

# The rung of the ladder, what to do (en, nl), words to say (en, nl).
STEPS = (
    (
        1,
        "Listen first. Say in your own words what you heard and what it means for them.",
        "Luister eerst. Zeg in uw eigen woorden wat u hoort en wat het voor de klant betekent.",
        "I can hear how much trouble this gives you. Let me look at what I can do.",
        "Ik hoor hoeveel last u hiervan heeft. Laat me kijken wat ik kan doen.",
    ),
    (
        3,
        "Name the behaviour, exactly and calmly, and say what you need to go on helping.",
        "Benoem het gedrag, precies en rustig, en zeg wat u nodig heeft om te kunnen helpen.",
        "You are shouting at me. I want to help you, and I can only do that when we talk calmly.",
        "U schreeuwt tegen mij. Ik wil u helpen, en dat kan ik alleen als we rustig praten.",
    ),
    (
        4,
        "Warn once. Say what will happen if it goes on.",
        "Waarschuw één keer. Zeg wat er gebeurt als het doorgaat.",
        "I have asked you to stop. If this goes on, I end this conversation. What do you choose?",
        "Ik heb u gevraagd te stoppen. Als dit doorgaat, beëindig ik dit gesprek. Wat kiest u?",
    ),
    (
        8,
        "Stop. End the contact and say how the question can still be asked.",
        "Stop. Beëindig het contact en zeg hoe de vraag nog gesteld kan worden.",
        "I end this conversation now. You can write to us, and a colleague will answer you.",
        "Ik beëindig dit gesprek nu. U kunt ons schrijven; een collega geeft u antwoord.",
    ),
    (
        6,
        "Threatened, or not safe? Skip every step: go away, call a colleague, call the police.",
        "Bedreigd, of niet veilig? Sla alle stappen over: ga weg, roep een collega, bel de politie.",
        "A colleague is taking over from here.",
        "Een collega neemt het vanaf hier over.",
    ),
)

RULES_EN = """\
You may complain, be upset and disagree with us. We listen, and we answer.
We treat you with respect. We ask the same for our colleagues.
No shouting, insults, swearing at people or discrimination.
No sexual remarks and no unwanted touching.
No threats, violence or damage, and no weapons.
No blocking, following or filming of colleagues, and no private details of theirs online.
When a colleague asks you to stop, please stop. If it goes on, they may end the contact.
When we take a measure, we tell you why, for how long, and how you can object.
Your question is still answered, whatever we say about the manner."""

RULES_NL = """\
U mag klagen, boos zijn en het oneens zijn met ons. Wij luisteren en geven antwoord.
Wij behandelen u met respect. Dat vragen wij ook voor onze collega’s.
Niet schreeuwen, beledigen, mensen uitschelden of discrimineren.
Geen seksuele opmerkingen en geen ongewenste aanraking.
Geen bedreiging, geweld of vernieling, en geen wapens.
Collega’s niet de weg versperren, volgen of filmen, en geen privégegevens van hen online zetten.
Vraagt een collega u te stoppen, stop dan. Gaat het door, dan mag die het contact beëindigen.
Nemen wij een maatregel, dan zeggen wij waarom, voor hoelang en hoe u bezwaar kunt maken.
Uw vraag krijgt antwoord, wat wij ook van de manier vinden."""


def publish(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Put version 1 of both in force."""
    procedure = apps.get_model("incidents", "Procedure").objects.create(
        channel=0, version=1, valid_from=SINCE, published_at=SINCE
    )
    step_model = apps.get_model("incidents", "ProcedureStep")
    for position, (step, text_en, text_nl, wording_en, wording_nl) in enumerate(STEPS, start=1):
        step_model.objects.create(
            procedure=procedure,
            position=position,
            step=step,
            text_en=text_en,
            text_nl=text_nl,
            wording_en=wording_en,
            wording_nl=wording_nl,
        )
    apps.get_model("incidents", "HouseRules").objects.create(
        version=1, text_en=RULES_EN, text_nl=RULES_NL, valid_from=SINCE, published_at=SINCE
    )


def withdraw(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Take the built-in versions away again; nothing points at them when this runs."""
    apps.get_model("incidents", "ProcedureStep").objects.filter(procedure__version=1).delete()
    apps.get_model("incidents", "Procedure").objects.filter(published_by=None).delete()
    apps.get_model("incidents", "HouseRules").objects.filter(published_by=None).delete()


class Migration(migrations.Migration):
    dependencies = [("incidents", "0008_help_still_going_on")]

    operations = [migrations.RunPython(publish, withdraw)]
