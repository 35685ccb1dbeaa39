"""Files made by hand for the tests: good ones, and the ones somebody might try."""

import struct
import zlib
from io import BytesIO

from PIL import Image

GPS_TAG, ORIENTATION = 0x8825, 0x0112
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png(width: int = 8, height: int = 6) -> bytes:
    kept = BytesIO()
    Image.new("RGBA", (width, height), (10, 120, 200, 128)).save(kept, "PNG")
    return kept.getvalue()


def jpeg_with_place(width: int = 60, height: int = 20) -> bytes:
    """A picture as a phone writes it: lying on its side, with the place it was taken at."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS_TAG)[2] = (52.0, 22.0, 12.0)
    exif[0x010E] = "QXSECRETPLACE"
    kept = BytesIO()
    Image.new("RGB", (width, height), (200, 120, 10)).save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def png_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A few bytes that ask for a picture of 2.5 thousand million points."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1000)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
