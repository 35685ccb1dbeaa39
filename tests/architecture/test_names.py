"""Names that tell: of migrations, of tests, and of nobody's package mirror."""

import re
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from tests.architecture.tree import APPS, BASE_DIR, files, short

ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)")
INDEX_WORDS = ("mirror", "artifact", "nexus", "registry", "pypi", "proxy", "npm")
PUBLIC_INDEXES = {"pypi.org", "registry.npmjs.org", "www.npmjs.com"}
READ = {".py", ".html", ".md", ".toml", ".yaml", ".yml", ".sh", ".lock", ".js", ".css", ".example"}


def test_migrations_are_named_by_a_person() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = [
        f"{app}/{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in APPS and "initial" not in name and name[5:] == migration.suggest_name()
    ]
    assert found == []


def test_test_files_mirror_the_apps() -> None:
    rooms = {path.name for path in (BASE_DIR / "tests").iterdir() if path.is_dir()}
    known = {*APPS, "config", "api", "architecture", "access", "factories", "journeys", "drills"}
    assert rooms - known - {"__pycache__"} == set()


def text_files() -> list[Path]:
    tops = [path for path in BASE_DIR.iterdir() if path.is_file()]
    everywhere = [*tops, *files("*")]
    return [path for path in everywhere if path.suffix in READ or path.parent.name == ".ci"]


def test_nothing_names_a_package_mirror() -> None:
    found = [
        f"{short(path)}: {host}"
        for path in text_files()
        for host in ADDRESS.findall(path.read_text(encoding="utf-8"))
        if host not in PUBLIC_INDEXES and any(word in host.lower() for word in INDEX_WORDS)
    ]
    assert found == []


def test_lock_files_name_no_index_and_hash_everything() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        text = (BASE_DIR / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[A-Za-z0-9]", text, re.M)
        assert "://" not in text
        assert "--index" not in text
        assert len(re.findall(r"^\S+==.*\\\n\s+--hash=sha256:", text, re.M)) == len(pins)
