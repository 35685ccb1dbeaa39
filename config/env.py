"""Typed readers for the environment. Each names the variable in its error."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingMissing(Exception):
    """A setting that production cannot do without is absent or unreadable."""


def load(path: Path) -> None:
    """Take NAME=value lines of a file; what the environment says already wins."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    """Return the variable, stripped; an empty one counts as absent."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable: 1, true, yes and on are yes, in any case."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    """Return a whole number. Raises SettingMissing when the value is not one."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        message = f"{name} must be a whole number, not {value!r}"
        raise SettingMissing(message) from None


def names(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without empty items."""
    return items(text(name, default))


def items(given: str) -> list[str]:
    """Split at commas, without empty items."""
    return [item.strip() for item in given.split(",") if item.strip()]


def host(url: str) -> str:
    """Return the host of an address."""
    return urlsplit(url).hostname or ""


def session(given: str, **settings: int) -> str:
    """Add settings of one database session to the libpq options that somebody gave."""
    return " ".join([given, *(f"-c {name}={value}" for name, value in settings.items())]).strip()


def postgres(url: str) -> dict[str, object]:
    """Turn a postgres:// URL into a Django database entry. Other schemes are refused."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = "DATABASE_URL must start with postgres:// or postgresql://"
        raise SettingMissing(message)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
