"""The queue in a folder, without half-written messages.

kombu's own writes into the file that a worker may already be reading: the worker then reads
nothing, ends, and the message is gone. Here a message appears under its name when it is whole.
"""

import uuid
from pathlib import Path
from time import monotonic_ns

from kombu.transport import filesystem
from kombu.utils import json


class Channel(filesystem.Channel):
    """A queue in a folder."""

    # kombu's two bases name these arguments differently; both are given by position.
    def _put(self, queue: str, message: dict[str, object], **_options: object) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        # kombu reads the oldest name first, and of a name what follows its first point.
        name = f"{monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        unfinished = folder / f".{name}"
        unfinished.write_text(json.dumps(message), encoding="utf-8")  # type: ignore[no-untyped-call]
        unfinished.replace(folder / name)


class Transport(filesystem.Transport):
    """kombu's transport with that queue."""

    Channel = Channel
