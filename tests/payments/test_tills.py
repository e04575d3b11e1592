"""Cash at the day's end: handed over, counted by somebody else, and the day closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.payments import order_make

from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.payments import queries, services
from motcua.payments.models import Mismatch
from motcua.payments.types import Method

MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = MORNING.date()


@pytest.fixture
def unit(system_scope):
    return commune_make()


@pytest.fixture
def counter(unit):
    return actor_make(role=Role.COUNTER, unit=unit)


@pytest.fixture
def finance(unit):
    return actor_make(role=Role.FINANCE, unit=unit)


@pytest.fixture(autouse=True)
def _day():
    with clock.clock_set(MORNING):
        yield


def take(unit, actor, amount=8_000):
    order = order_make(unit, amount_vnd=amount)
    posting = actor.posting_for(Action.DOSSIER_FEE, unit.id)
    services.cash_take(order=order, posting=posting, method=Method.CASH)
    return order


def give_back(order, actor):
    posting = actor.posting_for(Action.DOSSIER_FEE, order.unit_id)
    return services.cash_reverse(subject=order.subject, posting=posting, reason="Thu nhầm hồ sơ")


def over(unit, actor, amount, **more):
    return services.till_hand_over(actor=actor, unit_id=unit.id, day=DAY, handed_vnd=amount, **more)


def till(actor):
    return next(one for one in queries.tills_of(DAY) if one.account_id == actor.account_id)


def test_a_till_is_what_was_taken_less_what_went_back(unit, counter, finance):
    take(unit, counter)
    wrong = take(unit, counter, 20_000)
    take(unit, actor_make(role=Role.COUNTER, unit=unit), 5_000)
    give_back(wrong, counter)
    mine = till(counter)
    assert (mine.taken, mine.taken_vnd, mine.reversed_vnd, mine.left_vnd) == (
        2, 28_000, 20_000, 8_000,
    )  # fmt: skip
    assert len(queries.tills_of(DAY)) == 2
    assert queries.tills_of(DAY + timedelta(days=1)) == []


def test_it_is_handed_over_and_counted_by_another_person(unit, counter, finance):
    take(unit, counter)
    one = over(unit, counter, 8_000)
    assert till(counter).left_vnd == 0
    assert not till(counter).settled
    with pytest.raises(Refused, match="nothing to hand over"):
        over(unit, counter, 8_000)
    with pytest.raises(Forbidden):
        services.hand_over_receive(actor=counter, hand_over_id=one, received_vnd=8_000)
    services.hand_over_receive(actor=finance, hand_over_id=one, received_vnd=8_000)
    assert till(counter).settled
    with pytest.raises(Refused, match="already"):
        services.hand_over_receive(actor=finance, hand_over_id=one, received_vnd=8_000)
    with pytest.raises(NotFound):
        services.hand_over_receive(actor=finance, hand_over_id=0, received_vnd=1)
    assert not Mismatch.objects.exists()
    take(unit, counter, 3_000)  # after the hand-over: a second one
    assert till(counter).left_vnd == 3_000


def test_what_differs_is_explained_by_one_and_made_clear_by_another(unit, counter, finance):
    take(unit, counter, 100_000)
    with pytest.raises(Invalid, match="Say why"):
        over(unit, counter, 90_000)
    one = over(unit, counter, 90_000, note="Trả nhầm tiền thừa")
    services.hand_over_receive(actor=finance, hand_over_id=one, received_vnd=90_000)
    found = Mismatch.objects.get()
    assert (found.kind, found.here_vnd, found.there_vnd) == ("cash", 100_000, 90_000)
    assert till(counter).difference_vnd == -10_000
    with pytest.raises(Refused) as refusal:
        services.day_close(actor=finance, day=DAY)
    assert refusal.value.code == "differences_open"
    services.mismatch_resolve(actor=finance, mismatch_id=found.pk, reason="Cán bộ đã nộp bù")
    with pytest.raises(Refused) as refusal:  # who counted has only explained it
        services.day_close(actor=finance, day=DAY)
    assert refusal.value.code == "differences_open"
    approve(actor_make(role=Role.LEADER, unit=unit), found)
    services.day_close(actor=finance, day=DAY)


def approve(actor, found):
    found.refresh_from_db()
    services.mismatch_approve(
        actor=actor, mismatch_id=found.pk, explained_at=found.explained_at or MORNING
    )


@pytest.fixture
def short(unit, counter, finance):
    """Cash that the finance officer counted as too little."""
    take(unit, counter, 100_000)
    one = over(unit, counter, 100_000)
    services.hand_over_receive(actor=finance, hand_over_id=one, received_vnd=90_000)
    return Mismatch.objects.get()


def test_who_counted_a_till_does_not_explain_its_difference_alone(unit, counter, finance, short):
    leader = actor_make(role=Role.LEADER, unit=unit)
    with pytest.raises(Refused) as refusal:
        approve(leader, short)
    assert refusal.value.code == "not_explained"
    assert not services.mismatch_resolve(
        actor=finance, mismatch_id=short.pk, reason="Cán bộ đã nộp bù"
    )
    short.refresh_from_db()
    assert (short.resolved_at, short.explained_by) == (None, finance.account_id)
    with pytest.raises(Refused) as refusal:
        approve(finance, short)
    assert refusal.value.code == "mismatch_by_two"
    with pytest.raises(Forbidden):
        approve(counter, short)
    with pytest.raises(Forbidden):
        approve(actor_make(role=Role.LEADER, unit=commune_make()), short)
    approve(leader, short)
    short.refresh_from_db()
    assert (short.resolved_by, short.resolution) == (leader.account_id, "Cán bộ đã nộp bù")
    with pytest.raises(Refused, match="already"):
        approve(leader, short)


def test_what_was_explained_anew_is_read_before_it_is_approved(unit, finance, short):
    services.mismatch_resolve(actor=finance, mismatch_id=short.pk, reason="Đếm nhầm tờ tiền")
    short.refresh_from_db()
    read = short.explained_at
    with clock.clock_set(MORNING + timedelta(minutes=1)):
        services.mismatch_resolve(actor=finance, mismatch_id=short.pk, reason="Thiếu 10.000 đồng")
    leader = actor_make(role=Role.LEADER, unit=unit)
    with pytest.raises(Refused) as refusal:
        services.mismatch_approve(actor=leader, mismatch_id=short.pk, explained_at=read)
    assert refusal.value.code == "explained_anew"
    approve(leader, short)


def test_a_colleague_who_did_not_count_makes_it_clear_in_their_own_words(unit, finance, short):
    services.mismatch_resolve(actor=finance, mismatch_id=short.pk, reason="Đếm nhầm tờ tiền")
    colleague = actor_make(role=Role.FINANCE, unit=unit)
    assert services.mismatch_resolve(
        actor=colleague, mismatch_id=short.pk, reason="Đã đếm lại, thiếu thật"
    )
    short.refresh_from_db()
    assert (short.resolved_by, short.explained_by) == (colleague.account_id, None)


def test_the_database_too_wants_two_people(unit, finance, short):
    with pytest.raises(IntegrityError, match="mismatch_by_two"), transaction.atomic():
        Mismatch.objects.update(explained_by=finance.account_id, resolved_by=finance.account_id)


def test_nobody_counts_their_own_cash(unit, finance):
    take(unit, finance)
    one = over(unit, finance, 8_000)
    with pytest.raises(Refused, match="their own"):
        services.hand_over_receive(actor=finance, hand_over_id=one, received_vnd=8_000)


def test_nobody_makes_clear_what_is_missing_in_their_own_till(unit, finance):
    take(unit, finance)
    one = over(unit, finance, 8_000)
    colleague = actor_make(role=Role.FINANCE, unit=unit)
    services.hand_over_receive(actor=colleague, hand_over_id=one, received_vnd=5_000)
    found = Mismatch.objects.get()
    with pytest.raises(Refused, match="their own"):
        services.mismatch_resolve(actor=finance, mismatch_id=found.pk, reason="Đã nộp bù đủ")
    services.mismatch_resolve(actor=colleague, mismatch_id=found.pk, reason="Đã nộp bù đủ")
    with pytest.raises(Refused, match="their own"):
        approve(finance, found)


def test_a_day_is_closed_once_with_its_figures_when_all_cash_is_counted(unit, counter, finance):
    take(unit, counter)
    with pytest.raises(Forbidden):
        services.day_close(actor=counter, day=DAY)
    with pytest.raises(Refused) as refusal:
        services.day_close(actor=finance, day=DAY)
    assert refusal.value.code == "tills_open"
    one = over(unit, counter, 8_000)
    services.hand_over_receive(actor=finance, hand_over_id=one, received_vnd=8_000)
    with pytest.raises(Invalid):
        services.day_close(actor=finance, day=DAY + timedelta(days=1))
    services.day_close(actor=finance, day=DAY, note="Khớp với sổ quỹ")
    closing = queries.closing_of(unit_id=unit.id, day=DAY)
    assert closing.figures["cash"]["received_vnd"] == 8_000
    assert closing.closed_by == finance.account_id
    with pytest.raises(Refused, match="closed already"):
        services.day_close(actor=finance, day=DAY)


def test_cash_that_was_not_handed_over_is_remembered_the_next_day(unit, counter):
    take(unit, counter)
    assert queries.days_not_handed_over(counter.account_id) == []
    with clock.clock_set(MORNING + timedelta(days=1)):
        assert queries.days_not_handed_over(counter.account_id) == [DAY]
        over(unit, counter, 8_000)
        assert queries.days_not_handed_over(counter.account_id) == []


def test_another_commune_s_cash_is_none_of_a_day_s_closing(unit, finance):
    elsewhere = commune_make()
    take(elsewhere, actor_make(role=Role.COUNTER, unit=elsewhere))
    services.day_close(actor=finance, day=DAY)
    assert queries.closing_of(unit_id=elsewhere.id, day=DAY) is None
