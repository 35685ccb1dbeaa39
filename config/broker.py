"""The queue in a folder, without half-written files.

kombu's own writes into files that another process may already be reading: a worker then reads
nothing, ends, and the message is gone. Here every file appears under its name when it is whole.
"""

import fcntl
import uuid
from pathlib import Path
from time import monotonic_ns

from kombu.transport import filesystem
from kombu.utils import json


class Channel(filesystem.Channel):
    """A queue in a folder."""

    # kombu's two bases name these arguments differently; both are given by position.
    def _put(self, queue: str, message: dict[str, object], **_options: object) -> None:  # type: ignore[override]
        # kombu reads the oldest name first, and of a name what follows its first point.
        name = f"{monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, message)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Note which queue hears an exchange, one process at a time."""
        self.control_folder.mkdir(exist_ok=True)
        with (self.control_folder / ".lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            bound = self.get_table(exchange)  # type: ignore[no-untyped-call]
            new = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
            if new not in bound:
                place = self._exchange_file(exchange)  # type: ignore[no-untyped-call]
                _write(place, [new, *bound])


class Transport(filesystem.Transport):
    """kombu's transport with that queue."""

    Channel = Channel


def _write(place: Path, content: object) -> None:
    unfinished = place.with_name(f".{uuid.uuid4()}.{place.name}")
    unfinished.write_text(json.dumps(content), encoding="utf-8")  # type: ignore[no-untyped-call]
    unfinished.replace(place)
