"""The data of certification clauses on paper: one for each certified copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.documents.forms import Issuer


@dataclass(frozen=True)
class CertifiedLabel:
    """The clause of one copy; `copy` says which of how many, in small print for the cutter."""

    number: str
    book: str
    certified_at: datetime
    title: str
    signer: str
    paper: str
    copy: str


@dataclass(frozen=True)
class CertifiedSheet:
    """Lời chứng of certified copies; `layout` is "labels" (eight on a sheet) or "pages".

    The wording (`lines`) and its template belong to a day: they are data of who prints.
    """

    template: str
    issuer: Issuer
    lines: tuple[str, ...]
    labels: tuple[CertifiedLabel, ...]
    layout: str
    printed_at: datetime
