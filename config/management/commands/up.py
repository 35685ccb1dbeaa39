"""Everything in one terminal: database, first data, web, worker and beat."""

import contextlib
import fcntl
import os
import signal
import socket
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from config import catalogue, env, first_data, progress, statics
from config.supervise import HOST, Part, answers, end_all, end_leftovers

START_SECONDS = 60
WORKER_STARTS = 5
# Celery warns root of harm by strangers' messages; ours come from a folder of root's own.
AS_ROOT = ("-W", "ignore:You're running the worker with superuser")
WORKER_PAUSE_SECONDS = 5


class Command(BaseCommand):
    """Start everything on this machine; Ctrl-C stops all of it."""

    help = "Start the database, the web server, the worker and beat in this terminal."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port and a register to start on."""
        parser.add_argument("--port", type=int, default=env.number("PORT", 8000))
        parser.add_argument("--register", default=env.text("REGISTER"))
        parser.add_argument("--bare", action="store_true", help="load no demonstration")

    def handle(
        self, *args: object, port: int, register: str, bare: bool, **options: object
    ) -> None:
        """Start part by part, tell how to get in, and wait for the end."""
        stop = _stop_signals()
        with _alone():
            end_leftovers()
            progress.finish()
            _refuse_busy(port)
            self._prepare()
            parts = [web(port), worker()]
            is_loading = not (register or bare) and first_data.wants_demonstration()
            if register:
                first_data.take_register(register)
            elif is_loading:
                progress.report(0)
                parts.append(first_data.demonstration())
            sign_ins = first_data.sign_ins(is_loading=is_loading)
            connection.close()
            try:
                self._run(parts, port, sign_ins, stop)
            finally:
                end_all(parts)
                progress.finish()
        self.stdout.write("Stopped.")

    def _prepare(self) -> None:
        catalogue.compile_below(settings.BASE_DIR / "locale")
        self.stdout.write("Preparing the database ...")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        statics.collect()

    def _run(self, parts: list[Part], port: int, sign_ins: str, stop: threading.Event) -> None:
        # The page first: the others would only take its processors away.
        for part in parts:
            if stop.is_set():
                return
            part.start()
            if part is parts[0]:
                _wait_until_healthy(part, port, stop)
        told = [f"\nLuwte runs on http://{HOST}:{port}/", sign_ins.strip(), "Stop with Ctrl-C."]
        self.stdout.write("\n\n".join(text for text in told if text))
        self.stdout.flush()
        while not stop.wait(0.3):
            self._look_after(parts)

    def _look_after(self, parts: list[Part]) -> None:
        """End with the web server; start an ended worker again; let the loading end."""
        for part in [part for part in parts if not part.is_running]:
            if part.name == "web":
                message = "The web server has ended. Start again: nothing is lost."
                raise CommandError(message)
            if part.name == "demonstration":
                progress.finish()
                parts.remove(part)
            elif part.starts >= WORKER_STARTS:
                self.stderr.write("The worker keeps ending. What is due waits in the database.")
                parts.remove(part)
            elif time.monotonic() > part.ended_at + WORKER_PAUSE_SECONDS:
                self.stderr.write("The worker had ended and is started again.")
                part.start()


def web(port: int) -> Part:
    """The web server: Python threads wait for the database side by side."""
    return Part(
        "web", sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST,
        "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws",
        "--respawn-failed-workers", "--workers-kill-timeout", "3", "--log-level", "warning",
        "config.wsgi:application",
    )  # fmt: skip


def worker() -> Part:
    """The worker with beat inside. Tasks are sweeps, one at a time is enough."""
    return Part(
        "worker", sys.executable, *AS_ROOT, "-m", "celery", "-A", "config", "--quiet", "worker",
        "-B", "--pool", "solo", "--loglevel", "WARNING", "--without-mingle", "--without-gossip",
    )  # fmt: skip


def _stop_signals() -> threading.Event:
    """Have Ctrl-C, a closed terminal and a kill ask for the same tidy end."""
    stop = threading.Event()

    def ask(number: int, frame: object) -> None:
        if stop.is_set():
            return
        stop.set()
        sys.stdout.write("\nStopping ...\n")

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    return stop


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Refuse a second start from the same checkout; the kernel frees a killed one's lock."""
    path = Path(settings.LOCAL_DIR) / "up.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "Luwte already runs from this checkout. Stop it there with Ctrl-C first."
            raise CommandError(message) from None
        yield


def _refuse_busy(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else ""
            message = f"Port {port} cannot be used ({reason}). Take another: make run PORT=8001"
            raise CommandError(message) from error


def _wait_until_healthy(part: Part, port: int, stop: threading.Event) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not stop.wait(0.1):
        if not part.is_running or time.monotonic() > deadline:
            message = "The web server did not start; see what it said above."
            raise CommandError(message)
        if answers(port, "/healthz"):
            return
