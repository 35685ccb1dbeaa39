"""The words on a page of a PDF that our typesetter made, and the addresses it links."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
_PAGE = re.compile(rb"/Resources (\d+) 0 R.*/Contents (\d+) 0 R")
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\)|(ET)", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_SHORT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(pdf: bytes) -> str:
    """Return the text as it is read aloud, with single spaces."""
    return " ".join(" ".join(pages_of(pdf)).split())


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    pages = [_PAGE.search(body) for body in objects.values() if b"/Type/Page/" in body]
    return [
        _shown(_inflated(objects[int(page[2])]), _fonts(objects, objects[int(page[1])]))
        for page in pages
        if page
    ]


def links_of(pdf: bytes) -> set[str]:
    """Return the addresses that can be clicked."""
    return {found.decode() for found in re.findall(rb"/URI\((.*?)\)", pdf)}


def _inflated(body: bytes) -> bytes:
    found = _STREAM.search(body)
    try:
        return zlib.decompress(found[1]) if found else b""
    except zlib.error:
        return b""


def _fonts(objects: dict[int, bytes], resources: bytes) -> dict[bytes, dict[int, str]]:
    """Return what each number of each font of a page stands for."""
    fonts: dict[bytes, dict[int, str]] = {}
    for name, key in re.findall(rb"/(f\d+) (\d+) 0 R", resources):
        unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(key)])
        assert unicode is not None
        pairs = re.findall(rb"<(\w{4})> <(\w+)>", _inflated(objects[int(unicode[1])]))
        fonts[name] = {int(n, 16): bytes.fromhex(c.decode()).decode("utf-16-be") for n, c in pairs}
    return fonts


def _shown(page: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    told = ""
    font: dict[int, str] = {}
    for name, text, is_over in _SHOWN.findall(page):
        if name:
            font = fonts[name]
        elif is_over:
            told += " "
        else:
            raw = _ESCAPED.sub(_plain, text)
            told += "".join(font[int.from_bytes(raw[n : n + 2])] for n in range(0, len(raw), 2))
    return told


def _plain(found: "re.Match[bytes]") -> bytes:
    code: bytes = found[1]
    return bytes([int(code, 8)]) if code[:1].isdigit() else _SHORT.get(code, code)
