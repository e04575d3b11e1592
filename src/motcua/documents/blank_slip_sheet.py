"""Blank interim slips on paper: numbers reserved beforehand, filled in with a pen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.documents.forms import Issuer


@dataclass(frozen=True)
class BlankSlips:
    """Phiếu tiếp nhận tạm, viết tay: a sheet a number, one half for the person, one for the office.

    `codes` are printed as QR codes and equal `numbers`: a hand scanner types the number. `time` is
    which printing of the book this is; from the second on each part says so.
    """

    template: ClassVar[str] = "interim_blank@1"

    issuer: Issuer
    prefix: str
    numbers: tuple[str, ...]
    codes: tuple[str, ...]
    place: str
    time: int
    ends_at: datetime
    printed_at: datetime
