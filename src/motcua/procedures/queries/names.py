"""From codes to ids and from ids to names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, Value, When

from motcua.procedures.models import Component, Procedure, ProcedureVersion


def procedure_ids(codes: Iterable[str]) -> dict[str, int]:
    """Return the ids of procedures by code; unknown codes are left out."""
    wanted = [code for code in codes if "\x00" not in code]  # PostgreSQL knows no NUL
    return dict(Procedure.objects.filter(code__in=wanted).values_list("code", "id"))


def procedure_names(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return code and latest name of procedures by id; unknown ids are left out. One statement."""
    latest = (
        ProcedureVersion.objects.filter(procedure_id__in=set(ids))
        .order_by("procedure_id", "-effective_from")
        .distinct("procedure_id")
        .values_list("procedure_id", "procedure__code", "name")
    )
    return {procedure_id: (code, name) for procedure_id, code, name in latest}


def procedure_fields(on: datetime | None = None) -> dict[int, str]:
    """Return the code of each procedure's field by its id, as its latest version says.

    With `on`, as the version in force at that instant says, of those that were recorded by then:
    what the catalogue learns afterwards changes no answer about a past instant. Where none was
    recorded or in force yet, the one in force or the first one counts. One statement.
    """
    rows = ProcedureVersion.objects.order_by("procedure_id", "-effective_from")
    if on is not None:
        begun = Q(effective_from__lte=on)
        known = Case(
            When(begun, recorded_at__lte=on, then=Value(0)),
            When(begun, then=Value(1)),
            default=Value(2),
        )
        latest_begun = Case(When(begun, then=F("effective_from")))
        rows = rows.order_by("procedure_id", known, latest_begun.desc(), "effective_from", "pk")
    return dict(rows.distinct("procedure_id").values_list("procedure_id", "field__code"))


def components_shown() -> QuerySet[Component, int]:
    """Return the ids of components that are only shown at the counter, to stand within a query."""
    return Component.objects.filter(how="present").values_list("pk", flat=True)
