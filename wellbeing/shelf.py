"""The scenarios that ship with the product, read from the files beside them. No Django here."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PRACTICE = Path(__file__).resolve().parent / "practice"
LANGUAGES = ("en", "nl")
PARTS = ("title", "situation", "opening", "roles", "to_try", "to_learn")


@dataclass(frozen=True)
class BuiltIn:
    """One scenario of the shelf: the keys of its codes, and its words per language."""

    key: str
    minutes: int
    channels: tuple[str, ...]
    steps: tuple[str, ...]
    topics: tuple[str, ...]
    words: dict[str, dict[str, str]]


def built_in() -> Iterator[BuiltIn]:
    """Yield the scenarios in the order of their files. A part that is missing raises KeyError."""
    for path in sorted(PRACTICE.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        yield BuiltIn(
            key=data["key"],
            minutes=data["minutes"],
            channels=tuple(data["channels"]),
            steps=tuple(data["steps"]),
            topics=tuple(data["topics"]),
            words={name: _words(data[name]) for name in LANGUAGES},
        )


def _words(parts: dict[str, str]) -> dict[str, str]:
    return {part: parts[part].strip() for part in PARTS}
