"""A real web server on the test database, to be killed."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class WebServer:
    """granian with two workers, as production runs it; its broker cannot be reached."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._reviving = threading.Lock()

    def start(self) -> None:
        database = connection.settings_dict
        environment = os.environ | {
            "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}"
            f"?host={database['HOST']}&port={database['PORT']}",
            "SECRET_KEY": "a key for the length of one test, no more than that",
            "SEALING_KEY": "another key for the length of one test, and no more",
            "REFLECTION_KEYS": "a third key for the length of one test, and no more",
            "SECURE_SSL_REDIRECT": "0",
            "CELERY_BROKER_URL": "amqp://127.0.0.1:1//",
            "LOCAL_DIR": str(settings.LOCAL_DIR),
        }
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
                *("--port", str(self.port), "--workers", "2", "--blocking-threads", "2"),
                *("--no-ws", "--respawn-failed-workers", "--log-level", "error"),
                "config.wsgi:application",
            ],
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        self._wait()

    def kill_a_worker(self, chance: random.Random) -> None:
        """SIGKILL one of the processes below the server."""
        if self._process is None:
            return
        found = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        workers = found.read_text().split() if found.exists() else []
        if workers:
            os.kill(int(chance.choice(workers)), signal.SIGKILL)

    def kill_all(self) -> None:
        """SIGKILL the server with everything below it."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def revive(self) -> None:
        """Start it again when it ended by itself, as whatever supervises it does."""
        with self._reviving:
            if self._process is not None and self._process.poll() is not None:
                self.start()

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if self.ask("GET", "/healthz")[0] == http.client.OK:
                    return
            except OSError:
                time.sleep(0.1)
        message = "the web server did not start"
        raise RuntimeError(message)

    def ask(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send one request on a connection of its own; raises OSError when the server is gone."""
        conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            text = None if body is None else json.dumps(body)
            kind = {"Content-Type": "application/json", "X-Forwarded-Proto": "https"}
            conn.request(method, path, text, kind | (headers or {}))
            answer = conn.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            conn.close()
