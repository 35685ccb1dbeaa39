"""Access words: entrances fetch through `visible_to`, and a lower app cannot reach up."""

import re

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.architecture.tree import APPS, BASE_DIR, files, short

ENTRANCES = re.compile(r"^[a-z]+/(views|api|exports)(/|\.py$)")
# Model.objects.anything_else, or a bare model handed to a getter, forgets who is asking.
UNSCOPED = re.compile(r"\.objects\b(?!\s*\.visible_to\()|get_(object|list)_or_404\(\s*[A-Z]\w*\s*,")


def test_entrances_fetch_through_visible_to() -> None:
    found = [
        f"{short(path)}:{text[: match.start()].count(chr(10)) + 1} {match[0]}"
        for path in files("*.py", *APPS)
        if ENTRANCES.search(short(path))
        for text in [path.read_text(encoding="utf-8")]
        for match in UNSCOPED.finditer(text)
    ]
    assert found == []


def test_foreign_keys_across_apps_have_no_way_back() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and not getattr(field.remote_field, "parent_link", False)
        and isinstance(field.related_model, type)
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]
    assert found == []


def test_reports_never_names_care_notes_or_reflections() -> None:
    found = [
        short(path)
        for path in files("*.py", "reports")
        if re.search(r"CareNote|care_note|[Rr]eflection", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_words_import_nothing_of_django_but_translation() -> None:
    wanted = re.compile(r"^from django\.(?!utils\.(translation|functional) import)|^import django")
    found = [
        f"{short(path)}: {line}"
        for path in files("*.py", *APPS)
        if path.name in {"codes.py", "errors.py"} or path.parent.name == "codes"
        for line in path.read_text(encoding="utf-8").splitlines()
        if wanted.match(line)
    ]
    assert found == []


def test_nothing_publishes_a_message() -> None:
    """Beat alone says "look now": a broker that is gone cannot break what somebody does."""
    publishing = re.compile(
        r"\.(delay|delay_on_commit|apply_async|apply_async_on_commit|send_task)\("
    )
    found = [
        short(path)
        for path in files("*.py", *APPS, "config")
        if publishing.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_top_level_holds_only_the_known_rooms() -> None:
    packages = {path.parent.name for path in BASE_DIR.glob("*/__init__.py")}
    assert packages == {*APPS, "config", "tests", "bench"}


def test_reports_never_reads_the_words_of_a_reporter() -> None:
    """What was said is masked in every overview because nothing there can read it."""
    found = [
        short(path)
        for path in files("*.py", "reports")
        if re.search(r"\bNarrative\b|narrative", path.read_text(encoding="utf-8"))
    ]
    assert found == []
