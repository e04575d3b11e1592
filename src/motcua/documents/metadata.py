"""Photos without their story: place, device and owner are cut out, the picture is untouched.

A phone writes the place where a photo was taken into the file. Nobody at the counter needs it,
so it is cut out before the file is stored (Law 91/2025: no more data than the purpose needs).
The compressed picture is copied byte for byte; only the orientation is kept, because without it
pages would lie on their side. Also cut: comments and whatever follows the end of the picture.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from motcua.documents.rules import FileProblem
from motcua.documents.types import MediaType

_PNG_KEEP = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT"),
    *(b"sRGB", b"bKGD", b"pHYs", b"cICP"),
}


def metadata_cut(data: bytes, media_type: MediaType) -> bytes:
    """Return the picture without metadata; a PDF is returned as it is.

    Raises FileProblem `damaged` or `truncated` where the container cannot be followed.
    """
    if media_type is MediaType.JPEG:
        return b"".join(_jpeg_parts(data))
    if media_type is MediaType.PNG:
        return b"".join(_png_parts(data))
    return data


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    yield b"\xff\xd8"
    position = 2
    while True:
        marker, body_at, following = _jpeg_segment(data, position)
        body = data[body_at:following]
        if marker == 0xE1 and body.startswith(b"Exif\x00\x00"):
            orientation = _orientation(body[6:])
            if orientation != 1:
                yield _exif(orientation)
        elif marker < 0xE0 or marker in {0xE0, 0xEE} or body.startswith(b"ICC_PROFILE\x00"):
            # Tables and frame headers; JFIF, Adobe's colour transform, the colour profile.
            yield data[position:following]
        if marker == 0xD9:
            return
        position = following
        if marker == 0xDA:
            end = _jpeg_scan_end(data, position)
            yield data[position:end]
            position = end


def _jpeg_segment(data: bytes, position: int) -> tuple[int, int, int]:
    """Return marker, begin of its body and begin of what follows."""
    while data[position : position + 2] == b"\xff\xff":  # fill bytes
        position += 1
    head = data[position : position + 4]
    if len(head) < 2:
        raise FileProblem("truncated")
    if head[0] != 0xFF:
        raise FileProblem("damaged")
    marker = head[1]
    if marker == 0xD9 or 0xD0 <= marker <= 0xD7 or marker == 0x01:
        return marker, position + 2, position + 2
    if len(head) < 4:
        raise FileProblem("truncated")
    length = struct.unpack(">H", head[2:])[0]
    if length < 2:
        raise FileProblem("damaged")
    if position + 2 + length > len(data):
        raise FileProblem("truncated")
    return marker, position + 4, position + 2 + length


def _jpeg_scan_end(data: bytes, position: int) -> int:
    """Return where the entropy-coded data end: at the first marker that is not a restart."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            raise FileProblem("truncated")
        follower = data[position + 1]
        if follower == 0x00 or 0xD0 <= follower <= 0xD7:
            position += 2
        elif follower == 0xFF:
            position += 1
        else:
            return position


def _orientation(tiff: bytes) -> int:
    """Return the orientation 1–8 of an EXIF block; 1 when it cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    start = struct.unpack_from(order + "I", tiff, 4)[0]
    if start + 2 > len(tiff):
        return 1
    for index in range(min(struct.unpack_from(order + "H", tiff, start)[0], 200)):
        at = start + 2 + index * 12
        if at + 12 > len(tiff):
            break
        tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, at)
        if tag == 0x0112:
            return value if 1 <= value <= 8 else 1
    return 1


def _exif(orientation: int) -> bytes:
    tiff = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png_parts(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    position = 8
    while True:
        head = data[position : position + 8]
        if len(head) < 8:
            raise FileProblem("truncated")
        length, kind = struct.unpack(">I4s", head)
        end = position + 12 + length
        if end > len(data):
            raise FileProblem("truncated")
        if zlib.crc32(data[position + 4 : end - 4]) != struct.unpack(">I", data[end - 4 : end])[0]:
            raise FileProblem("damaged")
        if kind in _PNG_KEEP:
            yield data[position:end]
        elif not kind[0] & 0x20:
            raise FileProblem("damaged")  # an unknown chunk that claims to be essential
        if kind == b"IEND":
            return
        position = end
