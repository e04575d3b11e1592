"""Whoever takes an open history over can go on with it, or is told why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.builders.dossiers import commune_at_work, draft_add, item_of, number_next, work_do

from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossiers_import
from motcua.dossiers.services.due import dossiers_recompute_due
from motcua.dossiers.services.history import History, histories_import
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import Fact, FactType, PartyInput, Status
from motcua.kernel import clock
from motcua.kernel.models import OutboxMessage
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
START = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)  # Thursday 09:00
NOW = START + timedelta(hours=30)
OPEN = [("submitted", 0, {}), ("accepted", 0, {}), ("assigned", 2, {})]
ASKED = ("supplement_requested", 3, {"items": ["Bản sao"], "reason": "Bà Lò Thị Canh chưa ký"})
DONE = [("appraised", 3, {}), ("approved", 4, {}), ("done", 5, {"kind": "grant"})]
OWED = ("obligation_requested", 3, {"notice_number": "TB 7", "amount": 50_000, "pauses": True})


@pytest.fixture
def commune():
    with clock.clock_set(NOW):
        yield commune_at_work()


def taken(commune: Any, steps: list[Any], **over: Any) -> str:
    report = histories_import(actor=None, histories=[history(commune, steps, **over)])
    assert report.refused == (), report.refused
    return Dossier.objects.latest("id").code


def history(commune: Any, steps: list[Any], **over: Any) -> History:
    fields = {
        "procedure_code": commune.offering.version.code,
        "competent_unit_id": commune.unit.id,
        "receiving_unit_id": commune.centre.id,
        "parties": (PartyInput(name="Trần Thị Mẫu"),),
        "components": tuple(c.order for c in commune.offering.version.components),
        "steps": tuple(
            Fact(FactType(kind), START + timedelta(hours=h), data) for kind, h, data in steps
        ),
    }
    return History(**{**fields, **over})


def refused(commune: Any, steps: list[Any], **over: Any) -> str:
    report = histories_import(actor=None, histories=[history(commune, steps, **over)])
    assert report.accepted == 0
    return report.refused[0].reason


def to_the_end(commune: Any, code: str) -> None:
    """Go on from wherever the dossier stands, with the people of the commune."""
    people = {
        Act.ASSIGN: (commune.leader, {"assign_to": commune.specialist.account_id}),
        Act.APPRAISE: (commune.specialist, {}),
        Act.APPROVE: (commune.leader, {}),
        Act.ISSUE: (commune.clerk, {"number": number_next(commune)}),
        Act.RETURN: (commune.counter, {"receiver_name": "Bà Canh"}),
    }
    while dossier_get(code).status is not Status.RETURNED:
        act = next(i.act for i in dossier_get(code).items if i.state.is_live)
        actor, details = people[act]
        if act is Act.APPRAISE:
            draft_add(commune, code)
        work_do(code, act, actor, item_of(code, act).outcomes[0].code, **details)


@pytest.mark.parametrize(
    ("steps", "status", "act"),
    [
        (OPEN[:2], Status.ACCEPTED, Act.ASSIGN),
        (OPEN, Status.PROCESSING, Act.APPRAISE),
        ([*OPEN, *DONE[:2]], Status.PROCESSING, Act.APPRAISE),
        ([*OPEN, *DONE], Status.DONE, Act.RETURN),
    ],
)
def test_it_stands_at_the_step_that_its_events_imply(commune, steps, status, act):
    before = OutboxMessage.objects.count()
    code = taken(commune, steps, official_id=commune.specialist.account_id)
    assert OutboxMessage.objects.count() == before, "what is past is told to nobody"
    view = dossier_get(code)
    live = [item for item in view.items if item.state.is_live]
    assert (view.status, [item.act for item in live]) == (status, [act])
    assert live[0].opened_at <= START + timedelta(hours=5)
    if act is Act.APPRAISE:
        assert live[0].claimed_by_id == commune.specialist.account_id
    to_the_end(commune, code)
    assert list(chains_verify()) == []


def test_who_got_a_result_of_elsewhere_is_told_and_stands_in_no_event(commune):
    code = taken(commune, [*OPEN, *DONE])
    to_the_end(commune, code)
    assert "Bà Canh" in dossier_get(code).timeline[-1].data["reason"]
    assert not Event.objects.filter(payload__contains="Canh").exists()


def test_before_acceptance_it_is_accepted_here(commune):
    registered = taken(commune, OPEN[:1])
    waiting = taken(commune, [OPEN[0], ("supplement_requested", 1, {"items": ["Tờ khai"]})])
    for code in (registered, waiting):
        assert dossier_get(code).items == ()
        services.dossier_accept(actor=commune.counter, code=code)
        assert [s.state for s in dossier_get(code).supplements] in ([], ["received"])
        to_the_end(commune, code)
    assert list(chains_verify()) == []


def test_a_supplement_that_is_awaited_can_come(commune):
    code = taken(commune, [*OPEN, ASKED])
    view = dossier_get(code)
    assert view.open_supplement is not None
    assert view.open_supplement.reason == "Bà Lò Thị Canh chưa ký"
    assert not Event.objects.filter(payload__contains="Canh").exists()
    services.dossier_receive_supplement(actor=commune.counter, code=code)
    assert dossier_get(code).due_at == START + timedelta(days=6, hours=2), "10 h stood still"
    to_the_end(commune, code)
    assert list(chains_verify()) == []


def test_a_payment_that_is_awaited_can_be_proven(commune):
    code = taken(commune, [*OPEN, OWED])
    assert dossier_get(code).suspended_from == START + timedelta(hours=3)
    services.dossier_fulfil_obligation(actor=commune.counter, code=code, proof="GNT 1")
    to_the_end(commune, code)
    assert list(chains_verify()) == []


def test_past_suspensions_count_when_the_calendar_changes_later(commune):
    code = taken(commune, [*OPEN, ASKED, ("supplement_received", 27, {})])
    due = dossier_get(code).due_at
    dossiers_recompute_due(unit_id=commune.unit.id, reason="QĐ 1")
    assert dossier_get(code).due_at == due


def test_what_nobody_could_go_on_with_is_refused_with_the_reason(commune):
    elsewhere = {"competent_unit_id": commune.office.id}
    assert "opened the procedure" in refused(commune, OPEN, **elsewhere)
    assert "items" in refused(commune, [*OPEN, ("supplement_requested", 3, {})])
    assert "notice_number" in refused(commune, [*OPEN, ("obligation_requested", 3, {})])
    back = [OPEN[0], OPEN[1], ("assigned", 5, {}), ("appraised", 4, {})]
    assert "lies before" in refused(commune, back)
    assert "future" in refused(commune, [("submitted", 50, {})])
    assert "names" in refused(commune, [*OPEN, ("appraised", 3, {"names": "Canh"})])
    assert "official" in refused(commune, [*OPEN[:2], ("assigned", 3, {"official": "Bà Canh"})])
    assert "kind" in refused(commune, [*OPEN, ("stopped", 3, {"kind": "Bà Canh"})])
    assert Dossier.objects.count() == 0


def test_an_ended_life_needs_no_offering(commune):
    code = taken(
        commune,
        [*OPEN, ("stopped", 3, {"kind": "final", "reason": "Bà Canh rút", "legal_basis": "NĐ 1"})],
        competent_unit_id=commune.office.id,
    )
    assert dossier_get(code).process_id is None
    assert dossier_get(code).timeline[-1].data["reason"] == "Bà Canh rút"


def test_a_file_tells_what_is_awaited(commune, tmp_path):
    code = commune.offering.version.code
    head = "reference,procedure,unit,receiving,name,step,at,items,reason,notice_number,amount"
    base = f"A,{code},{commune.unit.code},{commune.centre.code},Lê Văn Mẫu"
    other = base.replace("A,", "B,", 1)
    rows = [
        f"{base},submitted,2026-09-10T09:00,,,,",
        f"{base},accepted,2026-09-10T09:00,,,,",
        f"{base},assigned,2026-09-10T09:30,,,,",
        f"{base},supplement_requested,2026-09-10T10:00,Bản sao; Ảnh,Thiếu,,",
        f"{other},submitted,2026-09-10T09:00,,,,",
        f"{other},accepted,2026-09-10T09:00,,,,",
        f"{other},obligation_requested,2026-09-10T10:00,,,TB 1,5.000",
    ]
    file = tmp_path / "lich-su.csv"
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    report = dossiers_import(file)
    assert report.accepted == 4
    assert {(r.row, r.column) for r in report.refused} == {
        (6, "amount"),
        (7, "amount"),
        (8, "amount"),
    }
    view = dossier_get(Dossier.objects.get().code)
    assert view.open_supplement is not None
    assert view.open_supplement.items == ("Bản sao", "Ảnh")
