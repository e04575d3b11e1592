"""Taking back what was handed over: everything stands as before, and the paper says what was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of

from motcua.dossiers import services
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.slip_paper import around_of
from motcua.identity.services import SubstitutionInput, substitution_end, substitution_make
from motcua.identity.types import Absence, Role
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.office.counter.prints import form06
from motcua.workflow.queries import hand_overs_of, item_get
from motcua.workflow.types import Act, ItemState

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


@pytest.fixture
def code(commune):
    return dossier_at(commune, Act.APPRAISE)


@pytest.fixture
def economy(commune):
    """Another body of the commune, and one of its specialists."""
    unit = body_of(commune.unit, "kt")
    return unit, actor_make(role=Role.SPECIALIST, unit=unit)


def hand_over(actor, code, unit, **over):
    item = item_of(code, Act.APPRAISE)
    return services.work_hand_over(
        actor=actor, item_id=item.id, to_unit_id=unit.id, expected_version=item.version, **over
    )


def take_back(actor, code):
    item = item_of(code, Act.APPRAISE)
    return services.work_take_back(actor=actor, item_id=item.id, expected_version=item.version)


def sees(actor, code, item_id):
    """Return whether somebody sees the dossier, and whether its work."""
    found = []
    for read in (lambda: dossier_get(code), lambda: item_get(item_id)):
        with scope_use(actor.scope):
            try:
                read()
            except NotFound:
                found.append(False)
            else:
                found.append(True)
    return tuple(found)


def test_the_wrong_unit_sees_it_no_more(commune, code, economy):
    unit, stranger = economy
    item = item_of(code, Act.APPRAISE)
    assert sees(stranger, code, item.id) == (False, False)
    hand_over(commune.specialist, code, unit)
    assert sees(stranger, code, item.id) == (True, True)
    with scope_use(commune.specialist.scope):
        take_back(commune.specialist, code)
    assert sees(stranger, code, item.id) == (False, False)
    assert sees(commune.specialist, code, item.id) == (True, True)
    assert not list(chains_verify())


def test_a_unit_with_a_part_of_its_own_goes_on_seeing_it(commune, code, economy):
    unit, colleague = economy
    item = item_of(code, Act.APPRAISE)
    hand_over(commune.specialist, code, commune.centre)  # it took the dossier in
    take_back(commune.specialist, code)
    assert sees(commune.counter, code, item.id) == (True, True)
    offered = hand_over(commune.specialist, code, unit)
    services.work_confirm_receipt(
        actor=colleague, item_id=item.id, expected_version=offered.version
    )
    hand_over(colleague, code, commune.office)
    take_back(colleague, code)
    assert sees(commune.specialist, code, item.id) == (True, True)  # it had it before


def test_handed_to_it_twice_it_sees_it_until_both_are_back(commune, code, economy):
    unit, stranger = economy
    item = item_of(code, Act.APPRAISE)
    for _time in range(2):
        hand_over(commune.specialist, code, unit)
        take_back(commune.specialist, code)
        assert sees(stranger, code, item.id) == (False, False)


def test_the_control_sheet_tells_no_receipt_that_never_was(commune, code, economy):
    unit, _stranger = economy
    hand_over(commune.specialist, code, unit, note="Thuộc phòng Kinh tế")
    with at(1), override("en"):
        take_back(commune.specialist, code)
    hop = hand_overs_of(item_of(code, Act.APPRAISE).process_id)[-1]
    assert (hop.taken_back, hop.confirmed_by_id, hop.to_account_id) == (True, None, None)
    assert hop.note == "Thuộc phòng Kinh tế"
    with override("en"):  # whoever prints it reads another language; the paper does not
        dossier = dossier_get(code)
        line = form06(dossier, around_of(dossier)).hops[-1]
    assert (line.receiver, line.result) == ("", "")
    assert line.note == "Thuộc phòng Kinh tế; đã rút lại"


@pytest.fixture
def stand_in(commune):
    return actor_make(role=Role.SPECIALIST, unit=commune.office)


def away(person, there):
    asked = SubstitutionInput(
        posting_id=person.postings[0].id,
        substitute_id=there.account_id,
        valid_from=None,
        valid_to=MORNING + timedelta(days=3),
        reason=Absence.LEAVE,
    )
    return substitution_make(actor=person, asked=asked)


@pytest.mark.parametrize("still_away", [True, False])
def test_a_substitute_has_it_again_for_whom_they_had_it(
    commune, code, economy, stand_in, still_away
):
    view = away(commune.specialist, stand_in)
    item = item_of(code, Act.APPRAISE)
    services.work_take_over(actor=stand_in, item_id=item.id, expected_version=item.version)
    hand_over(stand_in, code, economy[0])
    if not still_away:
        substitution_end(actor=commune.specialist, substitution_id=view.id, version=view.version)
    with at(1):
        taken = take_back(stand_in, code)
    expected = commune.specialist.account_id if still_away else None
    assert (taken.claimed_by_id, taken.for_account_id) == (stand_in.account_id, expected)


def test_who_stands_in_for_another_role_is_neither_offered_nor_given_the_receipt(
    commune, code, stand_in
):
    both = actor_make(role=Role.SPECIALIST, unit=commune.office)
    both = actor_make(role=Role.CLERK, unit=commune.office, account=both.account_id)
    as_clerk = next(one for one in both.postings if one.role is Role.CLERK)
    asked = SubstitutionInput(
        posting_id=as_clerk.id,
        substitute_id=stand_in.account_id,
        valid_from=None,
        valid_to=MORNING + timedelta(days=3),
        reason=Absence.LEAVE,
    )
    actor_make(role=Role.CLERK, unit=commune.office, account=stand_in.account_id)
    substitution_make(actor=both, asked=asked)
    offered = hand_over(commune.specialist, code, commune.office, to_account_id=both.account_id)
    names = {one.name for one in actions_allowed(stand_in, dossier_get(code))}
    with pytest.raises(Refused) as caught:
        services.work_confirm_receipt(
            actor=stand_in, item_id=offered.id, expected_version=offered.version
        )
    assert caught.value.code == "offered_to_other"
    assert "confirm_receipt" not in names
    assert item_of(code, Act.APPRAISE).state is ItemState.HANDED_OVER
