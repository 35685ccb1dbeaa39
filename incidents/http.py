"""What arrives by the web: a file that never ends fills no disk."""

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST = 10 * 1024 * 1024


class CappedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep a file, and hands them its first 10 MB and a bit.

    What is longer arrives as too long by that bit, so that the form can name it.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MOST else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        return None
