"""A dossier as the lists behind figures show it."""

from __future__ import annotations

from typing import Any

from motcua.dossiers.views import DossierRow
from motcua.office.present import due_words


def row_shown(row: DossierRow, readable: frozenset[int]) -> dict[str, Any]:
    """Return a row; who may see figures only sees no name and no way to the dossier."""
    return {
        "dossier": row,
        "open": bool({row.competent_unit_id, row.receiving_unit_id} & readable),
        "due": due_words(
            status=row.status,
            due_at=row.due_at,
            suspended_from=row.suspended_from,
            ended_at=row.ended_at,
        ),
    }
