"""Who has done steps where: asked before somebody audits work that may be their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from motcua.workflow.models import Draft, Use, WorkItem
from motcua.workflow.types import ItemState


def steps_done(
    account_id: int, *, unit_ids: Iterable[int], since: datetime, keys: Iterable[str] = ()
) -> QuerySet[WorkItem, int]:
    """Return processes in whose steps at these units somebody had a hand since an instant.

    They took up or finished a step since, or have one in hand now. With `keys` only processes of
    these names. Not read yet and without end: ask it for `exists`, or within another statement.
    """
    found = WorkItem.objects.filter(
        Q(completed_by_id=account_id, completed_at__gte=since)
        | Q(claimed_by_id=account_id, claimed_at__gte=since)
        # A finished step keeps who had claimed it: only what is claimed today counts by that.
        | Q(claimed_by_id=account_id, state=ItemState.CLAIMED.value),
        unit_id__in=list(unit_ids),
    )
    wanted = list(keys)
    if wanted:
        found = found.filter(process__definition__key__in=wanted)
    return found.order_by().values_list("process_id", flat=True)


def process_hands(keys: Iterable[str]) -> frozenset[int]:
    """Return who drew, submitted or approved any version of these processes; two statements."""
    wanted = list(keys)
    if not wanted:
        return frozenset()
    drafts = (
        Draft.objects.filter(key__in=wanted).order_by("pk").values_list("editors", "decided_by_id")
    )
    uses = Use.objects.filter(definition__key__in=wanted)
    found = {one for editors, decided in drafts for one in (*editors, decided) if one}
    for submitted, approved in uses.order_by("pk").values_list("submitted_by_id", "approved_by_id"):
        found |= {submitted, approved}
    return frozenset(found)
