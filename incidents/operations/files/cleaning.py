"""What a file really is, and a clean copy of it: pictures are drawn anew, without their data.

The name and the type that a browser sends say nothing; the bytes do.
"""

import struct
import unicodedata
import zlib
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from incidents.models import Attachment

PIXELS_MOST = 25_000_000
LONG_SIDE = 4096
JPEG_QUALITY = 88
NAME_MOST = 100
Image.MAX_IMAGE_PIXELS = PIXELS_MOST  # judged from the header, before anything is drawn

UNKNOWN_KIND = _("this is no JPEG, PNG or PDF.")
DAMAGED = _("this file is damaged and cannot be read.")
TOO_MANY_PIXELS = _("this picture is too large: 25 million pixels at most.")

_SUFFIX = {Attachment.Kind.JPEG: ".jpg", Attachment.Kind.PNG: ".png", Attachment.Kind.PDF: ".pdf"}
_FORMAT = {Attachment.Kind.JPEG: "JPEG", Attachment.Kind.PNG: "PNG"}
_HEADS = {
    b"\xff\xd8\xff": Attachment.Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Attachment.Kind.PNG,
    b"%PDF-": Attachment.Kind.PDF,
}
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 66_000  # a zip archive is found from the end, behind a comment of at most 64 kB
_UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error,
    zlib.error,
)  # fmt: skip


class FileRefused(Exception):
    """A file cannot be taken; `reason` goes on after its name."""

    def __init__(self, reason: "str | Promise") -> None:
        super().__init__(reason)
        self.reason = reason


def cleaned(data: bytes, *, most: int) -> tuple[Attachment.Kind, bytes]:
    """Return what a file is and the bytes to keep, `most` of them. Raises FileRefused."""
    kind = next((kind for head, kind in _HEADS.items() if data.startswith(head)), None)
    if kind is None:
        raise FileRefused(UNKNOWN_KIND)
    if kind == Attachment.Kind.PDF:
        return kind, _checked_pdf(data)
    return kind, _drawn_anew(data, kind, most)


def safe_name(name: str, kind: Attachment.Kind) -> str:
    """Return a name for showing and saving: no folders, no control or direction marks, right end.

    A direction mark could show "photo_gpj.exe" as a picture; it goes.
    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/"))
    kept = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    stem = PurePosixPath(kept).stem.strip(" .")
    return f"{stem[:NAME_MOST] or 'file'}{_SUFFIX[kind]}"


def shown_name(name: str) -> str:
    """Return a name for a sentence about a file that was refused."""
    kept = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip()
    return kept if len(kept) <= NAME_MOST else f"{kept[:NAME_MOST]}…"


def _checked_pdf(data: bytes) -> bytes:
    """A document from its first byte to its last: nothing before, nothing behind, no archive."""
    if not data.rstrip(b"\r\n\t \x00").endswith(b"%%EOF"):
        raise FileRefused(DAMAGED)
    if _ZIP_END in data[-_ZIP_TAIL:]:
        raise FileRefused(UNKNOWN_KIND)
    return data


def _drawn_anew(data: bytes, kind: Attachment.Kind, most: int) -> bytes:
    try:
        picture = _opened(data, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(TOO_MANY_PIXELS) from None
    except _UNREADABLE:
        raise FileRefused(DAMAGED) from None
    kept = _encoded(picture, kind)
    while len(kept) > most:
        picture.thumbnail((picture.width * 2 // 3, picture.height * 2 // 3))
        kept = _encoded(picture, kind)
    return kept


def _opened(data: bytes, kind: Attachment.Kind) -> Image.Image:
    """Draw the picture upright on a new canvas: place, camera and whatever hung on it stay behind.

    `Image.open` reads the header alone, so a picture of too many pixels is never drawn.
    """
    for step in ("verify", "draw"):
        source = Image.open(BytesIO(data), formats=[_FORMAT[kind]])
        if source.width * source.height > PIXELS_MOST:
            raise FileRefused(TOO_MANY_PIXELS)
        if step == "verify":
            source.verify()
    upright = ImageOps.exif_transpose(source)
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    has_alpha = kind == Attachment.Kind.PNG and upright.has_transparency_data
    mode = "RGBA" if has_alpha else "RGB"
    canvas = Image.new(mode, upright.size)
    canvas.paste(upright.convert(mode))
    return canvas


def _encoded(picture: Image.Image, kind: Attachment.Kind) -> bytes:
    kept = BytesIO()
    options = {"quality": JPEG_QUALITY} if kind == Attachment.Kind.JPEG else {}
    picture.save(kept, _FORMAT[kind], **options)
    return kept.getvalue()
