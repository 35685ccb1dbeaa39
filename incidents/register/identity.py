"""Which row is which: the hash of its content, and its ordinal among equal rows of the file."""

import hashlib
from collections import Counter

from incidents.register.rows import Entry
from incidents.register.text import same

DIGEST_BYTES = 16


def content_of(entry: Entry) -> tuple[str, ...]:
    """The canonical content: the same however the file was written down.

    Ordered as the canonical columns; names without regard to capitals, so that a register saved
    once more by another program, in another encoding or date format, holds the same rows.
    """
    return (
        entry.day.isoformat(),
        entry.clock.isoformat("seconds") if entry.clock else "",
        same(entry.team),
        same(entry.reported_by),
        entry.channel,
        ",".join(sorted(entry.behaviours)),
        same(entry.customer),
        same(entry.product),
        entry.narrative,
        entry.complaint_valid,
    )


class Identities:
    """Gives every entry of one file its key; sixteen bytes a row is all it remembers."""

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def key(self, entry: Entry) -> str:
        """The key of the next entry, in the order of the file."""
        content = "\x1f".join(content_of(entry)).encode()
        digest = hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest()
        self._seen[digest] += 1
        return f"{digest.hex()}-{self._seen[digest]}"
