"""Births filed as one by sample persons: a running group, and one that has just come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.config.demo.certificates import stamped
from motcua.config.demo.live import last_open
from motcua.config.demo.online import citizen_sample, papers_settle
from motcua.config.demo.sample_result import sample_result
from motcua.deadlines.queries import calendar_for
from motcua.documents.pdf import form_pdf
from motcua.documents.services import output_store
from motcua.dossiers import services as dossiers
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.types import ComponentInput
from motcua.filing import services
from motcua.filing.queries import group_by_code
from motcua.forms.queries import form_get, pages_asked
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.scope import scope_use
from motcua.procedures.queries import offering_get
from motcua.procedures.types import OfferingView
from motcua.workflow.types import Act

PROCEDURE = "1.001193"
PARTS = ("residence", "insurance", "identity")
PLACE = {
    "province": "19",
    "commune": "05528",
    "detail": "Tổ 1",
    "province_name": "Tỉnh Thái Nguyên",
    "commune_name": "Phường Bách Quang",
}
PARENT = {"ethnicity": "Kinh", "nationality": "Việt Nam", "address": "Tổ 1, phường Bách Quang"}


@dataclass(frozen=True)
class Staff:
    """Who works on a part: those of its body, or of the commune."""

    counter: Actor
    specialist: Actor
    leader: Actor
    clerk: Actor


@dataclass(frozen=True)
class Birth:
    """A sample birth: who files it, the child, how many hours ago, whether it was worked on."""

    person: str
    child: str
    hours: int
    worked: bool = False


BIRTHS = (
    Birth("mau1", "Nguyễn Văn Mẫu 61", 5, worked=True),
    Birth("mau7", "Vũ Thị Mẫu 71", 1),
)


@stamped
def births_part(builder: Any) -> str:
    """File births as one in the ward; the bodies of their parts have worked on the first."""
    return f"{births_make(builder.bodies['05528'][''].id, builder.actor)} births"


def births_make(unit_id: int, actor: Callable[[str], Actor]) -> int:
    """File the births; of one that is worked on, the parts stand differently. Return how many."""
    offering = offering_get(unit_id=unit_id, code=PROCEDURE)
    now = last_open(calendar_for(unit_id), clock.now())
    names = {
        "registration": ("tiepnhan", "hotich", "lanhdao", "vanthu"),
        "residence": ("ca", "ca", "ca.lanhdao", "ca"),
        "insurance": ("bhxh", "bhxh", "bhxh.lanhdao", "bhxh"),
    }
    staff = {
        key: Staff(*(actor(f"bachquang.{name}") for name in four)) for key, four in names.items()
    }
    for one in BIRTHS:
        at = now - timedelta(hours=one.hours)
        with clock.clock_set(at):
            codes = _file(one, offering)
        if one.worked:
            _work(codes, staff, at)
    return len(BIRTHS)


def _file(birth: Birth, offering: OfferingView) -> dict[str, str]:
    """File a birth with all its parts; return their codes by key."""
    citizen = citizen_sample(birth.person)
    with scope_use(citizen.scope):
        draft = services.draft_begin(
            citizen=citizen,
            procedure_code=PROCEDURE,
            unit_id=offering.unit_id,
            parts=PARTS,
        )
        form = form_get(draft.form_id)
        answers = {**draft.answers, **_answers(birth, citizen.person.name)}
        for page in pages_asked(form, answers):
            draft = services.draft_save(
                citizen=citizen,
                public_id=draft.public_id,
                page=page.key,
                keys=tuple(question.key for question in page.questions),
                answers=answers,
                expected=draft.version,
            ).draft
        papers_settle(citizen, draft, offering.version)
        services.draft_set(citizen=citizen, public_id=draft.public_id, delivery={"method": 2})
        sent = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True)
        group = group_by_code(citizen, sent.code)
    assert group is not None, "it was sent just now"
    return {part.key: part.dossier.code for part in group.parts if part.dossier}


def _answers(birth: Birth, mother: str) -> dict[str, Any]:
    sex = "female" if " Thị " in birth.child else "male"
    return {
        "relation": "parent",
        "child": {
            "name": birth.child, "sex": sex, "ethnicity": "Kinh", "nationality": "Việt Nam",
        },
        "birth_day": (clock.today() - timedelta(days=9)).isoformat(),
        "born_at": "facility",
        "facility": "Bệnh viện (mẫu)",
        "birth_place": PLACE,
        "origin": PLACE,
        "mother_known": True,
        "mother": {"name": mother, "birth_date": "1992-03-12", **PARENT},
        "father_known": True,
        "father": {"name": "Lê Văn Mẫu 9", "birth_date": "1990-05-05", **PARENT},
        "married": True,
        "copies_wanted": False,
        "declared": True,
    }  # fmt: skip


def _work(codes: dict[str, str], staff: dict[str, Staff], start: datetime) -> None:
    """Finish the registration and the insurance card, begin the residence."""
    at = _done(codes["registration"], staff["registration"], start + timedelta(minutes=20))
    at = _done(codes["insurance"], staff["insurance"], at + timedelta(minutes=20))
    with clock.clock_set(at + timedelta(minutes=5)):
        desk = staff["residence"]
        dossiers.dossier_accept(actor=desk.counter, code=codes["residence"])
        _do(codes["residence"], Act.ASSIGN, desk.leader, assign_to=desk.specialist.account_id)


def _done(code: str, desk: Staff, start: datetime) -> datetime:
    """Bring a part to its result, and let the others hear of it; return when that was."""
    step = timedelta(minutes=5)
    with clock.clock_set(start):
        lacking = [
            one for one in dossier_get(code).components if not (one.given or one.not_applicable)
        ]
        dossiers.dossier_accept(
            actor=desk.counter,
            code=code,
            components=tuple(ComponentInput(one.component_id, originals=1) for one in lacking),
        )
    with clock.clock_set(start + step):
        _do(code, Act.ASSIGN, desk.leader, assign_to=desk.specialist.account_id)
    with clock.clock_set(start + 2 * step):
        stored = output_store(data=form_pdf(sample_result(code)), name="ket-qua.pdf")
        dossiers.dossier_draft_result(
            actor=desk.specialist,
            code=code,
            file_id=stored.id,
            file_name="ket-qua.pdf",
            title="Kết quả (mẫu)",
        )
        _do(code, Act.APPRAISE, desk.specialist)
    with clock.clock_set(start + 3 * step):
        _do(code, Act.APPROVE, desk.leader)
        _do(code, Act.ISSUE, desk.clerk, number="61/2026")
        services.group_follow_dossier(dossier_get(code).id)
    return start + 3 * step


def _do(code: str, act: Act, actor: Actor, **details: Any) -> None:
    item = next(i for i in dossier_get(code).items if i.state.is_live and i.act is act)
    dossiers.work_complete(
        actor=actor,
        item_id=item.id,
        outcome=item.outcomes[0].code,
        expected_version=item.version,
        details=WorkDetails(**details),
    )
