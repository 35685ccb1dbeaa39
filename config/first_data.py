"""What a fresh start is filled with: a demonstration, or the reader's own register."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError

from config.demo.accounts import DOMAIN, printable
from config.supervise import Part
from people.models import User

GOOD, BAD_ROWS = 0, 2


def wants_demonstration() -> bool:
    """Say whether this start fills an empty database of our own with the demonstration."""
    return not settings.IS_PRODUCTION and not User.objects.exists()


def demonstration() -> Part:
    """Load it in the background, so that the pages can already say how far it is."""
    return Part("demonstration", sys.executable, "manage.py", "demo", "--if-empty")


def sign_ins(*, is_loading: bool) -> str:
    """Return how to sign in to the demonstration; nothing where there is none."""
    if is_loading:
        return "An example organisation is being loaded. The sign-ins follow here in a moment.\n"
    return f"{printable()}\n"


def take_register(path: str) -> None:
    """Import the reader's own reports and print the sign-ins to begin with."""
    if not Path(path).is_file():
        message = f"There is no file {path}. Name it: make run REGISTER=reports.csv"
        raise CommandError(message)
    if User.objects.filter(email__endswith=f"@{DOMAIN}").exists():
        message = (
            "This database holds the demonstration. Give your register a place of its own: "
            f"LOCAL_DIR=.local/own make run REGISTER={path}"
        )
        raise CommandError(message)
    report = settings.LOCAL_DIR / "import.json"
    file = Path(path).absolute()
    code = _manage(
        "import_incidents", str(file), "--create-missing", "--skip-bad", "--report", str(report)
    )
    if code not in {GOOD, BAD_ROWS} or _is_no_register(report):
        message = f"The register was not imported; see above and {report}."
        raise CommandError(message)
    if _manage("first_accounts"):
        message = "The first accounts could not be made; see above."
        raise CommandError(message)


def _is_no_register(report: Path) -> bool:
    """The heading row itself was bad: nothing of this file can be read."""
    bad_rows = json.loads(report.read_text(encoding="utf-8"))["bad_rows"]
    return any(bad["row"] == 1 for bad in bad_rows)


def _manage(*arguments: str) -> int:
    """Run one of our commands in this terminal, with its progress bar and its words."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, check=False, cwd=settings.BASE_DIR).returncode  # noqa: S603 - ours
