"""Parents and children under `motcua verify`: neither without the other, the state as it follows.

Every dossier that says of itself that it is a part has a parent that says so too, and the reverse;
the parent's state and what waits are what the parts' states imply, unless a fact of a part has not
been told yet; the receipt's hash is that of the parts filed at the sending.
"""

from __future__ import annotations

from collections.abc import Iterator

from motcua.dossiers.events import CHANGED_TOPIC
from motcua.dossiers.queries import Standing, dossiers_in_groups, standings
from motcua.dossiers.services.parents import parent_hash
from motcua.dossiers.services.verify import Breach
from motcua.filing.models import Group, GroupPart
from motcua.filing.parent import PartState, Step, group_state, step_next
from motcua.filing.queries.groups import parts_of
from motcua.kernel.outbox import outbox_open_subjects


def groups_verify() -> Iterator[Breach]:
    """Yield every breach between a parent and its parts."""
    told = {
        key: (code, content, group, part)
        for key, code, content, group, part in dossiers_in_groups()
    }
    rows = list(GroupPart.objects.select_related("group").order_by("group_id", "order", "id"))
    yield from _children(told, rows)
    groups: dict[int, list[GroupPart]] = {}
    for row in rows:
        groups.setdefault(row.group_id, []).append(row)
    stands = standings(row.dossier_id for row in rows if row.dossier_id)
    untold = outbox_open_subjects(CHANGED_TOPIC, [f"dossier:{key}" for key in stands])
    for group in Group.objects.order_by("pk"):
        parts = groups.get(group.pk, [])
        where = group.code or f"group id {group.pk}"
        if not parts or parts[0].order != 0 or parts[0].dossier_id is None:
            yield Breach("I10", where, "a parent without its first part")
            continue
        subjects = {f"dossier:{row.dossier_id}" for row in parts if row.dossier_id}
        if not subjects & untold:
            now = [row for row in parts if row.replaced_at is None]
            yield from _follows(group, where, parts_of(now, stands))
        yield from _hash(group, where, parts, stands)


def _children(
    told: dict[int, tuple[str, str, str, str]], rows: list[GroupPart]
) -> Iterator[Breach]:
    known = {row.dossier_id: row for row in rows if row.dossier_id}
    for key, (code, _content, group, part) in told.items():
        row = known.pop(key, None)
        if row is None:
            yield Breach("I10", code, f"a part of {group}, which does not know it")
        elif (row.group.code, row.key, row.dossier_code) != (group, part, code):
            yield Breach("I10", code, "its parent calls it otherwise than its events")
    for row in known.values():
        if row.group.code:  # before parents had codes events did not name them
            yield Breach("I10", row.dossier_code, "a parent's part that knows of no parent")


def _follows(group: Group, where: str, parts: list[PartState]) -> Iterator[Breach]:
    by_key = {one.key: one for one in parts}
    state = group_state(parts)
    if group.state != state.value:
        yield Breach("I10", where, f"it says {group.state}, its parts say {state.value}")
    for one in parts:
        if step_next(one, by_key) is not Step.NOTHING:
            yield Breach("I10", where, f"{one.key} does not stand as the parts it waits for imply")


def _hash(
    group: Group, where: str, parts: list[GroupPart], stands: dict[int, Standing]
) -> Iterator[Breach]:
    if not group.code:
        return
    sent = [stands.get(row.dossier_id or 0) for row in parts if row.filed_at == group.sent_at]
    if parent_hash([(one.code, one.content_hash) for one in sent if one]) != group.content_hash:
        yield Breach("I10", where, "the receipt binds other parts than there are")
