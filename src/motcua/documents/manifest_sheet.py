"""The data of a manifest on paper: what goes from one unit to another, and labels for folders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.documents.forms import Issuer


@dataclass(frozen=True)
class ManifestLine:
    """One dossier on the sheet."""

    code: str
    owner: str
    procedure: str
    originals: int
    copies: int


@dataclass(frozen=True)
class ManifestSheet:
    """Biên bản bàn giao hồ sơ giấy: one line per dossier, codes to scan, two signatures.

    `codes` are printed as QR codes: the manifest's own first, then each dossier's in the order of
    the lines. On labels stand code and procedure, never a name: a folder lies about.
    """

    template: ClassVar[str] = "manifest@1"

    issuer: Issuer
    number: str
    code: str
    from_unit: str
    to_unit: str
    made_at: datetime
    giver: str
    lines: tuple[ManifestLine, ...]
    codes: tuple[str, ...]
    printed_at: datetime
