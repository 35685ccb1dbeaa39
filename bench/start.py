"""Measure `make run` from a fresh clone with empty caches: python bench/start.py

Prints seconds until the first page, until the demonstration is there, and for a second start,
for each way to install: with the uv that is on PATH or that pip fetches, and with pip alone.
Needs make, git and Python only; everything happens in a folder that is removed afterwards.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LIMITS = {"uv": (60, 10), "pip": (150, 10)}
WAIT_SECONDS = 300


def main() -> int:
    """Measure each way and say whether it keeps its limit."""
    is_late = False
    for installer, (cold_limit, warm_limit) in LIMITS.items():
        with tempfile.TemporaryDirectory(prefix="luwte-bench-") as folder:
            Path(folder).chmod(0o755)
            clone = Path(folder) / "luwte"
            subprocess.run(["git", "clone", "-q", CHECKOUT, clone], check=True)  # noqa: S603, S607
            environment = fresh(Path(folder), installer)
            cold, loaded = start(clone, environment)
            warm, _ = start(clone, environment)
        show(f"{installer:4} cold {cold:6.1f} s (limit {cold_limit}), loaded {loaded:6.1f} s")
        show(f"{installer:4} warm {warm:6.1f} s (limit {warm_limit})")
        is_late = is_late or cold > cold_limit or warm > warm_limit
    return int(is_late)


def fresh(folder: Path, installer: str) -> dict[str, str]:
    """Return an environment whose caches are empty."""
    caches = {name: str(folder / name) for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR")}
    dropped = {"DATABASE_URL", "LOCAL_DIR", "REGISTER", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | caches | {"INSTALLER": installer, "PORT": str(free_port())}


def start(clone: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Start, wait for the first page and for the last of the loading, and stop."""
    began = time.monotonic()
    run = subprocess.Popen(
        ["make", "run"],  # noqa: S607
        cwd=clone,
        env=environment,
        stdout=sys.stderr,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{environment['PORT']}/"
    try:
        until(run, lambda: status(address) is not None)
        first = time.monotonic() - began
        until(run, lambda: status(address) == 200)
        return first, time.monotonic() - began
    finally:
        os.killpg(run.pid, signal.SIGINT)
        run.wait(60)


def until(run: "subprocess.Popen[bytes]", holds: Callable[[], bool]) -> None:
    """Wait for a page; give up when the start has failed."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        if run.poll() is not None or time.monotonic() > deadline:
            sys.exit("make run gave no page")
        time.sleep(0.1)


def status(address: str) -> int | None:
    """Return the status of a page; None while nothing answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return None


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def show(line: str) -> None:
    """Print one measured figure."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
