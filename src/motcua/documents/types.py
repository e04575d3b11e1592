"""What other packages may know about stored files and their checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel.errors import FieldProblem, Invalid, Refused

_ACTIVE = {
    "JavaScript": gettext_lazy("a script (JavaScript)"),
    "EmbeddedFiles": gettext_lazy("attached files"),
    "Launch": gettext_lazy("starting a program"),
    "SubmitForm": gettext_lazy("sending data to another place"),
    "ImportData": gettext_lazy("taking in data from another place"),
    "GoToE": gettext_lazy("opening an attached file"),
    "GoToR": gettext_lazy("opening another file"),
    "Rendition": gettext_lazy("sound or film"),
    "Movie": gettext_lazy("sound or film"),
    "Sound": gettext_lazy("sound or film"),
    "Screen": gettext_lazy("sound or film"),
    "RichMedia": gettext_lazy("sound or film"),
    "3D": gettext_lazy("a three-dimensional model"),
    "XFA": gettext_lazy("an interactive form (XFA)"),
}


def active_words(found: Iterable[str]) -> str:
    """Return kinds of active content in plain words of the active language."""
    return ", ".join(dict.fromkeys(str(_ACTIVE.get(one, one)) for one in found))


class MediaType(StrEnum):
    """The kinds of file that are taken in; everything else is refused with advice."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class Hold(StrEnum):
    """Why a stored file is not handed out."""

    NONE = ""
    UNCHECKED = "unchecked"  # no scanner has seen it yet
    MALWARE = "malware"  # a scanner found something in it, after it had been taken in


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
    cleaned: tuple[str, ...] = ()  # active content that was taken out on the sender's word
    hold: Hold = Hold.NONE

    @property
    def cleaned_words(self) -> str:
        """What was taken out, in words."""
        return active_words(self.cleaned)


class FileState(StrEnum):
    """What a check of a stored file against its row found."""

    GOOD = "good"
    MISSING = "missing"
    DAMAGED = "damaged"


class Kept(StrEnum):
    """Why a stored file was not forgotten."""

    UNKNOWN = "unknown"  # there is no such file, or it was forgotten before
    POINTED = "pointed"  # something points at it
    HELD = "held"  # a scanner has not seen it yet, or has found something in it
    BUSY = "busy"  # the same content is being stored at this moment
    FRESH = "fresh"  # it was stored once more lately: somebody may be about to use it


class Ending(StrEnum):
    """What became of the bytes of a forgotten file."""

    ERASED = "erased"
    HIDDEN = "hidden"  # gone, but the store keeps versions that only its own rule destroys
    AGAIN = "again"  # the same content was stored again: the bytes belong to the new file


@dataclass(frozen=True)
class Forgetting:
    """What an order to forget files did: ids that are gone, and why the others are not."""

    gone: tuple[int, ...]
    kept: Mapping[int, Kept]


@dataclass(frozen=True)
class ForgottenLine:
    """How many files one rule has let go, and what became of their bytes."""

    rule: str
    files: int
    pages: int
    size: int  # bytes
    waiting: int  # of these, bytes not yet erased
    hidden: int  # of these, versions stay in the store until its own rule
    again: int  # of these, stored again by somebody
    last_at: datetime


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


class StoreDown(Refused):
    """The store of files does not answer: nobody's fault here, and it passes."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "store_down",
            _("Files cannot be stored or opened at the moment. Please try again in a few minutes."),
        )


class FileUnchecked(Refused):
    """A file that the scanner has not seen yet, or in which it found something."""

    status = 409


class FileDamaged(RuntimeError):
    """The stored bytes are missing or differ from their row: an operator's matter, a 500."""
