"""Files with a report: taken in clean, kept apart, thrown away by who added them."""

from incidents.operations.files.keeping import (
    FILES_MOST,
    SIZE_MOST,
    add_attachment,
    place_of,
    remove_attachment,
)

__all__ = ["FILES_MOST", "SIZE_MOST", "add_attachment", "place_of", "remove_attachment"]
