"""A signature says in which capacity it was made; whoever has none is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, commune_at_work, dossier_at, work_do
from tests.builders.identity import actor_make, posting_make
from tests.builders.offices import office_held
from tests.builders.signatures import commune_keys, signers

from motcua.documents.queries import file_open
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.capacity import capacities_of, capacity_of
from motcua.identity import services
from motcua.identity.capacity_rules import Office
from motcua.identity.services import OfficeInput, office_set
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
DEPUTY = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


@pytest.fixture
def commune():
    with at():
        yield commune_at_work()


def approved_as(code):
    return {one.type: one.data for one in dossier_get(code).timeline}["approved"].get("capacity")


def test_nothing_is_claimed_where_nobody_has_recorded_the_offices(commune):
    code = dossier_at(commune, Act.APPROVE)
    work_do(code, Act.APPROVE, commune.leader, "approved")
    assert approved_as(code) is None


def test_a_deputy_s_signature_says_so_and_keeps_it(commune, tmp_path):
    office_held(commune.leader, Office.DEPUTY)
    with signers(tmp_path / "keys", commune_keys(commune)):
        code = dossier_at(commune, Act.APPROVE)
        work_do(code, Act.APPROVE, commune.leader, "approved")
        done = work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN-UBND")
    first, seal = done.results[-1].signatures
    assert (first.capacity, seal.capacity) == (DEPUTY, ())
    assert approved_as(code) == " / ".join(DEPUTY)
    with file_open(done.results[-1].file_id) as stream:
        assert "PHÓ CHỦ TỊCH" in pdf_text(stream.read())
    office_held(commune.leader, Office.ACTING, valid_from=clock.now())  # promoted afterwards
    assert dossier_get(code).results[-1].signatures[0].capacity == DEPUTY
    assert capacity_of(commune.leader.account_id, commune.unit).lines == ("Q. CHỦ TỊCH",)


def test_who_holds_no_office_does_not_sign_once_the_unit_has_recorded_its_offices(
    commune, tmp_path
):
    office_held(actor_make(role=Role.LEADER, unit=commune.unit))
    code = dossier_at(commune, Act.APPROVE)
    before = dossier_get(code)
    with pytest.raises(Refused) as by_hand:
        work_do(code, Act.APPROVE, commune.leader, "approved")
    with signers(tmp_path / "keys", commune_keys(commune)), pytest.raises(Refused) as by_key:
        work_do(code, Act.APPROVE, commune.leader, "approved")
    assert {by_hand.value.code, by_key.value.code} == {"no_capacity"}
    assert dossier_get(code).version == before.version


def test_the_head_of_an_office_signs_by_order_with_the_regulation_only(commune):
    office_held(commune.leader)
    head = actor_make(role=Role.LEADER, unit=commune.office)
    office_held(head)
    with pytest.raises(Refused):
        capacity_of(head.account_id, commune.unit)
    office_held(head, Office.HEAD, document="Quy chế làm việc 12/QĐ-UBND")
    found = capacity_of(head.account_id, commune.unit)
    assert found.lines[0] == "TL. CHỦ TỊCH"
    assert found.document == "Quy chế làm việc 12/QĐ-UBND"
    assert len(capacities_of(unit_get(commune.unit.id))) == 2


def test_a_delegation_ends_and_a_posting_takes_its_office_with_it(commune):
    office_held(commune.leader)
    other = actor_make(role=Role.LEADER, unit=commune.unit)
    until = clock.now() + timedelta(days=2)
    over = {"title": "Trưởng phòng", "document": "7/UQ-UBND", "valid_to": until}
    office_held(other, Office.AUTHORISED, **over)
    assert capacity_of(other.account_id, commune.unit).lines[0] == "TUQ. CHỦ TỊCH"
    with pytest.raises(Refused):
        capacity_of(other.account_id, commune.unit, at=until)
    services.posting_end(actor=None, posting_id=commune.leader.postings[0].id)
    assert capacities_of(commune.unit) is None


def test_an_office_is_recorded_by_another_person_for_one_s_own_units(commune):
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=commune.unit)
    stranger = actor_make(role=Role.TECHNICAL_ADMIN)
    posting = commune.leader.postings[0]
    head = OfficeInput(Office.HEAD)
    with pytest.raises(NotFound):
        office_set(actor=stranger, posting_id=posting.id, given=head)
    own = posting_make(account=admin.account_id, unit=commune.unit, role=Role.LEADER)
    clerk = commune.clerk.postings[0]
    for target, code in ((own, "own_office"), (clerk, "signs_nothing")):
        with pytest.raises(Refused) as caught:
            office_set(actor=admin, posting_id=target.id, given=head)
        assert caught.value.code == code
    office_set(actor=admin, posting_id=posting.id, given=head)
    second = actor_make(role=Role.LEADER, unit=commune.unit).postings[0]
    with pytest.raises(Refused) as caught:
        office_set(actor=admin, posting_id=second.id, given=OfficeInput(Office.ACTING))
    assert caught.value.code == "second_head"
    with pytest.raises(Invalid) as wrong:
        office_set(actor=admin, posting_id=second.id, given=OfficeInput(Office.AUTHORISED))
    assert [one.field for one in wrong.value.problems] == ["title", "document", "valid_to"]
    office_set(actor=admin, posting_id=posting.id, given=OfficeInput(None))
    office_set(actor=admin, posting_id=second.id, given=OfficeInput(Office.ACTING))
