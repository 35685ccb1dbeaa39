"""Secrets that a checkout makes for itself, one file each, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from config.localpg.places import local_dir


def local_secret(name: str) -> str:
    """Return the secret of this name, made on first demand.

    Several processes may ask at once: each writes a file of its own and links it into place,
    which only the first can do, and all read what stands there.
    """
    path = local_dir() / "secrets" / name
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        _make(path)
    return path.read_text(encoding="ascii")


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first, its secret counts
    finally:
        draft.unlink()
