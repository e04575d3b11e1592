"""From codes to ids and from ids to names."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.procedures.models import Procedure, ProcedureVersion


def procedure_ids(codes: Iterable[str]) -> dict[str, int]:
    """Return the ids of procedures by code; unknown codes are left out."""
    return dict(Procedure.objects.filter(code__in=list(codes)).values_list("code", "id"))


def procedure_names(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return code and latest name of procedures by id; unknown ids are left out. One statement."""
    latest = (
        ProcedureVersion.objects.filter(procedure_id__in=set(ids))
        .order_by("procedure_id", "-effective_from")
        .distinct("procedure_id")
        .values_list("procedure_id", "procedure__code", "name")
    )
    return {procedure_id: (code, name) for procedure_id, code, name in latest}
