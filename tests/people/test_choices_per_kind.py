"""What was chosen for a class of notices, before each kind had its own switch, is kept."""

import importlib
from typing import Any

from people.codes import DEFAULTS, KINDS, Channel, Topic, kinds_of

made: Any = importlib.import_module("people.migrations.0018_choices_per_kind")
WAY = Channel.MAIL.value
NEWER = {"pattern", "feed"}  # from after that day; each begins as everybody has it


def test_choice_of_a_class_becomes_the_choice_of_each_of_its_kinds() -> None:
    rows = made.for_each_kind([(7, Topic.REPORTS, WAY, True), (8, Topic.TASKS, WAY, False)])
    assert {row[:2] for row in rows} == {
        *((7, kind) for kind in kinds_of(Topic.REPORTS)),
        *((8, kind) for kind in kinds_of(Topic.TASKS) if kind not in NEWER),
    }
    assert {(user, is_on) for user, _kind, _way, is_on in rows} == {(7, True), (8, False)}
    assert all((kind, Channel(way)) not in DEFAULTS for _user, kind, way, _on in rows[:6])


def test_every_kind_of_that_day_belongs_to_one_class() -> None:
    kinds = [kind for kinds in made.KINDS.values() for kind in kinds]
    assert len(kinds) == len(set(kinds)) == 42
    assert set(kinds) <= set(KINDS)


def test_way_back_keeps_a_class_on_where_each_of_its_kinds_is() -> None:
    rows = made.for_each_kind([(7, Topic.REPORTS, WAY, True), (7, Topic.CARE, WAY, True)])
    rows[0] = (*rows[0][:3], False)
    assert set(made.for_each_class(rows)) == {
        (7, Topic.REPORTS, WAY, False),
        (7, Topic.CARE, WAY, True),
    }
