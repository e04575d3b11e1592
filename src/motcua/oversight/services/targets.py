"""Targets: set by whoever keeps the register, ended with a reason, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.indicators.index.catalogue import INDICATORS
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound
from motcua.kernel.saying import said
from motcua.kernel.text import nfc
from motcua.oversight.models import Target
from motcua.oversight.target_rules import INDEXED, NO_SHARE, Level, Metric

YEARS_MOST = 6


@dataclass(frozen=True)
class Order:
    """A target as it is set; `goal` in per cent."""

    title: str
    source: str
    metric: Metric
    level: Level
    goal: Decimal
    first_day: date
    last_day: date
    indicator: str = ""  # of the Service Index; with POINTS empty for the whole index


@transaction.atomic
def target_set(*, actor: Actor, unit_id: int, order: Order) -> int:
    """Set a target of a province; return its id. Raises Forbidden, Invalid at the fields."""
    actor.posting_for(Action.OVERSIGHT_KEEP, unit_id)
    problems = _indicator(order)
    if not 0 <= order.goal <= 100:
        problems.append(FieldProblem("goal", _("Enter a share between 0 and 100 per cent.")))
    if order.last_day < order.first_day:
        words = _("The last day lies before the first day.")
        problems.append(FieldProblem("last_day", words))
    elif order.last_day.year - order.first_day.year > YEARS_MOST:
        problems.append(FieldProblem("last_day", _("This period is too long.")))
    if problems:
        raise Invalid(problems)
    row = Target.objects.create(
        unit_id=unit_id,
        title=said(nfc(order.title), "title", 200),
        source=said(nfc(order.source), "source", 300),
        metric=order.metric.value,
        indicator=order.indicator,
        level=order.level.value,
        goal=order.goal,
        first_day=order.first_day,
        last_day=order.last_day,
        set_at=clock.now(),
        set_by_id=actor.account_id,
    )
    return row.pk


def _indicator(order: Order) -> list[FieldProblem]:
    """Return what is wrong with the indicator: one that there is, with a metric of the index."""
    known = INDICATORS.get(order.indicator)
    if order.metric not in INDEXED:
        wrong = bool(order.indicator)
        words = _("Choose no indicator: this is counted by itself.")
    elif order.metric is Metric.INDEX:
        wrong = known is None or known.id in NO_SHARE
        words = _("Choose an indicator whose value is a share.")
    else:
        wrong = bool(order.indicator) and (known is None or known.informative)
        words = _("Choose an indicator that has points, or none for the whole index.")
    return [FieldProblem("indicator", words)] if wrong else []


@transaction.atomic
def target_end(*, actor: Actor, target_id: int, reason: str) -> None:
    """Follow a target no longer, and say why; it stays to be read. Raises NotFound, Forbidden."""
    row = Target.objects.select_for_update().filter(pk=target_id, ended_at=None).first()
    if row is None:
        raise NotFound("target_unknown", _("There is no such target here."))
    actor.posting_for(Action.OVERSIGHT_KEEP, row.unit_id)
    row.reason = said(reason, "text", 1000)
    row.ended_at, row.ended_by_id = clock.now(), actor.account_id
    row.save(update_fields=["reason", "ended_at", "ended_by"])
