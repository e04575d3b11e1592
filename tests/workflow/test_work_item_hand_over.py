"""Handing over and confirming receipt."""

from __future__ import annotations

import pytest
from tests.builders.identity import account_make
from tests.builders.workflow import AT, Office, live_item, office_make, process_make, step_do

from motcua.kernel.errors import Refused, Stale
from motcua.workflow import queries, services
from motcua.workflow.types import ItemState, WorkItemView


def claimed(office: Office) -> WorkItemView:
    item = process_make(office=office).items[0]
    return services.work_item_claim(
        item_id=item.id, account_id=office.people["handling"], at=AT, expected_version=1
    )


def hand_over(item: WorkItemView, office: Office, **over: object) -> WorkItemView:
    fields: dict = {
        "item_id": item.id,
        "account_id": office.people["handling"],
        "to_unit_id": office.units["province"],
        "at": AT,
        "expected_version": item.version,
        **over,
    }
    return services.work_item_hand_over(**fields)


def confirm(item: WorkItemView, account_id: int, **over: object) -> WorkItemView:
    fields: dict = {"expected_version": item.version, **over}
    return services.work_item_confirm_receipt(
        item_id=item.id, account_id=account_id, at=AT, **fields
    )


def test_the_giver_answers_until_the_receiver_confirms(system_scope: None) -> None:
    office = office_make()
    given = hand_over(claimed(office), office, note="đúng thẩm quyền")
    assert (given.state, given.unit_id, given.holder_id, given.claimed_by_id) == (
        ItemState.HANDED_OVER, office.units["province"], office.people["handling"], None,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        step_do(given.process_id, account_id=office.people["province"])
    assert caught.value.code == "receipt_not_confirmed"
    taken = confirm(given, office.people["province"])
    assert (taken.state, taken.holder_id) == (ItemState.CLAIMED, office.people["province"])
    hop = queries.hand_overs_of(given.process_id)[-1]
    assert (hop.from_unit_id, hop.from_account_id, hop.to_unit_id, hop.to_account_id) == (
        office.units["handling"], office.people["handling"],
        office.units["province"], office.people["province"],
    )  # fmt: skip
    assert (hop.handed_at, hop.confirmed_at, hop.note) == (AT, AT, "đúng thẩm quyền")
    assert step_do(given.process_id).opened


def test_a_named_receiver_alone_confirms(system_scope: None) -> None:
    office = office_make()
    named, other = account_make().pk, account_make().pk
    given = hand_over(
        claimed(office), office, to_unit_id=office.units["handling"], to_account_id=named
    )
    for operation in (confirm, lambda item, who: services.work_item_claim(
        item_id=item.id, account_id=who, at=AT, expected_version=item.version
    )):  # fmt: skip
        with pytest.raises(Refused) as caught:
            operation(given, other)
        assert caught.value.code == "offered_to_other"
    assert confirm(given, named).holder_id == named


def test_the_giver_does_not_confirm_for_the_receiver(system_scope: None) -> None:
    office = office_make()
    given = hand_over(claimed(office), office)
    with pytest.raises(Refused) as caught:
        confirm(given, office.people["handling"])
    assert caught.value.code == "nothing_to_confirm"


def test_there_is_nothing_to_confirm_without_a_hand_over(system_scope: None) -> None:
    office = office_make()
    item = process_make(office=office).items[0]
    with pytest.raises(Refused) as caught:
        confirm(item, office.people["handling"])
    assert caught.value.code == "nothing_to_confirm"


def test_confirming_twice_has_one_effect(system_scope: None) -> None:
    office = office_make()
    given = hand_over(claimed(office), office)
    confirm(given, office.people["province"])
    with pytest.raises(Stale):
        confirm(given, office.people["province"])


def test_only_its_claimer_hands_over_and_not_to_themselves(system_scope: None) -> None:
    office = office_make()
    item = claimed(office)
    with pytest.raises(Refused) as caught:
        hand_over(item, office, account_id=office.people["receiving"])
    assert caught.value.code == "item_not_yours"
    for over in ({"to_unit_id": item.unit_id}, {"to_account_id": office.people["handling"]}):
        with pytest.raises(Refused) as caught:
            hand_over(item, office, **over)
        assert caught.value.code == "hand_over_to_self"


def test_a_hand_over_that_nobody_confirms_can_be_assigned(system_scope: None) -> None:
    office = office_make()
    given = hand_over(claimed(office), office)
    head, person = account_make().pk, account_make().pk
    services.work_item_assign(
        item_id=given.id, account_id=head, assignee_id=person, at=AT,
        expected_version=given.version,
    )  # fmt: skip
    assert live_item(given.process_id).holder_id == person
    assert queries.hand_overs_of(given.process_id)[-1].confirmed_by_id == head
