"""What is acknowledged is kept, once, with its care: while the web server is being killed."""

import json
import random
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from incidents.models import Incident
from tests.cast import Cast, assemble
from tests.drills.server import WebServer
from wellbeing.models import CheckIn, SeriesReport

SUBMITS = 500
CLIENTS = 3
KILL_EVERY = 70
ALL_EVERY = 4
SEED = 7
KEPT = {200, 201}


class Killer:
    """Kills after every so many answers, while the other clients are in the middle of theirs."""

    def __init__(self, server: WebServer) -> None:
        self.kills = 0
        self._server = server
        self._answers = 0
        self._lock = threading.Lock()
        self._chance = random.Random(SEED)  # noqa: S311 - which process dies is no secret

    def count(self) -> None:
        with self._lock:
            self._answers += 1
            if self._answers % KILL_EVERY:
                return
            self.kills += 1
            if self.kills % ALL_EVERY:
                self._server.kill_a_worker(self._chance)
            else:
                self._server.kill_all()
                self._server.start()


@pytest.fixture
def cast_there(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def token(cast_there: Cast) -> str:
    out = StringIO()
    call_command("token", "create", "--name", "Drill", "--scope", "incident:create", stdout=out)
    return out.getvalue().split()[-1]


@pytest.fixture
def server(cast_there: Cast) -> Iterator[WebServer]:
    made = WebServer()
    made.start()
    yield made
    made.kill_all()


def _body(cast: Cast) -> dict[str, object]:
    return {
        "occurred_at": (timezone.now() - timedelta(hours=1)).isoformat(),
        "team": str(cast.north.public_id),
        "reported_by": cast.ana.email,
        "channel": "counter",
        "behaviours": ["personal_insult"],
        "reading": 2,
        "checkin_wish": {"when": "tomorrow"},
    }


def _headers(token: str, key: str) -> dict[str, str]:
    return {"Authorization": f"Token {token}", "Idempotency-Key": key}


def _send(server: WebServer, token: str, key: str, body: object) -> str:
    """Send until acknowledged, as a client on a bad line does; return the public id."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            status, answer = server.ask("POST", "/api/v1/incidents/", body, _headers(token, key))
        except OSError:
            server.revive()
            time.sleep(0.05)
            continue
        if status in KEPT:
            return str(json.loads(answer)["id"])
        assert status in {429, 500, 502, 503}, answer
        time.sleep(0.2)
    pytest.fail(f"{key} was never acknowledged")


@pytest.mark.drill
def test_submits_survive_kills_of_the_web_server(
    server: WebServer, token: str, cast_there: Cast
) -> None:
    body = _body(cast_there)
    killer = Killer(server)

    def send(key: str) -> str:
        acknowledged = _send(server, token, key, body)
        killer.count()
        return acknowledged

    keys = [f"drill-{n}" for n in range(SUBMITS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        ids = list(pool.map(send, keys))
    assert killer.kills == SUBMITS // KILL_EVERY
    assert len(set(ids)) == SUBMITS
    assert set(ids) == {str(i) for i in Incident.objects.values_list("public_id", flat=True)}
    assert SeriesReport.objects.count() == SUBMITS
    assert CheckIn.objects.open().exists()


@pytest.mark.drill
def test_submit_needs_neither_worker_nor_broker(
    server: WebServer, token: str, cast_there: Cast
) -> None:
    took = []
    for n in range(20):
        start = time.monotonic()
        status, _ = server.ask(
            "POST", "/api/v1/incidents/", _body(cast_there), _headers(token, f"alone-{n}")
        )
        took.append(time.monotonic() - start)
        assert status == 201
    assert statistics.median(took) < 0.5
    assert SeriesReport.objects.count() == 20
    assert CheckIn.objects.open().filter(series__person=cast_there.ana).exists()
