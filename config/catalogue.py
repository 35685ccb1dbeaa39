"""Turn translations (.po) into what gettext reads (.mo), without GNU gettext.

No Django in it. Fuzzy, obsolete and untranslated entries are left out, as msgfmt does.
"""

import ast
import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE
LINE = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[(\d)\])\s+(".*")$|(".*")$')


@dataclass
class Entry:
    """One message: its parts by keyword, where msgstr[0] and msgstr are the same."""

    is_fuzzy: bool = False
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what gettext looks up: context, text and plural in one."""
        context = self.parts.get("msgctxt")
        plural = self.parts.get("msgid_plural")
        key = self.parts["msgid"] + ("" if plural is None else f"\0{plural}")
        return key if context is None else f"{context}\4{key}"

    @property
    def value(self) -> str:
        """Return the translation, all plural forms of it; empty when one is missing."""
        forms = [text for name, text in sorted(self.parts.items()) if name.startswith("msgstr")]
        return "\0".join(forms) if all(forms) else ""


def entries(po: str) -> Iterator[Entry]:
    """Read the messages of a .po file in their order; obsolete ones are comments."""
    for block in re.split(r"\n\s*\n", po):
        entry = _entry(block)
        if "msgid" in entry.parts:
            yield entry


def compiled(po: str) -> bytes:
    """Return the .mo file of a .po file, sorted as gettext's binary search wants it."""
    found = {
        entry.key.encode(): entry.value.encode()
        for entry in entries(po)
        if entry.value and not (entry.is_fuzzy and entry.key)  # the header always counts
    }
    keys = sorted(found)
    values = [found[key] for key in keys]
    count = len(keys)
    keys_at = 7 * 4
    values_at = keys_at + count * 8
    texts_at = values_at + count * 8
    head = struct.pack("<7I", MAGIC, 0, count, keys_at, values_at, 0, texts_at)
    key_table, key_texts = _table(keys, texts_at)
    value_table, value_texts = _table(values, texts_at + len(key_texts))
    return head + key_table + value_table + key_texts + value_texts


def compile_below(folder: Path) -> list[Path]:
    """Write a .mo beside each .po that is newer; return what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        made = compiled(source.read_text(encoding="utf-8"))
        if not target.exists() or target.read_bytes() != made:
            draft = target.with_name(f"{target.name}.{os.getpid()}")
            draft.write_bytes(made)
            draft.replace(target)
            written.append(target)
    return written


def _entry(block: str) -> Entry:
    entry = Entry()
    keyword = ""
    for line in block.splitlines():
        if line.startswith("#,") and "fuzzy" in line:
            entry.is_fuzzy = True
        match = LINE.match(line.strip())
        if match is None:
            continue
        keyword = (match[1] or keyword).removesuffix("[0]")
        # The quoting of .po files is that of C, which Python reads alike.
        entry.parts[keyword] = entry.parts.get(keyword, "") + ast.literal_eval(match[3] or match[4])
    return entry


def _table(texts: list[bytes], start: int) -> tuple[bytes, bytes]:
    """Return the table of lengths and places, and the texts they lead to."""
    table = b""
    body = b""
    for text in texts:
        table += struct.pack("<2I", len(text), start + len(body))
        body += text + b"\0"
    return table, body
