"""Reminders from business rows: once, bundled, with the substitute, never of a paused dossier."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make

from motcua.dossiers import services
from motcua.dossiers.ladder_rules import DEFAULT_LADDER, Rung, RungCode, Turn
from motcua.dossiers.models import Dossier, Ladder, Reminder
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.ladders import ladder_of, ladders_history, reminders_of, standings
from motcua.dossiers.services import ladder
from motcua.dossiers.services.ladder import ladder_set, ladder_sweep, ladder_sweep_unit
from motcua.identity.models import Account
from motcua.identity.services import SubstitutionInput, substitution_make
from motcua.identity.types import Absence, Role
from motcua.kernel.errors import Forbidden, Invalid
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.models import Delivery, Notice
from motcua.workflow.types import Act

# Accepted on Thursday 09:00, due on Tuesday: two working days before it is Friday.
FRIDAY, MONDAY, TUESDAY, WEDNESDAY = 26, 24 * 4 + 2, 24 * 5 + 2, 24 * 6 + 2


@pytest.fixture(autouse=True)
def _here(db):
    with scope_use(SYSTEM):
        yield


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        for number, account in enumerate(Account.objects.all()):
            account.email = f"can.bo.{number}@example.vn"
            account.save(update_fields=["email"])
        return made


def rungs(commune) -> list[tuple[str, int]]:
    rows = Reminder.objects.filter(item_id=0).order_by("id")
    return list(rows.values_list("rung", "account_id"))


def test_the_rungs_reach_those_whose_turn_it_is_and_each_once(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
    due = Dossier.objects.get(code=code).due_at
    assert due is not None
    holder, leader, director = (
        one.account_id for one in (commune.specialist, commune.leader, commune.director)
    )
    with at(1):
        assert ladder_sweep() == 0
    with at(FRIDAY):
        assert ladder_sweep() > 0
        assert ladder_sweep() == 0
    assert rungs(commune) == [("before_two", holder)]
    with at(MONDAY):
        ladder_sweep()
    assert set(rungs(commune)[1:]) == {("before_one", holder), ("before_one", leader)}
    with at(TUESDAY):
        ladder_sweep()
    everybody = {holder, leader, director}
    assert {account for rung, account in rungs(commune) if rung == "due"} == everybody
    with at(WEDNESDAY):
        ladder_sweep()
        ladder_sweep()
    assert {account for rung, account in rungs(commune) if rung == "overdue"} == everybody
    with scope_use(commune.leader.scope), at(WEDNESDAY):
        counts, rows = standings([commune.unit.id], RungCode.OVERDUE)
    assert counts[RungCode.OVERDUE] == 1
    assert [row.dossier.code for row in rows] == [code]
    assert set(rows[0].told_to) == everybody


@pytest.fixture
def office(commune):
    """Who stands around the work, four different people, by turn; others who are told nothing."""
    with at():
        head = actor_make(role=Role.LEADER, unit=commune.office)
        for role, unit in (
            (Role.SPECIALIST, commune.office),
            (Role.LEADER, body_of(commune.unit, "kt")),
            (Role.CONTROLLER, commune.unit),
            (Role.DIRECTOR, commune_make(name="Xa")),
            (Role.DIRECTOR, commune.unit.path_ids[0]),  # of the province's centre
        ):
            actor_make(role=role, unit=unit)
        for number, account in enumerate(Account.objects.all()):
            account.email = f"can.bo.{number}@example.vn"
            account.save(update_fields=["email"])
    people = (commune.specialist, head, commune.leader, commune.director)
    return dict(zip(Turn, (one.account_id for one in people), strict=True))


def told_at(hours: float) -> tuple[set[tuple[int, str]], set[int]]:
    """Sweep at an hour; return who is reminded of the dossier now, as what, and who gets a message.

    The step that is late beside it goes to those who have it, by the same message.
    """
    before = Reminder.objects.order_by("-id").values_list("id", flat=True).first() or 0
    kept = set(Notice.objects.values_list("pk", flat=True))
    with at(hours):
        ladder_sweep()
        ladder_sweep()
    rows = Reminder.objects.filter(id__gt=before)
    told = Notice.objects.exclude(pk__in=kept).values_list("subject", flat=True)
    messages = [int(one.removeprefix("account:")) for one in told]
    assert len(messages) == len(set(messages)), "one message a person"
    step = {row.account_id for row in rows if row.item_id}
    of_dossier = {(row.account_id, row.turn) for row in rows if not row.item_id}
    assert set(messages) == step | {account for account, _turn in of_dossier}
    return of_dossier, step


def test_each_rung_reaches_those_of_four_whose_turn_it_is_and_nobody_else(commune, office):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
    assert len(set(office.values())) == 4
    for hours, rung, turns in (
        (FRIDAY, "before_two", [Turn.HOLDER]),
        (MONDAY, "before_one", [Turn.HOLDER, Turn.HEAD]),
        (TUESDAY, "due", [*Turn]),
        (WEDNESDAY, "overdue", [*Turn]),
        (WEDNESDAY + 24, "overdue", [*Turn]),
    ):
        reminded, step = told_at(hours)
        assert reminded == {(office[turn], turn.value) for turn in turns}, rung
        assert step <= {office[Turn.HOLDER], office[Turn.HEAD]}, rung
    last = Reminder.objects.filter(dossier__code=code, item_id=0).latest("id")
    assert (last.rung, last.occurrence) == ("overdue", 1)


def test_work_that_nobody_has_taken_reminds_the_head_of_the_office(commune, office):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        item = item_of(code, Act.APPRAISE)
        services.work_release(
            actor=commune.specialist, item_id=item.id, expected_version=item.version
        )
    assert told_at(FRIDAY)[0] == {(office[Turn.HEAD], "head")}


def test_one_message_a_person_with_the_list(commune):
    with at():
        for _ in range(3):
            dossier_at(commune, Act.APPRAISE)
    with at(FRIDAY):
        ladder_sweep()
    notices = Notice.objects.filter(template="ladder")
    assert [one.values["count"] for one in notices] == [3]
    assert Delivery.objects.filter(notice__in=notices).count() <= 1


def test_outside_the_hours_nothing_is_sent(commune):
    with at():
        dossier_at(commune, Act.APPRAISE)
    for hours in (FRIDAY + 10, 24 * 2 + 2):  # Friday evening, Saturday
        with at(hours):
            assert ladder_sweep() == 0


def test_a_paused_dossier_is_silent_and_a_new_due_date_begins_anew(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
    with at(FRIDAY):
        ladder_sweep()
        first = Reminder.objects.count()
        services.dossier_propose_supplement(
            actor=commune.specialist, code=code, version=dossier_get(code).version,
            items=["Bản sao"], reason="Thiếu",
        )  # fmt: skip
        services.dossier_approve_supplement(
            actor=commune.leader, code=code, version=dossier_get(code).version
        )
    with at(WEDNESDAY):
        assert ladder_sweep() == 0
        assert standings([commune.unit.id])[0][RungCode.BEFORE_TWO] == 0
        services.dossier_receive_supplement(
            actor=commune.counter, code=code, version=dossier_get(code).version
        )
        assert Dossier.objects.get(code=code).due_at > MORNING + timedelta(days=7)
        ladder_sweep()
    assert Reminder.objects.filter(item_id=0).values("due_at").distinct().count() == 2
    assert Reminder.objects.count() > first


def test_the_substitute_of_who_is_away_is_told_as_well(commune):
    with at():
        stand_in = actor_make(role=Role.SPECIALIST, unit=commune.office)
        code = dossier_at(commune, Act.APPRAISE)
        substitution_make(
            actor=commune.specialist,
            asked=SubstitutionInput(
                commune.specialist.postings[0].id,
                stand_in.account_id,
                None,
                MORNING + timedelta(days=9),
                Absence.LEAVE,
            ),
        )
    with at(FRIDAY):
        ladder_sweep()
    told = {one.account_id for one in reminders_of(Dossier.objects.get(code=code).pk)}
    assert told == {commune.specialist.account_id, stand_in.account_id}


def test_a_late_step_is_told_to_who_has_it_and_its_head_and_nobody_above(commune, office):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        item = item_of(code, Act.APPRAISE)
        dossier = Dossier.objects.get(code=code)
    assert item.due_at < dossier.due_at
    late = (item.due_at - MORNING).total_seconds() / 3600
    with at(late - 0.1):
        ladder_sweep()
    assert not [one for one in reminders_of(dossier.pk) if one.item_id]
    with at(late + 0.1):
        ladder_sweep()
    found = [one for one in reminders_of(dossier.pk) if one.item_id == item.id]
    assert {one.rung for one in found} == {RungCode.STEP_LATE}
    assert {(one.account_id, one.turn) for one in found} == {
        (office[Turn.HOLDER], Turn.HOLDER),
        (office[Turn.HEAD], Turn.HEAD),
    }


def test_a_unit_sets_its_own_ladder_and_a_stranger_does_not(commune):
    own = (Rung(RungCode.DUE, 0, frozenset({Turn.DIRECTOR})),)
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        assert ladder_of(commune.office.id).rungs == DEFAULT_LADDER
        ladder_set(actor=commune.leader, unit_id=commune.unit.id, rungs=own, reason="Thử")
        assert ladder_of(commune.office.id).rungs == own
        with pytest.raises(Invalid):
            ladder_set(actor=commune.leader, unit_id=commune.unit.id, rungs=own, reason=" ")
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
        with pytest.raises(Forbidden):
            ladder_set(actor=stranger, unit_id=commune.unit.id, rungs=own, reason="Thử")
    assert [one.set_by for one in ladders_history(commune.unit.id)] == [commune.leader.account_id]
    with at(MONDAY):
        ladder_sweep()
    found = reminders_of(Dossier.objects.get(code=code).pk)
    assert not [one for one in found if not one.item_id]
    assert Ladder.objects.count() == 1


def test_the_sweep_of_a_unit_costs_the_same_for_one_and_for_many(commune):
    counts = []
    for more in (1, 6):
        with at():
            for _ in range(more):
                dossier_at(commune, Act.APPRAISE)
        with at(FRIDAY), CaptureQueriesContext(connection) as queries:
            ladder_sweep_unit(commune.unit.id)
        counts.append(len(queries))
    assert counts[1] <= counts[0], counts


def test_a_unit_that_fails_does_not_stop_the_others(commune, monkeypatch):
    with at():
        other = commune_at_work()
        for one in (commune, other):
            dossier_at(one, Act.APPRAISE)
    tell = ladder.ladder_sweep_unit
    first = min(commune.unit.id, other.unit.id)

    def failing(unit_id):
        if unit_id == first:
            raise RuntimeError("broken")
        return tell(unit_id)

    monkeypatch.setattr(ladder, "ladder_sweep_unit", failing)
    monkeypatch.setattr(ladder, "units_with_open_dossiers", lambda: sorted(
        (commune.unit.id, other.unit.id)
    ))  # fmt: skip
    with at(MONDAY):
        assert ladder_sweep() > 0
    told = Reminder.objects.values_list("dossier__competent_unit_id", flat=True)
    assert set(told) == {max(commune.unit.id, other.unit.id)}


def test_many_late_dossiers_stand_before_no_newer_one(commune, monkeypatch):
    with at():
        codes = [dossier_at(commune, Act.APPRAISE) for _number in range(3)]
    monkeypatch.setattr(ladder, "MOST", 1)
    with at(FRIDAY):
        assert ladder_sweep_unit(commune.unit.id) > 0
    told = Reminder.objects.filter(item_id=0).values_list("dossier_id", flat=True)
    assert set(told) == set(Dossier.objects.filter(code__in=codes).values_list("pk", flat=True))
    assert Notice.objects.filter(template="ladder").count() == 1  # still one message a person
