"""Start the parts of `manage.py up`, and make sure that none of them outlives it."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.localpg import local_dir

CHILD = Path(__file__).with_name("child.py")
BASE_DIR = CHILD.parent.parent
END_SECONDS = 12
HOST = "127.0.0.1"


class Part:
    """One command in a process group of its own, which ends when we end, however that is."""

    def __init__(self, name: str, *command: str) -> None:
        self.name = name
        self.command = command
        self.starts = 0
        self.ended_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the command and note its process group for whoever comes after a crash."""
        self.starts += 1
        self._process = subprocess.Popen(  # noqa: S603 - commands of `up` alone
            [sys.executable, "-I", str(CHILD), *self.command],
            cwd=BASE_DIR,
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C in the terminal is for us alone
        )
        self._note.parent.mkdir(parents=True, exist_ok=True)
        self._note.write_text(str(self._process.pid), encoding="ascii")

    @property
    def is_running(self) -> bool:
        """Say whether the command runs; clear up what a killed one left behind."""
        if self._process is None:
            return False
        if self._process.poll() is None:
            return True
        self._clear(self._process)
        return False

    def ask_to_end(self) -> None:
        """Close the pipe, which the child reads as: end now."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def wait(self) -> None:
        """Wait until it is gone; insist when it takes too long."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        self._clear(self._process)

    @property
    def _note(self) -> Path:
        return local_dir() / "run" / self.name

    def _clear(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._note.unlink(missing_ok=True)
        self._process = None
        self.ended_at = time.monotonic()


def end_all(parts: list[Part]) -> None:
    """End the parts side by side."""
    for part in parts:
        part.ask_to_end()
    for part in parts:
        part.wait()


def answers(port: int, path: str) -> bool:
    """Say whether the web server answers this address with 200."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    return False


def end_leftovers() -> None:
    """End what an earlier run left behind when it and its children's keepers were killed.

    A process group counts as ours when its number was noted and a member runs our Python.
    """
    for note in (local_dir() / "run").glob("*"):
        with contextlib.suppress(ValueError, ProcessLookupError, PermissionError):
            group = int(note.read_text(encoding="ascii"))
            if any(_runs_our_python(pid) for pid in _members(group)):
                os.killpg(group, signal.SIGKILL)
                time.sleep(0.2)
        note.unlink(missing_ok=True)


def _members(group: int) -> list[int]:
    """Return the processes of a group. Where there is no /proc, none is found and none ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.getpgid(int(folder.name)) == group:
                found.append(int(folder.name))
    return found


def _runs_our_python(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return os.fsencode(sys.executable) in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False
