"""Start, share and stop one PostgreSQL server of the checkout.

Whoever uses the server holds a shared lock on one file; whoever leaves and can turn that lock
into an exclusive one was the last, and stops the server. The kernel drops the lock of a process
that is killed, so no list of process ids can go stale.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO

import psycopg

from config.localpg.binaries import BinariesMissing, programs
from config.localpg.places import account, database_home, socket_dir

NAME = "luwte"
START_SECONDS = 30
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # What people wrote must never reach the server's log: no statement, no row, no parameter.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# Tests may lose everything when the machine stops, and start faster for it.
TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ServerUnavailable(Exception):
    """The checkout's own server cannot be started; the message says why."""


class Server:
    """One data folder and the server on it, shared by every process that asks for it."""

    def __init__(self, flavour: str) -> None:
        self.flavour = flavour
        self.home = database_home(flavour)
        self.data = self.home / "data"
        self.socket_dir = socket_dir(self.home)
        self._kept = self.home / "kept"
        self._lock: IO[str] | None = None
        self._holder = 0

    def ensure(self, *, again: bool = False) -> None:
        """Have the server running for as long as this process lives.

        `again` looks even when this process has looked before: its connection just failed.
        """
        holds = self._lock is not None and self._holder == os.getpid()
        if holds and not again:
            return
        self._make_folders()
        with self._guard():
            if not holds:
                self._hold()
            if not self.data.exists():
                self._initialise()
            self._start_until_it_answers()

    def release(self) -> None:
        """Give up this process's hold, and stop the server when nobody else has one."""
        if self._lock is None or self._holder != os.getpid():
            return
        with self._guard():
            if self._is_last(self._lock) and not self._kept.exists():
                self.stop()
        self._lock.close()
        self._lock = None

    def stop_unused(self) -> bool:
        """Stop the server when no process holds it; say whether it stands still now."""
        if not self.data.exists():
            return True
        with self._guard(), (self.home / "users.lock").open("w") as lock:
            if not self._is_last(lock) or self._kept.exists():
                return False
            self.stop()
        return True

    def keep(self) -> None:
        """Leave the server running when its last user goes, until somebody stops it."""
        self._make_folders()
        self._kept.touch()

    def stop(self) -> None:
        """Stop the server now, whoever uses it."""
        self._kept.unlink(missing_ok=True)
        if self.is_running():
            self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")

    def is_running(self) -> bool:
        """Say whether a server process stands on the data; only a connection proves it well."""
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._run("pg_ctl", "-D", self.data, "status")[0] == 0

    def program(self, name: str) -> Path:
        """Return the path of one of PostgreSQL's client programs."""
        return programs() / name

    # --- parts of starting ------------------------------------------------------------------

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with (self.home / "start.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _hold(self) -> None:
        # A forked child takes a lock of its own here, so its parent's leaving is not its end.
        self._lock = (self.home / "users.lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        if not self._holder:
            atexit.register(self.release)
        self._holder = os.getpid()

    @staticmethod
    def _is_last(lock: IO[str]) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _make_folders(self) -> None:
        for missing in reversed([p for p in (self.home, *self.home.parents) if not p.exists()]):
            missing.mkdir(exist_ok=True)
            missing.chmod(0o755)
        self._make_private(self.socket_dir)

    def _make_private(self, folder: Path) -> None:
        """Make a folder that only the server's account may enter; refuse a stranger's."""
        owner = account()
        uid, gid = (owner.pw_uid, owner.pw_gid) if owner else (os.geteuid(), os.getegid())
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {uid, os.geteuid()}:
            message = f"{folder} belongs to somebody else; remove it or set LOCAL_DIR."
            raise ServerUnavailable(message)
        if owner:
            os.chown(folder, uid, gid)
        folder.chmod(0o700)

    def _initialise(self) -> None:
        """Make the data folder under another name first: a killed initdb leaves half of one."""
        draft = self.home / "data.new"
        if draft.exists():
            shutil.rmtree(draft)
        self._make_private(draft)
        code, said = self._run(
            "initdb", "-D", draft, "-U", NAME, "--auth=trust", "--encoding=UTF8",
            *self._locale(), *(["--no-sync"] if self.flavour == "test" else []),
        )  # fmt: skip
        if code:
            message = f"initdb could not make {draft}: {said}"
            raise ServerUnavailable(message)
        draft.rename(self.data)

    def _locale(self) -> list[str]:
        """Sort and compare by code point everywhere alike; 17 brought a locale of its own."""
        major = int(self._run("initdb", "--version")[1].split()[-1].split(".")[0])
        if major >= 17:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--locale=C"]

    def _start_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        said = ""
        while True:
            if not self.is_running():
                said = self._start()
            try:
                with self._connect() as connection:
                    self._make_database(connection)
            except psycopg.OperationalError as error:
                # A killed server can look alive until it is reaped, and its children hold the
                # memory a moment longer: only an answer counts.
                if time.monotonic() > deadline:
                    message = f"The local PostgreSQL does not start. {said} {error}".strip()
                    raise ServerUnavailable(message) from error
                self._forget_stranger()
                time.sleep(0.1)
            else:
                return

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_dir),
            user=NAME,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    @staticmethod
    def _make_database(connection: psycopg.Connection[tuple[object, ...]]) -> None:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(query, (NAME,)).fetchone() is None:
            connection.execute(f"CREATE DATABASE {NAME}")

    def _start(self) -> str:
        """Start the server; return what it said when it did not."""
        settings = SETTINGS | (TEST_SETTINGS if self.flavour == "test" else {})
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        options += f" -c unix_socket_directories='{self.socket_dir}'"
        code, said = self._run(
            "pg_ctl", "-D", self.data, "-w", "-t", START_SECONDS, "-l", self.data / "server.log",
            "-o", options, "start",
        )  # fmt: skip
        return f"{said.strip()} Its log: {self.data / 'server.log'}" if code else ""

    def _forget_stranger(self) -> None:
        """Drop a postmaster.pid that no server stands behind any more.

        Its process is another program, because the id was used again, or a dead one that nobody
        reaps, as in a container. Never while a process still works in the data folder: two
        servers on one folder would destroy it.
        """
        pid_file = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError):
            pid = int(pid_file.read_text(encoding="utf-8").split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"postgres" not in command and not self._is_worked_in():
                pid_file.unlink()

    def _is_worked_in(self) -> bool:
        for link in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if link.readlink() == self.data:
                    return True
        return False

    def _run(self, program: str, *arguments: object) -> tuple[int, str]:
        """Run one of PostgreSQL's programs as the server's account; return code and output."""
        try:
            path = self.program(program)
        except BinariesMissing as error:
            raise ServerUnavailable(str(error)) from error
        owner = account()
        # A file, not a pipe: the server inherits it, and a pipe would never end.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, no shell
                [str(path), *map(str, arguments)],
                check=False,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": _charset(), "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is not for the server
                user=owner.pw_uid if owner else None,
                group=owner.pw_gid if owner else None,
                extra_groups=[] if owner else None,
            )
            output.seek(0)
            return done.returncode, output.read().decode(errors="replace")


def _charset() -> str:
    return "C" if sys.platform == "darwin" else "C.UTF-8"


@cache
def server(flavour: str) -> Server:
    """Return the one server object of this process for a flavour: dev or test."""
    return Server(flavour)
