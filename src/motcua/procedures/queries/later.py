"""What the catalogue learned after an instant about an earlier time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from motcua.procedures.models import ProcedureVersion


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """A version of a procedure that was recorded at `recorded_at` and holds from `effective_from`.

    `field_before` and `field_after` name its field in the version before and in this one.
    """

    code: str
    name: str
    effective_from: datetime
    recorded_at: datetime
    field_before: str
    field_after: str


def versions_later(
    procedure_ids: Collection[int], *, recorded_after: datetime, begun_by: datetime
) -> dict[int, tuple[CatalogueChange, ...]]:
    """Return versions that were recorded after an instant and hold from another one or before.

    By procedure, in order; one statement. A first version corrects nothing and is left out.
    """
    rows = (
        ProcedureVersion.objects.filter(procedure_id__in=set(procedure_ids))
        .order_by("procedure_id", "effective_from", "pk")
        .values_list(
            "procedure_id", "procedure__code", "name", "effective_from", "recorded_at",
            "field__name_vi",
        )
    )  # fmt: skip
    found: dict[int, list[CatalogueChange]] = defaultdict(list)
    last: tuple[int, str] = (0, "")
    for procedure_id, code, name, since, recorded, field in rows:
        if last[0] == procedure_id and recorded > recorded_after and since <= begun_by:
            change = CatalogueChange(code, name, since, recorded, last[1], field)
            found[procedure_id].append(change)
        last = (procedure_id, field)
    return {key: tuple(told) for key, told in found.items()}
