"""What a file may be: names, types by content, foreign content. Pure: bytes in, a problem out."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from typing import Any, Final

from motcua.documents.types import MediaType

MAX_NAME: Final = 200  # characters
MAX_PAGES: Final = 500
MAX_PIXELS: Final = 60_000_000  # a phone of 50 megapixels passes
MAX_UNPACKED: Final = 100_000_000  # bytes of all texts and drawings in one PDF, unpacked
EXTENSIONS: Final = {
    MediaType.PDF: ("pdf",),
    MediaType.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    MediaType.PNG: ("png",),
}
_CLAIMS: Final = {
    "application/pdf": MediaType.PDF,
    "application/x-pdf": MediaType.PDF,
    "image/jpeg": MediaType.JPEG,
    "image/jpg": MediaType.JPEG,
    "image/pjpeg": MediaType.JPEG,
    "image/png": MediaType.PNG,
    "image/x-png": MediaType.PNG,
}
_NO_CLAIM: Final = {"", "application/octet-stream", "binary/octet-stream"}
# The test signature of the anti-virus industry, cut in two so that this file is not a hit itself.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_WEB = re.compile(
    rb"<script[\s>/]|<html[\s>]|<!doctype\s+html|<iframe\s|<body[\s>]|<svg\s+xmlns|<\?php\s",
    re.IGNORECASE,
)
_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_FOREIGN: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"#!", "program"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
)


class FileProblem(Exception):
    """Why a file is not taken in: a stable code and what the message needs."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def name_clean(name: str) -> str:
    """Return the bare name in NFC, without any folder that came with it.

    Raises FileProblem: `name_empty`, `name_long` (200 characters), `name_characters` for control
    characters, broken text and marks that turn the reading direction (a known disguise).
    """
    normal = unicodedata.normalize("NFC", name)
    for char in normal:
        if char in _BIDI or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}:
            raise FileProblem("name_characters")
    bare = re.split(r"[/\\]", normal)[-1].strip(" .\u00a0\u200b\ufeff")
    bare = re.sub(r"^[A-Za-z]:", "", bare)
    if not bare:
        raise FileProblem("name_empty")
    if len(bare) > MAX_NAME:
        raise FileProblem("name_long", limit=MAX_NAME, length=len(bare))
    return bare


def type_sniff(data: bytes) -> MediaType:
    """Return the type that the content shows at its first byte.

    Raises FileProblem: `empty`, or `type_<family>` naming what the file looks like.
    """
    if not data:
        raise FileProblem("empty")
    if data.startswith(b"%PDF-"):
        return MediaType.PDF
    if data.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    raise FileProblem(f"type_{_family(data)}")


def _family(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "heic" if data[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1"} else "media"
    if data[:4] == b"RIFF":
        return "image" if data[8:12] == b"WEBP" else "media"
    for magic, family in _FOREIGN:
        if data.startswith(magic):
            if family == "zip" and (b"word/" in data or b"xl/" in data or b"ppt/" in data):
                return "office"
            return "archive" if family == "zip" else family
    head = data[:1024].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    if head.startswith((b"<", b"&lt;")) or _WEB.search(head):
        return "web"
    return "other"


def type_agree(media_type: MediaType, *, name: str, claimed_type: str) -> None:
    """Refuse a file whose name or claimed type says something else than its content.

    A name without extension and a claim of "any bytes" say nothing. Raises FileProblem
    `mislabelled` with `content` and `label`.
    """
    stem, dot, extension = name.rpartition(".")
    is_extension = bool(dot and stem) and re.fullmatch(r"[^\s]{1,8}", extension) is not None
    if is_extension and extension.lower() not in EXTENSIONS[media_type]:
        raise FileProblem("mislabelled", content=media_type.name, label=f".{extension}")
    claim = claimed_type.split(";", maxsplit=1)[0].strip().lower()
    if claim not in _NO_CLAIM and _CLAIMS.get(claim) is not media_type:
        raise FileProblem("mislabelled", content=media_type.name, label=claim[:80])


def content_single(data: bytes, media_type: MediaType) -> None:
    """Refuse a file that is a second thing besides what it shows: page, archive, program.

    Raises FileProblem `malware` (the test signature) or `polyglot` with what was found.
    """
    if EICAR in data:
        raise FileProblem("malware", signature="EICAR-Test-File")
    if _WEB.search(data):
        raise FileProblem("polyglot", found="HTML")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise FileProblem("polyglot", found="ZIP")
    if media_type is MediaType.PDF:
        end = data.rfind(b"%%EOF")
        if end < 0:
            raise FileProblem("truncated")
        if data[end + 5 :].strip(b"\r\n\t \x00\x1a"):
            raise FileProblem("trailing")
    elif b"%PDF-" in data:
        raise FileProblem("polyglot", found="PDF")
