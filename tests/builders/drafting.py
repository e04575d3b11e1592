"""Templates of results, and the text of a dossier's result."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from motcua.drafting.models import Template, Text
from motcua.drafting.services import template_approve, template_start, template_submit, text_begin
from motcua.drafting.types import PaperKind, TemplateContent, TemplateView, Wording
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.dossiers import MORNING, Commune
from tests.builders.identity import actor_make

BODY = (
    "Xác nhận {applicant.name:upper}, số định danh {applicant.id_number}.\n"
    "{?applicant.phone}Điện thoại: {applicant.phone}\n"
    "Hồ sơ {dossier.code}, hẹn {dossier.due_on:long}, sinh ngày {applicant.born_on}."
)


def content_make(**over: Any) -> TemplateContent:
    """Return a template that can be submitted, in force from today."""
    wording = Wording(
        subject="Về việc xác nhận", body=BODY, recipients="- Như trên;", signer="CHỦ TỊCH"
    )
    plain = TemplateContent(
        name="Giấy xác nhận (mẫu)",
        kind=PaperKind.CONFIRMATION,
        wording=wording,
        effective_on=clock.today(),
    )
    return replace(plain, **over)


def template_sent(writer: Actor, unit_id: int, **over: Any) -> TemplateView:
    """Return a template that waits for approval."""
    based_on = over.pop("based_on", None)
    begun = template_start(
        actor=writer, unit_id=unit_id, content=content_make(**over), based_on=based_on
    )
    return template_submit(actor=writer, template_id=begun.id, revision=begun.revision)


def template_made(writer: Actor, approver: Actor, unit_id: int, **over: Any) -> TemplateView:
    """Return a template in force, written by one and approved by another."""
    sent = template_sent(writer, unit_id, **over)
    return template_approve(actor=approver, template_id=sent.id, revision=sent.revision)


def template_held(commune: Commune, *, approved: bool = False) -> int:
    """Return a template of the commune, in force or still being written."""
    state = "approved" if approved else "editing"
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        found = Template.objects.filter(unit_id=commune.unit.id, state=state).first()
        if found is not None:
            return found.pk
        writer = actor_make(role=Role.CONTROLLER, unit=commune.unit)
        if approved:
            return template_made(writer, commune.leader, commune.unit.id, name="Mẫu riêng").id
        content = content_make(name="Đang viết")
        return template_start(actor=writer, unit_id=commune.unit.id, content=content).id


def text_held(commune: Commune, code: str) -> int:
    """Return the number of a text in a dossier that is under appraisal."""
    template = template_held(commune, approved=True)
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        found = Text.objects.filter(dossier__code=code).order_by("number").first()
        if found is not None:
            return found.number
        return text_begin(
            actor=commune.specialist, code=code, template_id=template, expected=0
        ).number
