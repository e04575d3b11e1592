"""What a person has had in one unit before: read on purpose only, never by the way.

Callers record the reading with its purpose; the person sees it at the portal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.models import Dossier, Party, Result
from motcua.dossiers.queries.lists import dossier_rows
from motcua.dossiers.views import DossierRow

PAST_MOST = 50


@dataclass(frozen=True)
class PastDossier:
    """An earlier dossier with its outcome: `kind` is grant or refusal, empty without a result."""

    row: DossierRow
    kind: str
    title: str
    issued_at: datetime | None


def past_dossiers(*, id_number: str, unit_id: int, without: int) -> tuple[PastDossier, ...]:
    """Return dossiers of a person for which this unit was competent, the newest first.

    `without` is the dossier at hand. Five statements; at most `PAST_MOST` dossiers.
    """
    if not id_number:
        return ()
    theirs = Party.objects.filter(id_number=id_number).values("dossier_id")
    found = Dossier.objects.filter(pk__in=theirs, competent_unit_id=unit_id).exclude(pk=without)
    rows = list(found.order_by("-submitted_at", "-id")[:PAST_MOST])
    issued = Result.objects.filter(dossier__in=rows, issued_at__isnull=False)
    results = {row.dossier_id: row for row in issued.order_by("version")}
    told = []
    for row in dossier_rows(rows):
        result = results.get(row.id)
        counts = result is not None and not result.withdrawn_reason
        told.append(
            PastDossier(
                row,
                result.kind if result is not None and counts else "",
                result.title if result is not None and counts else "",
                result.issued_at if result is not None and counts else None,
            )
        )
    return tuple(told)
