"""The parent of dossiers that were filed as one: its code and its receipt.

A parent is no dossier: nobody accepts or decides it, and no figure counts it (docs/adr/0015). Its
code comes from the same counter, so that no other dossier bears it, and is followed like one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from motcua.dossiers import chain
from motcua.dossiers.services.submit import code_next, receipt_text, tracking_url
from motcua.dossiers.types import Receipt, Status
from motcua.kernel import clock, signing
from motcua.organisations.queries import agency_identifiers


def parent_code(unit_id: int) -> str:
    """Take the code of a parent: the next of the unit's day, as its dossiers have them.

    Raises Refused `no_agency_identifier`.
    """
    return code_next(agency_identifiers([unit_id])[unit_id], clock.now())[0]


def parent_hash(parts: Sequence[tuple[str, str]]) -> str:
    """Return what binds the parts that were filed at once: their codes and content hashes."""
    plain = [list(one) for one in parts]
    return hashlib.sha256(chain.canonical(plain).encode()).hexdigest()


def parent_receipt(
    *, code: str, content_hash: str, at: datetime, lead_id: int, replayed: bool = False
) -> Receipt:
    """Return the signed receipt of everything that was sent at once; repetitions are equal."""
    return Receipt(
        code=code,
        dossier_id=lead_id,
        status=Status.REGISTERED,
        at=at,
        content_hash=content_hash,
        signature=signing.sign(receipt_text(code, content_hash, at)),
        tracking_url=tracking_url(code),
        security_code=chain.security_code(code),
        replayed=replayed,
    )
