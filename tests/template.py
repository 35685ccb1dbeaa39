"""One migrated database that every process of a test run copies.

Migrating costs half a minute, a copy a second. The template's name holds a fingerprint of all
that decides what migrating makes; with a change in any of it the template is made anew, from
nothing, and the one before is dropped. It gets its name when it is whole, so a run that is killed
halfway leaves none. Who wants a copy holds a lock of the server: one process migrates, the others
wait for it.
"""

import ast
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

LOCK = 5_218_040_311
ROOTS = ("*/migrations/*.py", "*/models.py", "*/models/**/*.py", "config/settings.py")
# What is not imported but read: the shelves a migration fills, the versions of the libraries.
READ = ("*/**/*.toml", "requirements-dev.lock")


def fingerprint(base: Path) -> str:
    """Return a short hash of all files that decide what migrating this checkout makes."""
    found = hashlib.sha256()
    for path in sorted({*_code(base), *_matching(base, READ)}):
        found.update(path.relative_to(base).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def _matching(base: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        for path in base.glob(pattern):
            if not any(part.startswith(".") for part in path.relative_to(base).parts):
                yield path


def _code(base: Path) -> set[Path]:
    """Return the migrations, the models, and every module of the project these import."""
    known: set[Path] = set()
    todo = set(_matching(base, ROOTS))
    while todo:
        path = todo.pop()
        known.add(path)
        todo |= {found for name in _imported(path) for found in _files(base, name)} - known
    return known


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _files(base: Path, name: str) -> Iterator[Path]:
    """Give the files behind a dotted name: its packages, its module, and not what it names."""
    place = base
    for part in name.split("."):
        place /= part
        candidates = (place.with_suffix(".py"), place / "__init__.py")
        yield from (candidate for candidate in candidates if candidate.is_file())


def ensure(cursor: CursorWrapper, prefix: str, key: str, fill: Callable[[str], None]) -> str:
    """Return the name of the template of this key; make it when it is missing, drop older ones.

    The caller holds the lock. `fill` is given the name of an empty database to migrate.
    """
    name, draft = f"{prefix}{key}", f"{prefix}draft"
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    present = {str(row[0]) for row in cursor.fetchall()}
    for old in present - {name}:
        cursor.execute(f"DROP DATABASE {_quoted(old)}")
    if name not in present:
        cursor.execute(f"CREATE DATABASE {_quoted(draft)}")
        fill(draft)
        cursor.execute(f"ALTER DATABASE {_quoted(draft)} RENAME TO {_quoted(name)}")
    return name


def copy(cursor: CursorWrapper, template: str, name: str) -> None:
    """Make the database `name` anew as a copy of the template."""
    cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)}")
    cursor.execute(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(template)}")


def drop(name: str) -> None:
    """Remove a copy, also when a server of a test has not quite let go of it."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


@contextmanager
def locked() -> Iterator[CursorWrapper]:
    """Give a cursor outside every test database, to one process of the server at a time."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        # The lock ends with the connection, also when this process is killed.
        yield cursor


def use(name: str, database: BaseDatabaseWrapper) -> None:
    """Have this process work in another database of the same server."""
    database.close()
    database.settings_dict["NAME"] = name


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
