"""Units that were put under another one: since when, and when the directory learned it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from motcua.kernel import clock
from motcua.organisations.models import UnitVersion


@dataclass(frozen=True, slots=True)
class UnitMove:
    """A unit's version under another parent than the one before; 0: it had none.

    `recorded_at` is None for what was recorded before the directory kept it.
    """

    unit_id: int
    code: str
    name: str
    before_id: int
    after_id: int
    on: date
    recorded_at: datetime | None


def units_moved(since: datetime) -> list[UnitMove]:
    """Return the moves that the directory learned after an instant, in order; two statements.

    Of a version that does not say when it was recorded, its first day counts instead. A parent
    that was corrected within a version (on its first day, or of a unit that has ended) leaves no
    trace of the one before and is not found.
    """
    late = Q(recorded_at__gt=since)
    late |= Q(recorded_at__isnull=True, valid_from__gt=clock.local(since).date())
    rows = list(
        UnitVersion.objects.filter(late).select_related("unit").order_by("valid_from", "unit_id")
    )
    ended = UnitVersion.objects.filter(
        unit_id__in={one.unit_id for one in rows}, valid_to__isnull=False
    )
    before = {(one.unit_id, one.valid_to): one.parent_id or 0 for one in ended}
    return [
        UnitMove(
            one.unit_id, one.unit.code, one.full_name, before[one.unit_id, one.valid_from],
            one.parent_id or 0, one.valid_from, one.recorded_at,
        )
        for one in rows
        if before.get((one.unit_id, one.valid_from), one.parent_id or 0) != (one.parent_id or 0)
    ]  # fmt: skip
