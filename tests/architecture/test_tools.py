"""The tools that read the code, run as tests: one command and one result for everything."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.tree import APPS, BASE_DIR, files

BIN = Path(sys.executable).parent
PRODUCT = (*APPS, "config")
TEMPLATES = [str(path) for path in files("*.html", *PRODUCT)]
SOURCES = [str(path) for path in files("*.py", *PRODUCT, "tests")]

TOOLS = {
    "types": ["mypy", "."],
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "contracts": ["lint-imports", "--no-cache"],
    "template mistakes": ["djlint", "--lint", "--quiet", *TEMPLATES],
    "template style": ["djade", "--check", "--target-version", "5.2", *TEMPLATES],
    "django upgrade": ["django-upgrade", "--target-version", "5.2", "--check", *SOURCES],
}


@pytest.mark.parametrize("name", TOOLS)
def test_tool_finds_nothing(name: str) -> None:
    tool, *arguments = TOOLS[name]
    done = subprocess.run(
        [str(BIN / tool), *arguments],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
