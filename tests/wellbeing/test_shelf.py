"""What ships with the product: twelve scenarios, in both languages, for every place and step."""

import re
from importlib import import_module

import pytest
from django.apps import apps

from incidents.codes import CHANNELS, TOPICS
from incidents.codes.after import LADDER
from tests.wellbeing.pages import BANNED
from wellbeing.models import Scenario
from wellbeing.shelf import LANGUAGES, PARTS, built_in

SHELF = list(built_in())
STOCK = import_module("wellbeing.migrations.0008_built_in_scenarios").stock
PLACEHOLDER = re.compile(r"TODO|TBD|lorem|xxx", re.I)


def test_shelf_has_twelve_scenarios_with_a_key_of_their_own() -> None:
    assert len({item.key for item in SHELF}) == len(SHELF) == 12


@pytest.mark.parametrize(
    ("attribute", "entries"), [("channels", CHANNELS), ("steps", LADDER), ("topics", TOPICS)]
)
def test_shelf_covers_every_channel_step_and_topic(attribute: str, entries: tuple) -> None:
    covered = {key for item in SHELF for key in getattr(item, attribute)}
    assert covered == {entry.key for entry in entries}


@pytest.mark.parametrize("item", SHELF, ids=lambda item: item.key)
def test_shelf_says_the_same_in_both_languages(item: object) -> None:
    words = item.words  # type: ignore[attr-defined]
    assert set(words) == set(LANGUAGES)
    for part in PARTS:
        english, dutch = words["en"][part], words["nl"][part]
        assert english
        assert dutch
        assert english != dutch
        assert len(english.splitlines()) == len(dutch.splitlines()), part
        assert not PLACEHOLDER.search(english + dutch)
        assert not BANNED.search(english)


@pytest.mark.parametrize("item", SHELF, ids=lambda item: item.key)
def test_shelf_has_roles_tries_and_lessons(item: object) -> None:
    for words in item.words.values():  # type: ignore[attr-defined]
        roles = words["roles"].splitlines()
        assert len(roles) >= 3
        assert all(re.match(r"[^:]{3,60}: \S", role) for role in roles)
        assert len(words["to_try"].splitlines()) >= 4
        assert len(words["to_learn"].splitlines()) >= 3


@pytest.mark.django_db
def test_shelf_is_in_the_library_of_a_new_installation() -> None:
    STOCK(apps, None)  # a test that empties the tables may have run before
    stored = Scenario.objects.published().exclude(key=None)
    assert {row.key for row in stored} == {item.key for item in SHELF}
    for row in stored.prefetch_related("texts"):
        assert {text.language for text in row.texts.all()} == set(LANGUAGES)
