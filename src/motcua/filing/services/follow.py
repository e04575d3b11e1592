"""What a result, its correction or its failure means for the parts that wait for it.

Called by the worker for each fact that ends a part or opens it again, and at once by whoever
withdraws or files parts. Repeatable: it compares where the parts stand with where they must stand
(`parent.step_next`). The parent is locked first, then its dossiers, one after the other.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.dossiers.queries import standings
from motcua.dossiers.services.waiting import dossier_end_waiting, dossier_hold, dossier_release
from motcua.dossiers.types import FactType, Status
from motcua.filing.groups import part_title
from motcua.filing.models import Group, GroupPart
from motcua.filing.parent import GroupState, PartState, Step, group_state, step_next
from motcua.filing.queries.groups import parts_now, parts_of
from motcua.kernel.scope import SYSTEM, scope_use

# Facts after which other parts, or the parent, may stand otherwise.
MOVING = frozenset(
    {
        FactType.REFUSED,
        FactType.WITHDRAWN,
        FactType.STOPPED,
        FactType.DONE,
        FactType.REOPENED,
    }
)


def group_follow_dossier(dossier_id: int) -> None:
    """Follow the group of a dossier; nothing happens for one that stands alone."""
    with scope_use(SYSTEM):
        found = GroupPart.objects.filter(dossier_id=dossier_id).values_list("group_id", flat=True)
        group_id = found.first()
    if group_id is not None:
        group_follow(group_id)


def group_follow(group_id: int) -> None:
    """Release, hold or end the parts that depend on others, then copy the parent's state."""
    with scope_use(SYSTEM), transaction.atomic():
        group = Group.objects.select_for_update().get(pk=group_id)
        rows = parts_now(group)
        for _round in rows:  # a part that ends may end those that wait for it
            if not _step(group, rows):
                break
        stands = standings(row.dossier_id for row in rows if row.dossier_id)
        state = group_state(parts_of(rows, stands))
        ended = [one.ended_at for one in stands.values() if one.ended_at]
        group.ended_at = None if state is GroupState.RUNNING else max(ended, default=None)
        group.state = state.value
        group.save(update_fields=["state", "ended_at"])


def _step(group: Group, rows: list[GroupPart]) -> bool:
    """Do what is due with each part; return whether one ended, which may concern others."""
    parts = {
        one.key: one
        for one in parts_of(rows, standings(r.dossier_id for r in rows if r.dossier_id))
    }
    ended = False
    for row in rows:
        step = step_next(parts[row.key], parts)
        if row.dossier_id is None or step is Step.NOTHING:
            continue
        if step is Step.RELEASE:
            dossier_release(row.dossier_id)
        elif step is Step.HOLD:
            dossier_hold(row.dossier_id)
        else:
            ended |= _end(group, row, parts)
    return ended


def _end(group: Group, row: GroupPart, parts: dict[str, PartState]) -> bool:
    assert row.dossier_id is not None
    gone = next(parts[key] for key in row.waits_for if key in parts and parts[key].dead)
    withdrawn = gone.status is Status.WITHDRAWN
    with override("vi"):  # papers are in Vietnamese
        title = part_title(group.kind, gone.key)
        words = (
            _("%(part)s was withdrawn; this part cannot be done without its result.")
            if withdrawn
            else _("%(part)s ended without a result; this part cannot be done without it.")
        ) % {"part": title}
    return dossier_end_waiting(
        row.dossier_id, withdrawn=withdrawn, reason=words, basis=row.basis or "63/2024/NĐ-CP"
    )
