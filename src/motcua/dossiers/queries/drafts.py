"""Drafts of results that wait for a signature or a number, by dossier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.dossiers.models import Result


@dataclass(frozen=True)
class DraftRow:
    """A version of the result that has not been issued; `signers` have signed it already."""

    version: int
    title: str
    approved: bool
    signers: tuple[str, ...]


def drafts_by_dossiers(dossier_ids: Iterable[int]) -> dict[int, DraftRow]:
    """Return the draft of each dossier that has one; one statement."""
    rows = Result.objects.filter(dossier_id__in=list(dossier_ids), issued_at__isnull=True)
    return {
        row.dossier_id: DraftRow(
            row.version,
            row.title,
            row.approved_at is not None,
            tuple(one["signer"] for one in row.signatures),
        )
        for row in rows
    }
