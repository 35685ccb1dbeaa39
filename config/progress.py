"""How far the first loading has come, told by one process and shown by another.

A small file in LOCAL_DIR: the rows being loaded are not visible before they are all there.
"""

import json
import os
import time
from pathlib import Path

from config.localpg import local_dir

FRESH_SECONDS = 120


def report(percent: int) -> None:
    """Say how far the loading is, from 0 to 100. Call it at least every few seconds."""
    path = place()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps({"percent": min(max(percent, 0), 100)}), encoding="utf-8")
    draft.replace(path)


def finish() -> None:
    """Say that nothing is being loaded any more."""
    place().unlink(missing_ok=True)


def percent_loaded() -> int | None:
    """Return the percentage while something loads; None when nothing does.

    A report that nobody has renewed for a while is of a process that was killed.
    """
    try:
        age = time.time() - place().stat().st_mtime
        if age > FRESH_SECONDS:
            return None
        return int(json.loads(place().read_text(encoding="utf-8"))["percent"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def place() -> Path:
    """Return the file that one process writes and another reads."""
    return local_dir() / "starting.json"
