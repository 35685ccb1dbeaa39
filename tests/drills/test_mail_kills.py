"""A notice is never lost and sent twice at most once per crash: the sender is killed at its worst.

The mail server itself kills the sender, at the instant between "sent" and "noted as sent". A short
form runs with the other tests; `make drill-mail` sends a thousand.
"""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from people.models import Notice, Outbox
from people.operations import Call, notify_all
from tests.cast import assemble
from tests.drills.post import PostOffice
from tests.drills.server import ROOT

MAILS = int(os.environ.get("DRILL_MAILS", "60"))
KILLS = int(os.environ.get("DRILL_KILLS", "5"))
KILL_EVERY = MAILS * 3 // (KILLS * 4)
REFUSE_EVERY = 7
SEND = """
import datetime as dt, sys
import django
django.setup()
from people.operations import send_due_mails
from people.queries import database_now
clock = lambda: database_now() + dt.timedelta(minutes=int(sys.argv[1]))
while send_due_mails(now=clock(), clock=clock).sent:
    pass
"""


class Murderer:
    """Decides what happens to each message: kept, refused for now, or its sender dies."""

    def __init__(self) -> None:
        self.kills = 0
        self.process: subprocess.Popen[str] | None = None
        self._seen = 0
        self._lock = threading.Lock()

    def __call__(self, office: PostOffice, path: str) -> str:
        with self._lock:
            self._seen += 1
            if self.kills < KILLS and self._seen % KILL_EVERY == 0 and self.process is not None:
                self.kills += 1
                os.kill(self.process.pid, signal.SIGKILL)
                self.process.wait()
                # Half of them die with the answer on the way, half without one.
                return "250 kept" if self.kills % 2 else ""
        return "451 later" if self._seen % REFUSE_EVERY == 0 else "250 kept"


def _send(port: int, minutes: int, murderer: Murderer) -> None:
    database = connection.settings_dict
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}"
        f"?host={database['HOST']}&port={database['PORT']}",
        "SECRET_KEY": "a key for the length of one test, no more than that",
        "SEALING_KEY": "another key for the length of one test, and no more",
        "REFLECTION_KEYS": "a third key for the length of one test, and no more",
        "LOCAL_DIR": str(settings.LOCAL_DIR),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
    }
    murderer.process = subprocess.Popen(
        [sys.executable, "-c", SEND, str(minutes)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    murderer.process.communicate(timeout=120)


@pytest.mark.drill
@pytest.mark.usefixtures("transactional_db")
def test_killed_sender_loses_nothing_and_repeats_once_per_kill() -> None:
    cast, now = assemble(), timezone.now()
    calls = [
        Call(cast.ana, "alert", f"/witness/{number}/", f"drill:{number}") for number in range(MAILS)
    ]
    notify_all(calls=calls, now=now - dt.timedelta(minutes=1))
    murderer, began = Murderer(), time.monotonic()
    with PostOffice(murderer) as office:
        for look in range(KILLS + 35):
            if not Outbox.objects.waiting().exists():
                break
            _send(office.port, look * 31, murderer)
    sent = {str(number): office.got[str(number)] for number in range(MAILS)}
    extra = sum(count - 1 for count in sent.values())
    print(  # noqa: T201 - a drill says what it saw
        f"\n{MAILS} mails, {murderer.kills} kills, {office.refused} refused or cut off: "
        f"{sum(not count for count in sent.values())} lost, {extra} sent twice, "
        f"{time.monotonic() - began:.0f} s"
    )
    assert murderer.kills == KILLS
    assert min(sent.values()) == 1, "none lost"
    assert extra <= murderer.kills, "at most one more for each kill"
    assert max(sent.values()) <= 2
    assert Outbox.objects.filter(sent_at__isnull=False).count() == MAILS
    assert not Notice.objects.unreached().exists()
