"""Filing several procedures as one: a dossier for each competent body, one progress.

Every part is a dossier of its own with its own code and due date. A part that cannot be filed is
marked with the reason and can be tried again; it takes nothing from those that are filed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.dossiers.services.citizen import dossier_submit_online
from motcua.dossiers.types import ComponentInput, Receipt, Submission
from motcua.filing.groups import GROUPS, GroupDefinition
from motcua.filing.models import Draft, Group, GroupPart
from motcua.filing.queries.groups import group_mine
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.procedures.queries import procedure_get


def group_file(*, citizen: CitizenActor, draft: Draft, lead: Submission, receipt: Receipt) -> None:
    """File the chosen parts beside the lead, which is filed already; in one transaction with it."""
    definition = GROUPS[draft.group]
    group = Group.objects.create(
        kind=definition.key,
        person_id=draft.person_id,
        subject_id=draft.subject_id,
        draft=draft,
        sent_at=receipt.at,
    )
    first = GroupPart(
        group=group,
        key=definition.lead.key,
        order=0,
        procedure_code=definition.lead.procedure_code,
        unit_id=lead.unit_id,
        state="filed",
        dossier_id=receipt.dossier_id,
        dossier_code=receipt.code,
        filed_at=receipt.at,
    )
    rows = [first]
    for order, part in enumerate(definition.parts, start=1):
        if part.key not in draft.parts:
            continue
        row = GroupPart(
            group=group,
            key=part.key,
            order=order,
            procedure_code=part.procedure_code,
            unit_id=lead.unit_id,
            state="waiting",
        )
        _file(citizen, row, lead, receipt.code, definition, key=f"draft:{draft.public_id}")
        rows.append(row)
    GroupPart.objects.bulk_create(rows)


def group_retry(*, citizen: CitizenActor, public_id: str, lead: Submission) -> int:
    """Try again to file the parts that could not be filed; return how many are filed now.

    Raises NotFound for another person's.
    """
    filed = 0
    with transaction.atomic():
        group = group_mine(citizen).select_for_update().filter(public_id=public_id).first()
        if group is None:
            raise NotFound("group_unknown", _("There is no such filing here."))
        definition = GROUPS[group.kind]
        first = GroupPart.objects.get(group=group, order=0)
        for row in GroupPart.objects.filter(group=group, state="failed"):
            key = f"draft:{group.draft.public_id}"
            _file(citizen, row, lead, first.dossier_code, definition, key=key)
            row.save()
            filed += row.state == "filed"
    return filed


def _file(
    citizen: CitizenActor,
    row: GroupPart,
    lead: Submission,
    lead_code: str,
    definition: GroupDefinition,
    *,
    key: str,
) -> None:
    """File one part; a refusal stays with the part."""
    try:
        with transaction.atomic():
            submission = _submission(row, lead, lead_code, definition)
            receipt = dossier_submit_online(
                citizen=citizen, submission=submission, idempotency_key=f"{key}:{row.key}"
            )
    except Refused as refusal:  # not offered there, not online, repealed
        row.state, row.problem = "failed", refusal.code[:60]
        return
    row.state, row.problem = "filed", ""
    row.dossier_id, row.dossier_code = receipt.dossier_id, receipt.code
    row.filed_at = clock.now()


def _submission(
    row: GroupPart, lead: Submission, lead_code: str, definition: GroupDefinition
) -> Submission:
    """Return the part's submission: the same answers; its papers are those of the lead."""
    version = procedure_get(row.procedure_code).version
    content: dict[str, Any] = {
        **lead.content,
        "group": {"kind": definition.key, "part": row.key, "lead": lead_code},
    }
    return replace(
        lead,
        procedure_code=row.procedure_code,
        content=content,
        components=tuple(
            ComponentInput(component_id=one.id, satisfied_by=f"group:{lead_code}"[:80])
            for one in version.components
            if one.required
        ),
        fee_quantity=1,
        fee_case="",
    )
