"""Where the checkout keeps what it makes: secrets, static files, mail, and the database."""

import hashlib
import os
import pwd
import stat
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SHARED_HOME = Path("/var/lib/luwte")
# sun_path holds 104 bytes on macOS and 108 on Linux, the name of the socket file included.
LONGEST_SOCKET_DIR = 104 - len("/.s.PGSQL.5432.lock")


def local_dir() -> Path:
    """Return the folder for everything this checkout makes and git ignores."""
    given = os.environ.get("LOCAL_DIR", "").strip()
    return Path(given).expanduser().absolute() if given else BASE_DIR / ".local"


def short_hash(path: Path) -> str:
    """Return a short name for a path that is the same in every process."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def account() -> pwd.struct_passwd | None:
    """Return the account PostgreSQL runs as when that is not ours: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam(os.environ.get("LOCAL_PG_ACCOUNT", "nobody"))


def can_reach(path: Path) -> bool:
    """Say whether any account may walk to this path. What does not exist yet is not asked."""
    return all(
        place.stat().st_mode & stat.S_IXOTH
        for place in (path, *path.parents)
        if place.is_dir()  # a missing folder is made by us, open to walk through
    )


def database_home(flavour: str) -> Path:
    """Return the folder of one server: in LOCAL_DIR, or where its account can go.

    PostgreSQL then runs as an account that cannot enter, say, the home of root, and the modes of
    other people's folders are not ours to change. A folder that holds data already wins.
    """
    inside = local_dir() / f"postgres-{flavour}"
    if account() is None:
        return inside
    outside = SHARED_HOME / short_hash(local_dir()) / f"postgres-{flavour}"
    for home in (inside, outside):
        if (home / "data").exists():
            return home
    return inside if can_reach(local_dir()) else outside


def socket_dir(home: Path) -> Path:
    """Return the folder of the socket: beside the data, or a short one for a long path."""
    beside = home / "socket"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_DIR:
        return beside
    return Path(tempfile.gettempdir()) / f"luwte-{os.geteuid()}-{short_hash(home)}"
