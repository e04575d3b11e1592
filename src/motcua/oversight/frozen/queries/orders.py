"""What was asked of the worker about reports, and how far it is."""

from __future__ import annotations

import json
from datetime import timedelta

from django.db.models import Q

from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import ReportOrder
from motcua.oversight.frozen.types import Act, Line, Looked, OrderView, Part

TOLD = timedelta(days=14)
"""How long an order that came to nothing is told, unless it is asked again or put away."""


def orders_shown(unit_id: int, line: Line | None = None) -> list[OrderView]:
    """Return a unit's orders that are open or came to nothing lately, the newest first.

    With a version only those about its report and period, and the look at it; without one no looks.
    """
    rows = ReportOrder.objects.filter(
        Q(ended_at__isnull=True) | (~Q(problem="") & Q(ended_at__gt=clock.now() - TOLD)),
        unit_id=unit_id,
    ).select_related("base", "made")
    looks = Q(act=Act.LOOK.value)
    if line is None:
        rows = rows.exclude(looks)
    else:
        period = line.period
        rows = rows.filter(~looks | Q(base_id=line.id), report=line.report)
        rows = rows.filter(first_day=period.first, last_day=period.last)
    large = ("sheet", "codes", "difference")
    rows = rows.defer(*(f"{one}__{column}" for one in ("base", "made") for column in large))
    return [order_view(one) for one in rows.order_by("-asked_at", "-pk")]


def looked_last(report_id: int) -> Looked | None:
    """Return what the last look at a version found; None where nobody looked, or it is in work."""
    row = ReportOrder.objects.filter(base_id=report_id, act=Act.LOOK.value).first()
    if row is None or not row.found or row.ended_at is None:
        return None
    return Looked(row.ended_at, rules.check_read(json.loads(row.found)))


def order_view(row: ReportOrder) -> OrderView:
    """Return a stored order as others see it."""
    return OrderView(
        id=row.pk,
        unit_id=row.unit_id,
        act=Act(row.act),
        report=row.report,
        period=Period(row.first_day, row.last_day),
        base=row.base.code if row.base else "",
        asked_at=row.asked_at,
        name=row.name,
        begun_at=row.begun_at,
        part=Part(row.part) if row.part else None,
        done=row.done,
        total=row.total,
        problem=row.problem,
        words=row.words,
        codes=row.codes,
        ended_at=row.ended_at,
        made=row.made.code if row.made else "",
    )
