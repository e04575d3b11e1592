"""What was filed from home and waits for the counter's answer, nearest due first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from motcua.dossiers.models import Dossier, SupplementRequest
from motcua.dossiers.queries.lists import dossier_rows, place_read
from motcua.dossiers.types import Phase, Status
from motcua.dossiers.views import DossierRow
from motcua.kernel import clock


@dataclass(frozen=True)
class ToAnswer:
    """A dossier that its applicant filed or completed from home; `due_at` is the counter's."""

    row: DossierRow
    due_at: datetime
    again: bool  # a supplement before acceptance came in, it was looked at before

    @property
    def late(self) -> bool:
        """Whether the time to answer has run out."""
        return self.due_at <= clock.now()


def dossiers_to_answer(
    *, unit_ids: Iterable[int], after: str = "", limit: int = 25
) -> tuple[tuple[ToAnswer, ...], str]:
    """Return dossiers that the counters of `unit_ids` must answer, and the next page's start.

    To answer is to accept, to ask for a supplement, or to refuse. While the applicant is asked for
    something, nothing is to be answered. Three statements. Raises Invalid for a wrong `after`.
    """
    asked = SupplementRequest.objects.filter(dossier=OuterRef("pk"), state="requested")
    supplied = Q(status=Status.SUPPLEMENT, phase=Phase.INTAKE) & ~Exists(asked)
    found = Dossier.objects.filter(
        Q(status=Status.REGISTERED) | supplied,
        status__in=[1, 5],  # as the index says it
        answer_due_at__isnull=False,
        receiving_unit_id__in=list(unit_ids),
    )
    if after:
        instant, number = place_read(after)
        found = found.filter(Q(answer_due_at__gt=instant) | Q(answer_due_at=instant, id__gt=number))
    listed = list(found.order_by("answer_due_at", "id")[: limit + 1])
    last = listed[limit - 1] if len(listed) > limit else None
    following = f"{last.answer_due_at.isoformat()}~{last.pk}" if last and last.answer_due_at else ""
    shown = listed[:limit]
    return (
        tuple(
            ToAnswer(row, dossier.answer_due_at, dossier.status == Status.SUPPLEMENT)
            for dossier, row in zip(shown, dossier_rows(shown), strict=True)
            if dossier.answer_due_at is not None
        ),
        following,
    )
