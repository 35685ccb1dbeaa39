"""The migrated database that test processes copy: never stale, made once, never half."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

from tests import template

PREFIX = f"template_of_test_{os.getpid()}_"
MIGRATION = "from people.codes import words\nimport people.models.team\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout of seven files."""
    for name, text in {
        "config/settings.py": "DEBUG = False\n",
        "people/migrations/0001_initial.py": MIGRATION,
        "people/models/team.py": "from people import ids\n",
        "people/codes/words.py": "WORDS = 1\n",
        "people/ids.py": "",
        "people/practice/one.toml": "",
        "people/views.py": "from people import ids\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "config/settings.py",
        "people/migrations/0001_initial.py",
        "people/migrations/0002_new.py",
        "people/models/team.py",
        "people/codes/words.py",
        "people/ids.py",
        "people/practice/one.toml",
        "requirements-dev.lock",
    ],
)
def test_fingerprint_changes_with_what_migrating_reads(project: Path, name: str) -> None:
    before = template.fingerprint(project)
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    assert template.fingerprint(project) != before


def test_fingerprint_changes_when_a_migration_goes(project: Path) -> None:
    before = template.fingerprint(project)
    (project / "people/migrations/0001_initial.py").unlink()
    assert template.fingerprint(project) != before


def test_fingerprint_stays_with_what_migrating_never_reads(project: Path) -> None:
    before = template.fingerprint(project)
    (project / "people/views.py").write_text("import people.ids\n", encoding="utf-8")
    assert template.fingerprint(project) == before


@pytest.mark.django_db
def test_template_is_made_once_and_replaced_when_stale() -> None:
    filled: list[str] = []
    try:
        with template.locked() as cursor:
            first = template.ensure(cursor, PREFIX, "one", filled.append)
            again = template.ensure(cursor, PREFIX, "one", filled.append)
            second = template.ensure(cursor, PREFIX, "two", filled.append)
            assert _databases(cursor) == {second}
    finally:
        _clean()
    assert first == again != second
    assert filled == [f"{PREFIX}draft", f"{PREFIX}draft"]


@pytest.mark.django_db
def test_half_made_template_is_never_copied() -> None:
    def fail(_: str) -> None:
        raise InterruptedError

    filled: list[str] = []
    try:
        with template.locked() as cursor:
            with pytest.raises(InterruptedError):
                template.ensure(cursor, PREFIX, "one", fail)
            assert template.ensure(cursor, PREFIX, "one", filled.append) == f"{PREFIX}one"
            assert _databases(cursor) == {f"{PREFIX}one"}
    finally:
        _clean()
    assert filled == [f"{PREFIX}draft"]


@pytest.mark.django_db
def test_copy_holds_every_migration_of_the_checkout() -> None:
    call_command("migrate", check_unapplied=True, verbosity=0)
    source = f"_{template.fingerprint(settings.BASE_DIR)}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        assert any(str(row[0]).endswith(source) for row in cursor.fetchall())


def _databases(cursor: CursorWrapper) -> set[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return {str(row[0]) for row in cursor.fetchall()}


def _clean() -> None:
    with connection._nodb_cursor() as cursor:
        names = _databases(cursor)
    for name in names:
        template.drop(name)
