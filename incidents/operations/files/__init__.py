"""Files with a report: taken in clean, kept apart, thrown away by who added them."""

from incidents.operations.files.keeping import (
    FILES_MOST,
    SIZE_MOST,
    add_attachment,
    place_of,
    remove_attachment,
)
from incidents.operations.files.sweeping import sweep_files

__all__ = [
    "FILES_MOST",
    "SIZE_MOST",
    "add_attachment",
    "place_of",
    "remove_attachment",
    "sweep_files",
]
