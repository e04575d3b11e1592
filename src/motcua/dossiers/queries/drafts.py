"""Drafts of results that wait for a signature or a number, by dossier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.documents.signatures import registry
from motcua.documents.signatures.types import Role
from motcua.dossiers.eyes_rules import approver_barred
from motcua.dossiers.models import Event, Result
from motcua.dossiers.types import FactType
from motcua.organisations.queries import units_by_ids


@dataclass(frozen=True)
class DraftRow:
    """A version of the result that has not been issued; `signers` have signed it already.

    `waits_for_leader`: approved before its unit had a seal, and signed by nobody since.
    """

    version: int
    title: str
    approved: bool
    signers: tuple[str, ...]
    dossier_version: int
    waits_for_leader: bool
    appraised_by: int | None
    drafted_by: int | None

    def eyes_barred(self, account_id: int) -> str:
        """Return why somebody may not answer for it (four eyes), empty when they may."""
        return approver_barred(
            account=account_id, appraised_by=self.appraised_by, drafted_by=self.drafted_by
        )


def drafts_by_dossiers(dossier_ids: Iterable[int]) -> dict[int, DraftRow]:
    """Return the draft of each dossier that has one; a statement, and units that are kept."""
    found = Result.objects.filter(dossier_id__in=list(dossier_ids), issued_at__isnull=True)
    rows = list(found.select_related("dossier").order_by("version"))  # the newest one counts
    units = units_by_ids({row.dossier.competent_unit_id for row in rows})
    signing = {one.id for one in units.values() if registry.may_sign(f"unit:{one.code}")}
    return {
        row.dossier_id: DraftRow(
            version=row.version,
            title=row.title,
            approved=row.approved_at is not None,
            signers=tuple(one["signer"] for one in row.signatures),
            dossier_version=row.dossier.seq,
            waits_for_leader=row.approved_at is not None
            and row.dossier.competent_unit_id in signing
            and not any(one["role"] == Role.PERSONAL.value for one in row.signatures),
            appraised_by=row.dossier.appraised_by,
            drafted_by=row.drafted_by,
        )
        for row in rows
    }


def signed_after(code: str, account_id: int, version: int) -> bool:
    """Tell whether this account signed the dossier's approved result after that version."""
    signed = Event.objects.filter(dossier__code=code, type=FactType.SIGNED.value)
    return signed.filter(account_id=account_id, seq__gt=version).exists()
