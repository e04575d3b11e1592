"""What an officer is told about files that come from a person's own documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.dossiers.scan_types import Reuse
from motcua.filing.rules import NOTE_MOST
from motcua.filing.types import DraftFileView, DraftView, StoreKind

PROOFS = frozenset({StoreKind.RESULT, StoreKind.COMPONENT})  # what an office vouches for


def proofs_told(files: Iterable[DraftFileView]) -> str:
    """Return whether an office vouches for each file that was used again (domain brief 4.5).

    In Vietnamese: the officer reads it, whatever language the applicant reads.
    """
    with override("vi"):
        words = {
            StoreKind.RESULT: _("%(name)s: verified, the result of dossier %(code)s"),
            StoreKind.COMPONENT: _("%(name)s: verified, accepted in dossier %(code)s"),
        }
        unproven = _("%(name)s: uploaded earlier, not proof")
        lines = [
            words.get(one.proof or StoreKind.UPLOAD, unproven)
            % {"name": one.name[:80], "code": one.proof_code}
            for one in files
            if one.source == "store"
        ]
    return "; ".join(lines)[:NOTE_MOST]


def reused_ids(files: Iterable[DraftFileView]) -> tuple[int, ...]:
    """Return the files of one's store that an office accepted or issued before."""
    return tuple(one.file_id for one in files if one.source == "store" and one.proof in PROOFS)


def reused_of(draft: DraftView) -> list[dict[str, Any]]:
    """Return which files were used again, by the national state of digitisation.

    2: an earlier component, 3: the result of another dossier (domain brief 8.1).
    """
    return [
        {
            "component": one.component_id,
            "file": one.file_id,
            "state": int(Reuse.FROM_RESULT if one.proof is StoreKind.RESULT else Reuse.REUSED),
            "verified": one.proof in PROOFS,
            "dossier": one.proof_code,
        }
        for one in draft.files
        if one.source == "store"
    ]
