"""No symptom, diagnosis or clinical score is stored; free text about people says so."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings

import incidents.forms
import wellbeing.forms
from people.forms.careful import CarefulField

HEALTH = re.compile(
    r"symptom|diagnos|clinical|mood|score|stress|anxi|depress|trauma|ptsd|health|illness|sick"
    r"|disorder|burn_?out|medic|therap|sleep"
)
# What customers did, added up: about no colleague.
ABOUT_CUSTOMERS = {"CustomerScore.score", "RollupState.scores_from"}
# Free text that is no word of a leader about a person, by form and field, and whose it is.
OTHERS = {
    "ReplyForm.not_yet_reason": "the reporter",
    "AccountForm.body": "a witness",
    "DetailsForm.narrative": "the reporter",
    "DetailsForm.said": "the reporter",
    "ConfirmationForm.narrative": "the reporter",
    "ReportForm.narrative": "the reporter",
    "LadderFields.warning": "the reporter",
    "LadderFields.ended_reason": "the reporter",
    "SupportForm.what": "the person",
    "BesideForm.body": "the person",
    "WordsForm.words": "the person",
    "NoteForm.words": "the person",
    "WordingForm.body": "the house",
    "HelperForm.about_en": "the house",
    "HelperForm.about_nl": "the house",
    "HelperForm.hours_en": "the house",
    "HelperForm.hours_nl": "the house",
    "HelperForm.languages": "the house",
    "ReachForm.how_to_reach": "the person",
}
# Names, numbers, addresses, search words and texts of the house: not about anybody.
NOT_PROSE = re.compile(
    r"reference|customer_ref|colleague|product|label_|name|key|objection_address|address|phone"
    r"|email|wish|fix$|subject|place|call|text_(en|nl)|wording_|rows|word$|ready_|step_|title|url"
)


def _forms() -> Iterator[type[forms.Form]]:
    for package in (incidents.forms, wellbeing.forms):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for one in vars(module).values():
                if isinstance(one, type) and issubclass(one, forms.Form):
                    yield one


def _prose(one: type[forms.Form]) -> Iterator[tuple[str, forms.Field]]:
    for name, field in one.base_fields.items():
        if type(field) in {forms.CharField, CarefulField} and not NOT_PROSE.search(name):
            yield f"{one.__name__}.{name}", field


def test_free_text_of_leaders_carries_the_hint_and_the_warning() -> None:
    found = {name: field for one in set(_forms()) for name, field in _prose(one)}
    careless = {name for name, field in found.items() if not isinstance(field, CarefulField)}
    own = {name for name in careless if name.split(".")[-1] in _own_fields()}
    assert careless - own - set(OTHERS) == set()
    careful = found.keys() - careless
    assert {
        "TalkForm.note",
        "TalkForm.facts",
        "AnswerForm.sentence",
        "JudgementForm.reason",
        "TermsForm.why",
        "MessageForm.body",
        "PraiseForm.body",
        "FollowUpForm.text",
        "AgreementForm.text",
    } <= careful


def _own_fields() -> set[str]:
    """Fields of the reporter's own form that several forms share."""
    return {name.split(".")[1] for name, whose in OTHERS.items() if whose == "the reporter"}


def test_no_table_has_a_column_for_health() -> None:
    ours = {"people", "incidents", "wellbeing", "reports"}
    columns = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ours
        for field in model._meta.get_fields()
        if HEALTH.search(field.name)
    }
    assert columns == ABOUT_CUSTOMERS


def test_the_word_for_a_clinical_round_stands_nowhere() -> None:
    word = "debrief" + "ing"
    kinds = {".py", ".html", ".po", ".js", ".txt", ".md"}
    base = Path(settings.BASE_DIR)
    rooms = ["people", "incidents", "wellbeing", "reports", "config", "locale", "docs"]
    holding = [
        path
        for room in rooms
        for path in (base / room).rglob("*")
        if path.suffix in kinds and word in path.read_text(encoding="utf-8").lower()
    ]
    assert holding == []
