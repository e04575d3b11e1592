"""A commune at work: units, people, an open procedure, and dossiers in every state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Event, ResultNumber
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.types import ComponentInput, FactType, PartyInput, Submission
from motcua.dossiers.views import DossierView
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitView
from motcua.procedures.types import OfferingView
from motcua.workflow.queries import items_of
from motcua.workflow.types import Act, WorkItemView
from tests.builders.deadlines import holidays_there
from tests.builders.documents import pdf_make
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.procedures import offering_make
from tests.builders.workflow import processes_there

# A Thursday morning in an ordinary week.
MORNING = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)  # 09:00 in Hà Nội


@dataclass(frozen=True)
class Commune:
    """A commune with one person per role and one procedure open for intake."""

    unit: UnitView
    centre: UnitView
    office: UnitView
    offering: OfferingView
    counter: Actor
    specialist: Actor
    leader: Actor
    clerk: Actor
    director: Actor


def commune_at_work(
    *, code: str | None = None, name: str = "Bách Quang", province: str = "19", **over: Any
) -> Commune:
    """Make a commune whose centre receives, whose office handles, whose leader approves."""
    holidays_there()
    processes_there(at=datetime(2025, 7, 1, tzinfo=UTC))
    unit = commune_make(code=code, name=name, province=province)
    centre, office = body_of(unit, "ttpvhcc"), body_of(unit, "vp")
    offering = offering_make(
        unit=unit,
        roles_units={"receiving": centre.id, "handling": office.id, "competent": unit.id},
        **{"limit": "3wd", **over},
    )
    return Commune(
        unit=unit,
        centre=centre,
        office=office,
        offering=offering,
        counter=actor_make(role=Role.COUNTER, unit=centre),
        specialist=actor_make(role=Role.SPECIALIST, unit=office),
        leader=actor_make(role=Role.LEADER, unit=unit),
        clerk=actor_make(role=Role.CLERK, unit=unit),
        director=actor_make(role=Role.DIRECTOR, unit=centre),
    )


def submission_make(commune: Commune, **over: Any) -> Submission:
    """Return a complete submission of a sample person."""
    fields: dict[str, Any] = {
        "procedure_code": commune.offering.version.code,
        "unit_id": commune.unit.id,
        "parties": (
            PartyInput(name="Nguyễn Văn Mẫu", id_number="019090000001", phone="0912 345 678"),
        ),
        "components": tuple(
            ComponentInput(component_id=c.id, originals=1)
            for c in commune.offering.version.components
        ),
    }
    return Submission(**{**fields, **over})


def dossier_registered(commune: Commune, **over: Any) -> str:
    """Submit a dossier (status 1) and return its code."""
    return services.dossier_submit(
        actor=commune.counter, submission=submission_make(commune, **over)
    ).code


def dossier_accepted(commune: Commune, **over: Any) -> str:
    """Submit and accept a dossier (status 2) and return its code."""
    return services.dossier_intake(
        actor=commune.counter, submission=submission_make(commune, **over)
    ).code


def item_of(code: str, act: Act) -> WorkItemView:
    """Return the live work item of an act."""
    process_id = Dossier.objects.values_list("process_id", flat=True).get(code=code)
    return next(i for i in items_of(process_id) if i.state.is_live and i.act is act)


def work_do(code: str, act: Act, actor: Actor, outcome: str, **details: Any) -> DossierView:
    """Complete the live work item of an act and return the dossier as it is then."""
    _item_do(item_of(code, act), actor, outcome, **details)
    return dossier_get(code)


def _item_do(item: WorkItemView, actor: Actor, outcome: str, **details: Any) -> None:
    services.work_complete(
        actor=actor,
        item_id=item.id,
        outcome=outcome,
        expected_version=item.version,
        details=WorkDetails(**details),
    )


def draft_add(commune: Commune, code: str) -> None:
    """Put a draft result into the dossier."""
    from motcua.documents.services import file_store

    stored = file_store(data=pdf_make(), name="ket-qua.pdf", claimed_type="application/pdf")
    services.dossier_draft_result(
        actor=commune.specialist,
        code=code,
        file_id=stored.id,
        file_name=stored.name,
        title="Giấy xác nhận tình trạng hôn nhân",
    )


def number_next(commune: Commune) -> str:
    """Return the number of the next result of a commune; of its first, 12/GXN-UBND."""
    with scope_use(SYSTEM):
        given = ResultNumber.objects.filter(unit_id=commune.unit.id).count()
    return f"{12 + given}/GXN-UBND"


def dossier_at(commune: Commune, act: Act, **over: Any) -> str:
    """Bring a dossier to the point where `act` is to be done next; return its code."""
    code = dossier_accepted(commune, **over)
    steps: list[tuple[Act, Actor, str, dict[str, Any]]] = [
        (
            Act.ASSIGN,
            commune.leader,
            "",
            {"assign_to": commune.specialist.account_id},
        ),
        (Act.APPRAISE, commune.specialist, "propose_approve", {}),
        (Act.APPROVE, commune.leader, "approved", {}),
        (Act.ISSUE, commune.clerk, "", {}),
        (Act.RETURN, commune.counter, "", {"receiver_name": "Nguyễn Văn Mẫu"}),
    ]
    for step, actor, outcome, details in steps:
        if step is act:
            return code
        if step is Act.APPRAISE:
            draft_add(commune, code)
        numbered = {"number": number_next(commune)} if step is Act.ISSUE else {}
        item = item_of(code, step)
        _item_do(item, actor, outcome or item.outcomes[0].code, **details, **numbered)
    return code


def at(hours: float = 0) -> Any:
    """Hold the clock at MORNING plus some hours."""
    from datetime import timedelta

    return clock.clock_set(MORNING + timedelta(hours=hours))


def facts_told(code: str, kind: FactType) -> list[dict[str, Any]]:
    """Return what the events of a kind tell of a dossier, oldest first."""
    with scope_use(SYSTEM):
        rows = Event.objects.filter(dossier__code=code, type=kind.value).order_by("seq")
        return [json.loads(row.payload)["data"] for row in rows]


def parts_told(code: str) -> dict[str, int]:
    """Return how the components of a dossier came, as its submission tells."""
    (first,) = facts_told(code, FactType.SUBMITTED)
    return dict(first["parts"])
