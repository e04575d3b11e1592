"""Claim, release, assign, bulk assign."""

from __future__ import annotations

import pytest
from tests.builders.identity import account_make
from tests.builders.workflow import AT, live_item, office_make, process_make, step_do

from motcua.kernel.errors import NotFound, Refused, Stale
from motcua.workflow import queries, services
from motcua.workflow.types import ItemState, ItemToAssign


def claim(item_id: int, account_id: int, version: int = 1):
    return services.work_item_claim(
        item_id=item_id, account_id=account_id, at=AT, expected_version=version
    )


def test_claiming_makes_the_claimer_responsible_and_confirms_receipt(system_scope: None) -> None:
    office = office_make()
    started = process_make(office=office)
    person = office.people["handling"]
    item = claim(started.items[0].id, person)
    assert (item.state, item.claimed_by_id, item.holder_id, item.claimed_at) == (
        ItemState.CLAIMED, person, person, AT,
    )  # fmt: skip
    (hop,) = queries.hand_overs_of(started.process_id)
    assert (hop.confirmed_by_id, hop.confirmed_at) == (person, AT)


def test_an_item_is_claimed_once(system_scope: None) -> None:
    office = office_make()
    item = process_make(office=office).items[0]
    claim(item.id, office.people["handling"])
    for person, words in (
        (office.people["receiving"], "Somebody"),
        (office.people["handling"], ""),
    ):
        with pytest.raises((Refused, Stale)) as caught:
            claim(item.id, person)
        assert words in caught.value.message
    with pytest.raises(Refused) as again:
        claim(item.id, office.people["handling"], version=2)
    assert again.value.code == "item_taken"


def test_a_closed_or_unknown_item_is_not_claimed(system_scope: None) -> None:
    office = office_make()
    started = process_make(office=office)
    step_do(started.process_id)
    with pytest.raises(Refused) as caught:
        claim(started.items[0].id, office.people["handling"], version=2)
    assert caught.value.code == "item_closed"
    with pytest.raises(NotFound):
        claim(0, office.people["handling"])


def test_releasing_gives_it_back_to_the_unit(system_scope: None) -> None:
    office = office_make()
    person = office.people["handling"]
    item = claim(process_make(office=office).items[0].id, person)
    back = services.work_item_release(item_id=item.id, account_id=person, at=AT, expected_version=2)
    assert (back.state, back.claimed_by_id, back.holder_id) == (ItemState.OPEN, None, person)
    other = account_make().pk
    assert claim(item.id, other, version=3).holder_id == other
    assert all(hop.confirmed_at for hop in queries.hand_overs_of(item.process_id))


def test_only_the_claimer_releases(system_scope: None) -> None:
    office = office_make()
    item = claim(process_make(office=office).items[0].id, office.people["handling"])
    with pytest.raises(Refused) as caught:
        services.work_item_release(
            item_id=item.id, account_id=office.people["receiving"], at=AT, expected_version=2
        )
    assert caught.value.code == "item_not_yours"


def test_assigning_moves_an_item_from_person_to_person(system_scope: None) -> None:
    office = office_make()
    started = process_make(office=office)
    head, first, second = (account_make().pk for _ in range(3))
    for version, assignee in ((1, first), (2, second)):
        item = services.work_item_assign(
            item_id=started.items[0].id, account_id=head, assignee_id=assignee, at=AT,
            expected_version=version, note="nghỉ phép",
        )  # fmt: skip
        assert (item.claimed_by_id, item.holder_id) == (assignee, assignee)
    opening, moved = queries.hand_overs_of(started.process_id)
    assert (opening.to_account_id, opening.confirmed_by_id, opening.note) == (
        first,
        head,
        "nghỉ phép",
    )
    assert (moved.from_account_id, moved.to_account_id) == (first, second)
    with pytest.raises(Refused):
        services.work_item_assign(
            item_id=item.id, account_id=head, assignee_id=second, at=AT, expected_version=3
        )


def test_a_bulk_assignment_reports_what_it_could_not_do(system_scope: None) -> None:
    office = office_make()
    good, closed, changed = (process_make(office=office) for _ in range(3))
    step_do(closed.process_id)
    person = account_make().pk
    report = services.work_items_bulk_assign(
        items=[
            ItemToAssign(good.items[0].id, 1),
            ItemToAssign(closed.items[0].id, 1),
            ItemToAssign(changed.items[0].id, 5),
            ItemToAssign(0, 1),
        ],
        account_id=office.people["handling"],
        assignee_id=person,
        at=AT,
    )
    assert report.done == (good.items[0].id,)
    assert {f.item_id: f.code for f in report.failed} == {
        0: "item_unknown", closed.items[0].id: "item_closed", changed.items[0].id: "item_stale",
    }  # fmt: skip
    assert all(failure.message for failure in report.failed)
    assert live_item(good.process_id).claimed_by_id == person
