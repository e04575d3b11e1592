"""Processes that the sample's ward draws: a version in force, and a draft with things to mend."""

from __future__ import annotations

from typing import Any

from motcua.kernel import clock
from motcua.workflow.drawn import Application
from motcua.workflow.queries import definition_by_key, definition_text
from motcua.workflow.services import (
    process_draft_approve,
    process_draft_save,
    process_draft_start,
    process_draft_submit,
)

WARD = "05528"
PROCEDURE = "1.004859"  # change of civil status: three working days
DRAWER, APPROVER = "bachquang.kiemsoat", "bachquang.lanhdao"


def drawn_part(builder: Any) -> str:
    """Draw both from the process that comes with the software."""
    unit_id = builder.bodies[WARD][""].id
    drawer, approver = builder.actor(DRAWER), builder.actor(APPROVER)
    base = definition_by_key("standard").id
    text = definition_text(base)

    def begun(key: str, name: str, changed: str) -> Any:
        draft = process_draft_start(
            actor=drawer,
            unit_id=unit_id,
            key=key,
            name=name,
            definition_id=base,
            procedures=(PROCEDURE,),
        )
        return process_draft_save(
            actor=drawer, draft_id=draft.id, bpmn=changed, expected_version=draft.version
        )

    shorter = text.replace('hours="20"', 'hours="4"').replace('hours="8"', 'hours="3"')
    draft = begun("ho_tich_rut_gon", "Hộ tịch rút gọn (mẫu)", shorter)
    draft = process_draft_submit(
        actor=drawer,
        draft_id=draft.id,
        expected_version=draft.version,
        application=Application((PROCEDURE,), (unit_id,), clock.today()),
    )
    process_draft_approve(actor=approver, draft_id=draft.id, expected_version=draft.version)
    wanting = text.replace('role="specialist"', 'role=""').replace('hours="8"', 'hours="0"')
    begun("tham_dinh_chung", "Thẩm định chung (mẫu)", wanting)
    return "2 processes"
