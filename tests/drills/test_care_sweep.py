"""Three sweeps at once over many late check-ins, killed at random: none lost, none twice.

`make drill-care` does it with 10,000 rows.
"""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from people.models import Notice
from people.queries import database_now
from tests.cast import Cast, assemble
from tests.drills.many import FIRST, fill
from tests.drills.server import ROOT
from wellbeing.models import CheckIn, Escalation
from wellbeing.operations.sweep import look_at

SWEEPS = 3
ROWS = int(os.environ.get("DRILL_ROWS", "900"))
KILLS = int(os.environ.get("DRILL_KILLS", "3"))
LEASED = dt.timedelta(minutes=5)
PATIENCE = 120 + ROWS // 4
SEED = 11


def start() -> subprocess.Popen[bytes]:
    database = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}"
        f"?host={database['HOST']}&port={database['PORT']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "a key for the length of one test, no more than that",
        "SEALING_KEY": "another key for the length of one test, and no more",
        "REFLECTION_KEYS": "a third key for the length of one test, and no more",
        "CELERY_BROKER_URL": "amqp://127.0.0.1:1//",
        "LOCAL_DIR": str(settings.LOCAL_DIR),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.drills.sweeper"], cwd=ROOT, env=environment
    )


def still_due() -> int:
    """Count what waits for a sweep, taken by one that was killed included."""
    soon = database_now() + LEASED
    return CheckIn.objects.open().filter(pk__gte=FIRST, escalate_at__lte=soon).count()


def sweep_with_kills() -> int:
    """Let three sweep until nothing is due; kill one each time a share of the work is done."""
    chance, kills = random.Random(SEED), 0  # noqa: S311 - which process dies is no secret
    running = [start() for _ in range(SWEEPS)]
    end = time.monotonic() + PATIENCE
    try:
        while (left := still_due()) and time.monotonic() < end:
            if left <= ROWS * (1 - (kills + 1) / (KILLS + 1)):
                victim = chance.randrange(SWEEPS)
                running[victim].send_signal(signal.SIGKILL)
                running[victim].wait()
                running[victim] = start()
                kills += 1
            time.sleep(0.05)
    finally:
        for process in running:
            process.kill()
            process.wait()
    return kills


@pytest.mark.drill
def test_three_sweeps_lose_nothing_and_tell_nothing_twice(transactional_db: None) -> None:
    cast: Cast = assemble()
    now = database_now()
    fill(cast, rows=ROWS + 1, due=ROWS + 1, now=now)
    first = CheckIn.objects.filter(pk__gte=FIRST).earliest("pk")
    look_at([first.pk], now=now)
    wanted = sorted(first.escalations.values_list("reason", "level"))
    assert wanted
    begun = time.monotonic()
    kills = sweep_with_kills()
    took = time.monotonic() - begun
    told = list(Escalation.objects.values_list("checkin", "reason", "level"))
    per_row = Counter(key for key, _reason, _level in told)
    lost = [key for key in CheckIn.objects.filter(pk__gte=FIRST).values_list("pk", flat=True)
            if per_row[key] < len(wanted)]  # fmt: skip
    twice = [call for call, count in Counter(told).items() if count > 1]
    lines = Notice.objects.filter(kind="late").count()
    print(  # noqa: T201 - the figures of the drill
        f"{ROWS} due, {SWEEPS} sweeps, {kills} kills, {took:.0f} s: {len(lost)} lost, "
        f"{CheckIn.objects.count() - ROWS - 1} extra check-ins, {len(twice)} calls made twice"
    )
    assert kills >= 1
    assert lost == []
    assert twice == []
    assert CheckIn.objects.count() == ROWS + 1
    assert not CheckIn.objects.exclude(parked_at=None).exists()
    assert lines == Escalation.objects.filter(told_at__gte=now).exclude(told=None).count()
