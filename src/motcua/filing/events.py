"""Facts that filing publishes to those above it and to whoever tells people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FilingSent:
    """A draft was sent and is a dossier now; emitted in the transaction that made it."""

    person_id: int
    subject_id: int
    dossier_id: int
    code: str
    procedure_code: str
    at: datetime
    language: str
