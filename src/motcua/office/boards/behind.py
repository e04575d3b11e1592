"""Dossiers as the lists behind figures show them."""

from __future__ import annotations

from typing import Any

from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.queries.lives import ids_by_code
from motcua.dossiers.views import DossierRow
from motcua.identity.types import Action, Actor
from motcua.office.present import due_words
from motcua.procedures.queries import procedure_ids, procedure_names


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


def listed(actor: Actor, codes: list[str]) -> dict[str, Any]:
    """Return rows of dossiers; codes that are procedures', or of a unit out of sight, are plain.

    A procedure's comes with its name.
    """
    ids = ids_by_code(codes)
    known = dossiers_by_ids(ids.values())
    readable = actor.unit_ids_for(Action.DOSSIER_READ)
    rest = [code for code in codes if ids.get(code) not in known]
    names = procedure_names(procedure_ids(rest).values()) if rest else {}
    procedures = dict(names.values())
    return {
        "rows": [row_shown(known[ids[code]], readable) for code in codes if ids.get(code) in known],
        "plain": [(code, procedures.get(code, "")) for code in rest],
    }
