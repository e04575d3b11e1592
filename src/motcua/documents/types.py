"""What other packages may know about stored files and their checks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motcua.kernel.errors import FieldProblem, Invalid


class MediaType(StrEnum):
    """The kinds of file that are taken in; everything else is refused with advice."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


@dataclass(frozen=True)
class StoredFileView:
    """A file as it is stored.

    `sha256` and `size` are those of the stored bytes. `received_sha256` is the hash of what was
    sent; the two differ when a photo's metadata (place, device) was cut out before storing.
    `name` is the cleaned label for the link row of the package above; it is kept nowhere here.
    """

    id: int
    sha256: str
    size: int
    media_type: MediaType
    pages: int
    name: str = ""
    received_sha256: str = ""


class FileState(StrEnum):
    """What a check of a stored file against its row found."""

    GOOD = "good"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Verdict:
    """The answer of the checking process: `problem` is empty when the file is clean."""

    problem: str = ""
    params: tuple[tuple[str, Any], ...] = ()
    pages: int = 1
    facts: tuple[tuple[str, Any], ...] = ()


class FileRefused(Invalid):
    """A file was not taken in; `code` is `file.<reason>`, the message stands at the field."""

    def __init__(self, code: str, message: str, *, field: str = "file", **details: Any) -> None:
        super().__init__([FieldProblem(field, message)])
        self.code = f"file.{code}"
        self.details = details


class FileDamaged(RuntimeError):
    """The stored bytes are missing or differ from their row: an operator's matter, a 500."""
