"""What one page costs a first visitor: the page and every file it loads, compressed with brotli.

Pure reading of text: who asks the server hands in a function that fetches a file by its address.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import brotli

BUDGET = 100_000
BUDGET_WITHOUT_FONTS = 60_000
ALREADY_COMPRESSED = (".woff2", ".png", ".jpg", ".webp")
LOADED = re.compile(r'(?:<script[^>]*\ssrc|<link[^>]*\shref|<use\s+href|<img[^>]*\ssrc)="([^"#]+)')
LOADED_BY_SHEET = re.compile(r"url\([\"']?(?!data:)([^\"')#]+)")


@dataclass(frozen=True)
class Part:
    """One file that travels: where it lives and how many bytes it takes on the way."""

    address: str
    size: int

    @property
    def is_font(self) -> bool:
        return self.address.endswith(".woff2")


def parts_of(address: str, page: bytes, fetch: Callable[[str], bytes]) -> list[Part]:
    """Return the page itself and each file it loads, once, the page first."""
    found = {address: page}
    for wanted in _loaded(page, LOADED, address):
        found.setdefault(wanted, fetch(wanted))
    for sheet in [name for name in found if name.endswith(".css")]:
        for wanted in _loaded(found[sheet], LOADED_BY_SHEET, sheet):
            found.setdefault(wanted, fetch(wanted))
    return [Part(name, compressed(name, content)) for name, content in found.items()]


def compressed(address: str, content: bytes) -> int:
    """Return the bytes on the way: brotli at its best, or as it is when compressed already."""
    if address.endswith(ALREADY_COMPRESSED):
        return len(content)
    return len(brotli.compress(content, quality=11))


def total(parts: list[Part], *, with_fonts: bool = True) -> int:
    return sum(part.size for part in parts if with_fonts or not part.is_font)


def is_within_budget(parts: list[Part]) -> bool:
    """Say whether the page keeps to what a weak connection can bear."""
    return total(parts) <= BUDGET and total(parts, with_fonts=False) <= BUDGET_WITHOUT_FONTS


def _loaded(content: bytes, pattern: re.Pattern[str], base: str) -> Iterator[str]:
    for address in pattern.findall(content.decode()):
        yield urljoin(base, address)
