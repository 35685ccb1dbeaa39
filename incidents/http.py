"""By the web: a file that never ends fills no disk, what may not be read is not found."""

import uuid

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.shortcuts import get_object_or_404

from incidents.models import Incident
from people.models import User

MOST = 10 * 1024 * 1024


class CappedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep a file, and hands them its first 10 MB and a bit.

    What is longer arrives as too long by that bit, so that the form can name it.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MOST else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        return None


def report_to_read(user: User, public_id: uuid.UUID, *related: str) -> Incident:
    """Return a report whose story the user may read, with what is related to it; else a 404."""
    rows = Incident.objects.readable_by(user)
    if related:  # without a name it would follow every key there is
        rows = rows.select_related(*related)
    return get_object_or_404(rows, public_id=public_id)
