"""Work of somebody who is away: taken by the substitute, recorded as "A for B", given back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.builders.dossiers import (
    MORNING,
    Commune,
    at,
    commune_at_work,
    dossier_at,
    draft_add,
    item_of,
    work_do,
)
from tests.builders.identity import actor_make

from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.actions import actions_allowed
from motcua.dossiers.services import substituting
from motcua.dossiers.services.giving import work_reassign_many
from motcua.dossiers.services.substituting import substitutions_settle
from motcua.dossiers.services.verify import chains_verify
from motcua.identity.services import SubstitutionInput, substitution_end, substitution_make
from motcua.identity.substitutions import unsettled
from motcua.identity.types import Absence, Actor, Capacity, NewWork, OnReturn, Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.queries import hand_overs_of
from motcua.workflow.types import Act, ItemState, ItemToAssign

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _here(db):
    with scope_use(SYSTEM), at(1):
        yield


@pytest.fixture
def commune() -> Commune:
    return commune_at_work()


@pytest.fixture
def stand_in(commune) -> Actor:
    return actor_make(role=Role.SPECIALIST, unit=commune.office)


def away(person: Actor, there: Actor, **over: Any) -> Any:
    asked = {
        "posting_id": person.postings[0].id,
        "substitute_id": there.account_id,
        "valid_from": None,
        "valid_to": MORNING + 3 * DAY,
        "reason": Absence.LEAVE,
        **over,
    }
    return substitution_make(actor=person, asked=SubstitutionInput(**asked))


def take(actor: Actor, code: str, act: Act = Act.APPRAISE) -> Any:
    item = item_of(code, act)
    return services.work_take_over(actor=actor, item_id=item.id, expected_version=item.version)


def test_the_substitute_takes_the_work_and_acts_for_the_other(commune, stand_in):
    code = dossier_at(commune, Act.APPRAISE)
    with pytest.raises(Refused) as refusal:
        take(stand_in, code)
    assert refusal.value.code == "not_your_substitution"
    away(commune.specialist, stand_in)
    offers = [one.name for one in actions_allowed(stand_in, dossier_get(code))]
    assert "take_over" in offers
    item = take(stand_in, code)
    assert (item.claimed_by_id, item.for_account_id) == (
        stand_in.account_id,
        commune.specialist.account_id,
    )
    draft_add(commune, code)
    done = work_do(code, Act.APPRAISE, stand_in, "propose_approve")
    event = Event.objects.filter(dossier__code=code, type="appraised").get()
    by = json.loads(event.payload)["by"]
    assert (by["account"], by["for"]) == (stand_in.account_id, commune.specialist.account_id)
    assert done.timeline[-1].for_name == commune.specialist.name
    dossier = Dossier.objects.get(code=code)
    assert dossier.appraised_by == stand_in.account_id
    assert dossier.official_id == commune.specialist.account_id
    assert not list(chains_verify())


def test_what_a_substitute_does_beside_a_step_is_recorded_too(commune, stand_in):
    code = dossier_at(commune, Act.APPRAISE)
    away(commune.specialist, stand_in)
    take(stand_in, code)
    services.dossier_propose_supplement(
        actor=stand_in,
        code=code,
        version=dossier_get(code).version,
        items=["Bản sao giấy khai sinh"],
        reason="Thiếu",
    )
    by = json.loads(Event.objects.filter(dossier__code=code).order_by("-seq")[0].payload)["by"]
    assert by["for"] == commune.specialist.account_id


def test_nobody_approves_what_they_appraised_for_somebody_else(commune):
    both = actor_make(role=Role.SPECIALIST, unit=commune.office)
    both = actor_make(role=Role.LEADER, unit=commune.unit, account=both.account_id)
    code = dossier_at(commune, Act.APPRAISE)
    away(commune.specialist, both)
    take(both, code)
    draft_add(commune, code)
    work_do(code, Act.APPRAISE, both, "propose_approve")
    away(commune.leader, both, capacity=Capacity.KT, document="15/UQ-UBND")
    with pytest.raises(Refused) as refusal:
        work_do(code, Act.APPROVE, both, "approved")
    assert refusal.value.code == "own_appraisal"


def test_a_substitute_needs_the_right_and_somebody_else_takes_nothing(commune, stand_in):
    code = dossier_at(commune, Act.APPRAISE)
    away(commune.specialist, stand_in)
    for other in (commune.clerk, commune.director):
        with pytest.raises(Forbidden):
            take(other, code)
    another = actor_make(role=Role.SPECIALIST, unit=commune.office)
    with pytest.raises(Refused):
        take(another, code)


def test_new_work_goes_to_the_substitute(commune, stand_in):
    away(commune.specialist, stand_in)
    code = dossier_at(commune, Act.APPRAISE)  # the leader assigns it to who is away
    item = item_of(code, Act.APPRAISE)
    assert (item.claimed_by_id, item.for_account_id) == (
        stand_in.account_id,
        commune.specialist.account_id,
    )


def test_new_work_stays_with_the_unit_where_that_was_chosen(commune, stand_in):
    away(commune.specialist, stand_in, new_work=NewWork.POOL)
    code = dossier_at(commune, Act.APPRAISE)
    item = item_of(code, Act.APPRAISE)
    assert item.state is ItemState.OPEN
    report = work_reassign_many(
        actor=commune.leader,
        items=[ItemToAssign(item.id, item.version)],
        assignee_id=commune.specialist.account_id,
    )
    assert [one.code for one in report.failed] == ["assignee_away"]


def test_all_is_taken_at_once_but_not_the_work_of_another_posting(commune, stand_in):
    codes = [dossier_at(commune, Act.APPRAISE) for _ in range(2)]
    view = away(commune.specialist, stand_in)
    with pytest.raises(NotFound):
        services.work_take_over_all(actor=commune.clerk, substitution_id=view.id)
    report = services.work_take_over_all(actor=stand_in, substitution_id=view.id)
    assert (len(report.done), report.failed) == (2, ())
    assert {item_of(code, Act.APPRAISE).claimed_by_id for code in codes} == {stand_in.account_id}


def test_what_is_unfinished_goes_back_at_the_end_and_once(commune, stand_in):
    code, untouched = (dossier_at(commune, Act.APPRAISE) for _ in range(2))
    away(commune.specialist, stand_in)
    take(stand_in, code)
    assert substitutions_settle() == 0  # not over yet
    with at(24 * 3 + 1):
        assert substitutions_settle() == 1
        assert substitutions_settle() == 0
    item = item_of(code, Act.APPRAISE)
    assert (item.claimed_by_id, item.for_account_id) == (commune.specialist.account_id, None)
    hops = hand_overs_of(item.process_id)
    assert [hop.to_account_id for hop in hops][-2:] == [
        stand_in.account_id,
        commune.specialist.account_id,
    ]
    assert item_of(untouched, Act.APPRAISE).version == 1


def test_it_stays_where_that_was_chosen(commune, stand_in):
    code = dossier_at(commune, Act.APPRAISE)
    view = away(commune.specialist, stand_in, on_return=OnReturn.STAY)
    take(stand_in, code)
    substitution_end(actor=commune.specialist, substitution_id=view.id, version=view.version)
    assert substitutions_settle() == 1
    item = item_of(code, Act.APPRAISE)
    assert (item.claimed_by_id, item.for_account_id) == (stand_in.account_id, None)


def test_it_goes_to_the_unit_when_the_person_does_not_come_back(commune, stand_in):
    from motcua.identity.services import account_deactivate

    code = dossier_at(commune, Act.APPRAISE)
    away(commune.specialist, stand_in)
    take(stand_in, code)
    account_deactivate(actor=None, account_id=commune.specialist.account_id)
    assert substitutions_settle() == 1
    item = item_of(code, Act.APPRAISE)
    assert (item.state, item.claimed_by_id) == (ItemState.OPEN, None)


def test_one_that_cannot_be_settled_does_not_stop_the_others(commune, stand_in, monkeypatch):
    broken = actor_make(role=Role.SPECIALIST, unit=commune.office)
    bad = away(broken, stand_in)
    code = dossier_at(commune, Act.APPRAISE)
    away(commune.specialist, stand_in)
    take(stand_in, code)
    settle = substituting._settle

    def failing(view):
        if view.id == bad.id:
            raise Refused("stale", "somebody else was faster")
        return settle(view)

    monkeypatch.setattr(substituting, "_settle", failing)
    monkeypatch.setattr(substituting, "PAGE", 1)  # the one that fails fills the first page
    with at(24 * 4):
        assert substitutions_settle() == 1
    assert item_of(code, Act.APPRAISE).claimed_by_id == commune.specialist.account_id
    monkeypatch.undo()
    with at(24 * 4):
        assert [one.id for one in unsettled(MORNING + 4 * DAY)] == [bad.id]
        substitutions_settle()
        assert unsettled(MORNING + 4 * DAY) == []


def test_taken_back_a_substitute_has_it_for_the_same_person_again(commune, stand_in):
    other = actor_make(role=Role.SPECIALIST, unit=commune.office)
    code = dossier_at(commune, Act.APPRAISE)
    away(commune.specialist, stand_in)
    had = take(stand_in, code)

    def given():
        item = item_of(code, Act.APPRAISE)
        chosen = ItemToAssign(item.id, item.version)
        work_reassign_many(
            actor=commune.leader, items=[chosen], assignee_id=other.account_id, note="x"
        )
        now = item_of(code, Act.APPRAISE)
        return services.Move(now.id, now.version, stand_in.account_id, had.for_account_id)

    report = services.work_reassign_undo(actor=commune.leader, moves=[given()], made_at=clock.now())
    item = item_of(code, Act.APPRAISE)
    assert (len(report.done), item.claimed_by_id, item.for_account_id) == (
        1,
        stand_in.account_id,
        commune.specialist.account_id,
    )
    with at(24 * 3 - 0.02):
        move, made = given(), clock.now()
    with at(24 * 3 + 0.02):  # back meanwhile: it is their own work again
        services.work_reassign_undo(actor=commune.leader, moves=[move], made_at=made)
    item = item_of(code, Act.APPRAISE)
    assert (item.claimed_by_id, item.for_account_id) == (commune.specialist.account_id, None)


def test_what_was_handed_to_somebody_away_is_confirmed_by_who_stands_in(commune, stand_in):
    there = actor_make(role=Role.SPECIALIST, unit=commune.office)
    code = dossier_at(commune, Act.APPRAISE)
    item = item_of(code, Act.APPRAISE)
    offered = services.work_hand_over(
        actor=commune.specialist,
        item_id=item.id,
        to_unit_id=item.unit_id,
        to_account_id=there.account_id,
        expected_version=item.version,
    )

    def confirm():
        return services.work_confirm_receipt(
            actor=stand_in, item_id=item.id, expected_version=offered.version
        )

    with pytest.raises(Refused) as refusal:
        confirm()
    assert refusal.value.code == "offered_to_other"
    away(there, stand_in)
    taken = confirm()
    assert (taken.claimed_by_id, taken.for_account_id) == (stand_in.account_id, there.account_id)
    with at(24 * 4):
        assert substitutions_settle() == 1
    assert item_of(code, Act.APPRAISE).claimed_by_id == there.account_id
