"""The data of an administrative document on paper: layout of Decree 30/2020/NĐ-CP, Annex I."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from motcua.documents.forms import Issuer


@dataclass(frozen=True)
class OfficialSheet:
    """Công văn, quyết định, giấy xác nhận, thông báo: one layout, every text set as it is.

    The number and the day stay open on the paper: whoever numbers the document gives both, and a
    digital one bears them in the mark of the seal. Nothing that people wrote becomes markup.
    """

    template: ClassVar[str] = "official@2"

    issuer: Issuer
    title: str  # name of the kind: "QUYẾT ĐỊNH"; empty for a letter, which has none
    symbol: str  # what follows the number: "/QĐ-UBND"
    subject: str
    addressee: str  # a letter's "Kính gửi"
    authority: str  # who decides, above a decision's grounds
    grounds: tuple[str, ...]
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: tuple[str, ...]  # capacity first, then title: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
    year: str
    dossier_code: str
    sample: bool  # a preview: says so across the page
    printed_at: datetime
    signed: bool = False  # digitally: number, day and marks come on the sheet behind it
