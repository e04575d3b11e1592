"""Filing several procedures as one: a parent with its code, a dossier for each competent body.

Every part is a dossier of its own with its own code, body and due date. A part that cannot be
filed is marked with the reason and can be tried again; it takes nothing from those that are filed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers.queries import standings
from motcua.dossiers.services.citizen import dossier_submit_online
from motcua.dossiers.services.parents import parent_code, parent_hash, parent_receipt
from motcua.dossiers.types import ComponentInput, GroupPlace, Receipt, Submission
from motcua.filing.bodies import body_unit, groups_of_child
from motcua.filing.groups import GROUPS, PartDefinition
from motcua.filing.models import Draft, Group, GroupPart
from motcua.filing.queries.groups import group_mine, parts_now
from motcua.filing.services.follow import group_follow
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.procedures.queries import procedure_get

PROBLEM_MOST = 60


def group_file(*, citizen: CitizenActor, draft: Draft, lead: Submission) -> Receipt:
    """File the lead and the chosen parts in the present transaction; return the parent's receipt.

    Raises what the filing of the lead raises; a part that is refused stays with its reason.
    """
    definition, today = GROUPS[draft.group], clock.today()
    group = Group(
        kind=definition.key,
        code=parent_code(lead.unit_id),
        unit_id=lead.unit_id,
        person_id=draft.person_id,
        subject_id=draft.subject_id,
        draft=draft,
        sent_at=clock.now(),
    )
    key = f"draft:{draft.public_id}"
    rows: dict[str, GroupPart] = {}
    for order, part in enumerate((definition.lead, *definition.parts)):
        if order and not (part.key in draft.parts and part.holds_on(today)):
            continue
        row = GroupPart(
            group=group, key=part.key, order=order, procedure_code=part.procedure_code,
            unit_id=lead.unit_id, state="waiting", basis=part.basis,
            waits_for=[one for one in part.waits_for if one in rows],
        )  # fmt: skip
        if order:
            _file(citizen, row, lead, rows, part, key=f"{key}:{part.key}")
        else:
            _file_lead(citizen, row, lead, part, key=key)
        rows[part.key] = row
    stands = standings(row.dossier_id for row in rows.values() if row.dossier_id)
    sent = [stands[row.dossier_id] for row in rows.values() if row.dossier_id]
    group.content_hash = parent_hash([(one.code, one.content_hash) for one in sent])
    for row in rows.values():
        row.filed_at = group.sent_at if row.dossier_id else None
    group.save()
    GroupPart.objects.bulk_create(rows.values())
    return group_receipt(group, rows[definition.lead.key])


def group_receipt(group: Group, lead: GroupPart, *, replayed: bool = False) -> Receipt:
    """Return the receipt of a parent; a function of what is stored, so repetitions are equal."""
    return parent_receipt(
        code=group.code,
        content_hash=group.content_hash,
        at=group.sent_at,
        lead_id=lead.dossier_id or 0,
        replayed=replayed,
    )


def group_receipt_again(citizen: CitizenActor, code: str) -> Receipt | None:
    """Return the receipt of one's own parent, None where no parent of theirs has that code."""
    group = group_mine(citizen).filter(code=code).first()
    if group is None:
        return None
    return group_receipt(group, GroupPart.objects.get(group=group, order=0), replayed=True)


def group_retry(*, citizen: CitizenActor, public_id: str, lead: Submission) -> int:
    """Try again to file the parts that could not be filed; return how many are filed now.

    Raises NotFound for another person's.
    """
    filed = 0
    with transaction.atomic():
        group = group_mine(citizen).select_for_update().filter(public_id=public_id).first()
        if group is None:
            raise NotFound("group_unknown", _("There is no such filing here."))
        rows = {row.key: row for row in parts_now(group)}
        for row in rows.values():
            part = GROUPS[group.kind].part(row.key)
            if row.state != "failed" or part is None:
                continue
            key = f"draft:{group.draft.public_id}:{row.key}"
            _file(citizen, row, lead, rows, part, key=key)
            row.save()
            filed += row.state == "filed"
        if filed:
            group_follow(group.pk)
    return filed


def _file_lead(
    citizen: CitizenActor, row: GroupPart, lead: Submission, part: PartDefinition, *, key: str
) -> None:
    told = {"kind": row.group.kind, "part": row.key, "parent": row.group.code}
    receipt = dossier_submit_online(
        citizen=citizen,
        submission=replace(lead, content={**lead.content, "group": told}),
        idempotency_key=key,
        place=GroupPlace(
            group=row.group.code, part=row.key, leads=True, limit=part.limit, basis=part.basis
        ),
    )
    _filed(row, receipt)


def _file(
    citizen: CitizenActor,
    row: GroupPart,
    lead: Submission,
    rows: dict[str, GroupPart],
    part: PartDefinition,
    *,
    key: str,
) -> None:
    """File one part at the body that decides it; a refusal stays with the part."""
    row.unit_id = body_unit(row.procedure_code, lead.unit_id)
    submission = part_submission(row, lead, next(iter(rows.values())).dossier_code)
    try:
        part_file(citizen, row, submission, rows, limit=part.limit, key=key)
    except Refused as refusal:  # not offered there, not online, repealed
        row.state, row.problem = "failed", refusal.code[:PROBLEM_MOST]


def part_file(
    citizen: CitizenActor,
    row: GroupPart,
    submission: Submission,
    rows: dict[str, GroupPart],
    *,
    limit: str,
    key: str,
) -> Receipt:
    """File a part in its place among the filings that count; raises what the filing raises."""
    parent = row.group.code or next(iter(rows.values())).dossier_code
    place = GroupPlace(
        group=parent,
        part=row.key,
        waits_for=tuple(rows[one].dossier_code or parent for one in row.waits_for),
        limit=limit,
        basis=row.basis,
    )
    with transaction.atomic():
        receipt = dossier_submit_online(
            citizen=citizen, submission=submission, idempotency_key=key, place=place
        )
    _filed(row, receipt)
    return receipt


def _filed(row: GroupPart, receipt: Receipt) -> None:
    row.state, row.problem = "filed", ""
    row.dossier_id, row.dossier_code, row.filed_at = receipt.dossier_id, receipt.code, receipt.at


def part_submission(row: GroupPart, lead: Submission, lead_code: str) -> Submission:
    """Return the part's submission: the same answers; its papers are those of the lead."""
    version = procedure_get(row.procedure_code).version
    told = {
        "kind": row.group.kind, "part": row.key, "lead": lead_code, "parent": row.group.code,
    }  # fmt: skip
    content: dict[str, Any] = {**lead.content, "group": told}
    return replace(
        lead,
        procedure_code=row.procedure_code,
        unit_id=row.unit_id or lead.unit_id,
        content=content,
        components=tuple(
            ComponentInput(component_id=one.id, satisfied_by=f"group:{lead_code}"[:80])
            for one in version.components
            if one.required
        ),
        fee_quantity=1,
        fee_case="",
        fee_groups=groups_of_child(lead.fee_groups),
    )
