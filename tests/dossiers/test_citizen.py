"""What the applicant does from home: file, send what was asked for, withdraw."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders.citizens import acting_for, citizen_make
from tests.builders.documents import pdf_make
from tests.builders.dossiers import (
    MORNING,
    Commune,
    commune_at_work,
    dossier_at,
    item_of,
    submission_make,
    work_do,
)

from motcua.citizens.types import RelationKind
from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get, dossiers_search
from motcua.dossiers.queries.answer import dossiers_to_answer
from motcua.dossiers.services.citizen import dossier_submit_online
from motcua.dossiers.services.citizen_after import (
    SuppliedItem,
    dossier_withdraw_own,
    supplement_supply_own,
)
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import (
    Channel,
    ComponentInput,
    Finance,
    PartyInput,
    PartyRole,
    Status,
)
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune() -> Commune:
    return commune_at_work()


@pytest.fixture
def citizen():
    return citizen_make(name="Trần Thị Mẫu")


def paper(text="1"):
    return file_store(data=pdf_make(text=text), name="giay.pdf")


def filed(commune, citizen, key="n1", **over):
    fields = {
        "components": tuple(
            ComponentInput(component_id=c.id, file_ids=(paper().id,), file_names=("giay.pdf",))
            for c in commune.offering.version.components
        ),
        **over,
    }
    with clock.clock_set(MORNING):
        return dossier_submit_online(
            citizen=citizen, submission=submission_make(commune, **fields), idempotency_key=key
        )


def asked(commune, code, items=("Giấy chứng sinh", "Số điện thoại")):
    services.dossier_request_supplement_at_intake(
        actor=commune.counter, code=code, items=items, reason="Thiếu"
    )


def seen_by(citizen):
    with scope_use(citizen.scope):
        return [row.code for row in dossiers_search().rows]


def test_filing_online_makes_a_registered_dossier_of_whoever_is_signed_in(commune, citizen):
    receipt = filed(commune, citizen)

    dossier = dossier_get(receipt.code)
    assert dossier.status is Status.REGISTERED
    assert dossier.channel is Channel.ONLINE
    assert dossier.applicant.name == "Trần Thị Mẫu"
    assert dossier.applicant.id_number == citizen.person.id_number
    assert dossier.applicant.phone == "0912 345 678"  # given anew
    assert dossier.timeline[0].role == "applicant"
    assert dossier.timeline[0].account_id is None
    assert dossier.timeline[0].data["person"] == citizen.person_id
    assert citizen.person.id_number not in str(dossier.timeline[0].data)
    assert seen_by(citizen) == [receipt.code]
    assert seen_by(citizen_make()) == []


def test_the_same_key_is_one_dossier_and_the_same_receipt(commune, citizen):
    papers = tuple(
        ComponentInput(component_id=c.id, originals=1) for c in commune.offering.version.components
    )
    first, again = (filed(commune, citizen, components=papers) for _time in range(2))

    assert again.code == first.code
    assert again.signature == first.signature
    assert again.replayed


def test_a_name_typed_into_the_form_does_not_count(commune, citizen):
    forged = (
        PartyInput(name="Kẻ Mạo Danh", id_number="019090000009"),
        PartyInput(name="Trẻ Mới Sinh", role=PartyRole.OWNER),
    )
    dossier = dossier_get(filed(commune, citizen, parties=forged).code)

    assert [party.name for party in dossier.parties] == ["Trần Thị Mẫu", "Trẻ Mới Sinh"]

    acting = acting_for(citizen, citizen_make(name="Lê Văn Mẫu"))
    dossier = dossier_get(filed(commune, acting, "n2", parties=forged).code)
    assert dossier.owner.name == "Lê Văn Mẫu"


def test_filing_for_another_names_both_and_shows_it_to_whom_it_is_for(commune, citizen):
    other = citizen_make(name="Lê Văn Mẫu")
    acting = replace(acting_for(citizen, other, RelationKind.AUTHORISED), helper_id=7)

    dossier = dossier_get(filed(commune, acting).code)

    roles = {party.role: party.name for party in dossier.parties}
    assert roles[PartyRole.APPLICANT] == roles[PartyRole.AUTHORISED] == "Trần Thị Mẫu"
    assert roles[PartyRole.OWNER] == "Lê Văn Mẫu"
    assert dossier.assisted_mode == "guide"
    assert dossier.timeline[0].data["assisted_by"] == 7
    assert dossier.timeline[0].data["subject"] == other.person_id
    assert seen_by(other) == [dossier.code]
    assert seen_by(acting) == [dossier.code]
    assert seen_by(citizen) == []


def test_what_is_not_filed_online_is_refused(citizen):
    commune = commune_at_work(channels=["in_person"])
    with pytest.raises(Refused) as refusal:
        filed(commune, citizen)
    assert refusal.value.code == "not_online"


def test_the_counter_must_answer_within_eight_working_hours(commune, citizen):
    receipt = filed(commune, citizen)

    (waiting,), more = dossiers_to_answer(unit_ids=[commune.centre.id])

    assert waiting.row.code == receipt.code
    assert waiting.due_at == MORNING + timedelta(days=1)  # 09:00 of the next day: 8 hours of work
    assert not more
    assert dossiers_to_answer(unit_ids=[commune.office.id]) == ((), "")
    with clock.clock_set(MORNING + timedelta(days=2)):
        assert dossiers_to_answer(unit_ids=[commune.centre.id])[0][0].late


def test_a_wholly_electronic_dossier_with_its_fee_unpaid_goes_all_the_way(commune, citizen):
    code = filed(commune, citizen).code
    assert dossier_get(code).finance is Finance.UNPAID
    with clock.clock_set(MORNING + timedelta(hours=1)):
        services.dossier_accept(actor=commune.counter, code=code)
        assert dossiers_to_answer(unit_ids=[commune.centre.id]) == ((), "")
        work_do(
            code,
            Act.ASSIGN,
            commune.leader,
            item_of(code, Act.ASSIGN).outcomes[0].code,
            assign_to=commune.specialist.account_id,
        )
    assert dossier_get(code).status is Status.PROCESSING
    assert not list(chains_verify())


def test_the_office_refuses_with_a_reason(commune, citizen):
    code = filed(commune, citizen).code
    services.dossier_refuse(
        actor=commune.counter, code=code, reason="Sai thẩm quyền", legal_basis="Luật Hộ tịch"
    )
    with scope_use(citizen.scope):
        assert dossier_get(code).status is Status.REFUSED
    assert dossiers_to_answer(unit_ids=[commune.centre.id]) == ((), "")


def test_what_was_asked_before_acceptance_comes_item_by_item_and_is_answered_anew(commune, citizen):
    code = filed(commune, citizen).code
    with clock.clock_set(MORNING + timedelta(hours=1)):
        asked(commune, code)
    assert dossiers_to_answer(unit_ids=[commune.centre.id]) == ((), "")
    later = MORNING + timedelta(days=1)
    with clock.clock_set(later):
        first = SuppliedItem(0, file_ids=(paper("2").id,), file_names=("chung-sinh.pdf",))
        supplement_supply_own(citizen=citizen, code=code, items=[first])
        assert dossiers_to_answer(unit_ids=[commune.centre.id]) == ((), "")
        supplement_supply_own(citizen=citizen, code=code, items=[SuppliedItem(1, "0912 345 678")])
        ((waiting,), _more) = dossiers_to_answer(unit_ids=[commune.centre.id])
        assert waiting.again
        assert waiting.due_at == later + timedelta(days=3)  # Friday 09:00 to Monday 09:00
        services.dossier_accept(actor=commune.counter, code=code)
    dossier = dossier_get(code)
    assert dossier.status is Status.ACCEPTED
    assert dossier.supplements[0].state == "received"
    assert "chung-sinh.pdf" in {one.name for one in dossier.attachments}
    assert not list(chains_verify())


def test_the_last_item_asked_during_appraisal_lets_the_clock_run_on(commune, citizen):
    code = filed(commune, citizen).code
    services.dossier_accept(actor=commune.counter, code=code)
    choice = item_of(code, Act.ASSIGN).outcomes[0].code
    work_do(code, Act.ASSIGN, commune.leader, choice, assign_to=commune.specialist.account_id)
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=["Bản sao"], reason="Thiếu"
    )
    services.dossier_approve_supplement(actor=commune.leader, code=code)

    outcome = supplement_supply_own(
        citizen=citizen, code=code, items=[SuppliedItem(0, file_ids=(paper("3").id,))]
    )

    assert outcome.status is Status.PROCESSING
    assert dossier_get(code).suspended_from is None
    assert not list(chains_verify())


@pytest.mark.parametrize(
    "item",
    [SuppliedItem(5, "x"), SuppliedItem(0), SuppliedItem(0, file_ids=(987654,))],
    ids=["not asked", "empty", "no such file"],
)
def test_what_was_not_asked_or_is_not_there_is_refused(commune, citizen, item):
    code = filed(commune, citizen).code
    asked(commune, code)
    with pytest.raises(Invalid):
        supplement_supply_own(citizen=citizen, code=code, items=[item])


def test_a_stranger_finds_nothing_to_supply_or_withdraw(commune, citizen):
    code = filed(commune, citizen).code
    stranger = citizen_make()
    for call in (
        lambda: dossier_withdraw_own(citizen=stranger, code=code, reason="x"),
        lambda: supplement_supply_own(citizen=stranger, code=code, items=[SuppliedItem(0, "x")]),
    ):
        with pytest.raises(NotFound):
            call()


def test_the_applicant_withdraws_while_work_goes_on_but_not_twice(commune, citizen):
    code = filed(commune, citizen).code
    services.dossier_accept(actor=commune.counter, code=code)

    outcome = dossier_withdraw_own(citizen=citizen, code=code, reason="Không cần nữa")

    assert outcome.status is Status.WITHDRAWN
    assert dossier_get(code).finance is Finance.CANCELLED
    with pytest.raises(Refused):
        dossier_withdraw_own(citizen=citizen, code=code, reason="Không cần nữa")
    assert not list(chains_verify())


def test_a_dossier_of_the_counter_shows_itself_to_nobody_at_home(commune, citizen):
    code = dossier_at(commune, Act.APPRAISE)
    with pytest.raises(NotFound):
        dossier_withdraw_own(citizen=citizen, code=code, reason="x")
