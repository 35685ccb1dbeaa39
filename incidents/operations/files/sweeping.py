"""Files that no report knows: left behind when a page failed after the file was written."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from incidents.models import Attachment
from incidents.operations.files.keeping import place_under

UNUSED_FOR = dt.timedelta(days=1)
_AT_ONCE = 500


def sweep_files(*, now: dt.datetime) -> int:
    """Throw away files that lie unused for a day; return how many.

    Checks: the name is one of ours, so that nothing else in the folder is touched; no row knows
    it; it is a day old, so that a page that is still being answered loses nothing.
    Removes: those files. Sends nothing.
    """
    old = dict(_old_files(Path(settings.FILES_DIR), now - UNUSED_FOR))
    names = list(old)
    removed = 0
    for first in range(0, len(names), _AT_ONCE):
        some = names[first : first + _AT_ONCE]
        known = set(
            Attachment.objects.filter(public_id__in=some).values_list("public_id", flat=True)
        )
        for name in set(some) - known:
            old[name].unlink(missing_ok=True)
            removed += 1
    return removed


def _old_files(folder: Path, before: dt.datetime) -> Iterator[tuple[uuid.UUID, Path]]:
    """Give the files that lie where we put them, with the id of the row each belongs to."""
    for place in folder.glob("??/" + "?" * 32):
        name = _id_of(place.name)
        if name is None or place != place_under(folder, name):
            continue
        if place.stat().st_mtime < before.timestamp():
            yield name, place


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text)
    except ValueError:
        return None
