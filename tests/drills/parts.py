"""Start and look at real processes of the product in a folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from config.supervise import answers

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# A first start migrates an empty database, here beside another drill on the second core.
START_SECONDS = 180


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until something holds; say whether it came to that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return holds()


def environment(folder: Path, **more: str) -> dict[str, str]:
    dropped = {"DATABASE_URL", "TEST_DATABASE_URL", "POSTGRES_BIN", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"LOCAL_DIR": str(folder)} | more


def processes_of(folder: Path) -> list[int]:
    """Return what still runs for this folder: by its environment, or by its data folder."""
    mark = os.fsencode(str(folder))
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            texts = (place / "environ").read_bytes() + (place / "cmdline").read_bytes()
        except OSError:
            continue
        if mark in texts and int(place.name) != os.getpid():
            found.append(int(place.name))
    return found


class House:
    """`manage.py up` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.output = folder / "output"
        self.up: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        with self.output.open("wb") as output:
            self.up = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--bare", *options],
                cwd=BASE_DIR,
                env=environment(self.folder, PORT=str(self.port)),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.up

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def is_ready(self) -> bool:
        return answers(self.port, "/readyz")

    def is_announced(self) -> bool:
        return "Stop with Ctrl-C" in self.said and self.is_ready()

    def is_up(self) -> bool:
        return self.up is not None and self.up.poll() is None

    def start_and_wait(self) -> None:
        """Have it running and announced, started anew only where it is not."""
        if not self.is_up():
            self.start()
        assert until(self.is_announced, START_SECONDS), self.said

    def keeper(self, part: str) -> int:
        return int((self.folder / "run" / part).read_text(encoding="ascii"))

    def children(self, pid: int) -> list[int]:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(child) for child in text.split()]

    def postmaster(self) -> int:
        pid_file = self.folder / "postgres-dev" / "data" / "postmaster.pid"
        return int(pid_file.read_text(encoding="ascii").split()[0])

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask `up` to end and return its exit code."""
        assert self.up is not None
        if self.up.poll() is None:
            self.up.send_signal(number)
        return self.up.wait(40)
