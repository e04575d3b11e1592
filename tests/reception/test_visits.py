"""Home visits: asked for, planned in fair order, on the road, put back, erased; and the walls."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_registered
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.visits import TODAY, round_make, visit_make, visit_order

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_persons, scope_units, scope_use
from motcua.notices.models import Notice
from motcua.reception import services
from motcua.reception.models import Round, Visit, VisitEvent
from motcua.reception.queries import rounds as plans
from motcua.reception.queries import visits as queries
from motcua.reception.types import RoundState
from motcua.reception.visiting import ERASED_AFTER, AskedBy, VisitState, VisitStep, half_of

S, T = VisitState, VisitStep


@pytest.fixture
def commune(db):
    with at(), scope_use(SYSTEM):
        yield commune_at_work()


@pytest.fixture
def ask(commune):
    def make(**over):
        return visit_make(commune.counter, commune.centre, **over)

    return make


def picked(commune, *visits, **over):
    """Return a round of today with these visits."""
    made = round_make(commune.counter, commune.centre, **over)
    services.round_pick(
        actor=commune.counter, round_id=made.id, visit_ids=[one.id for one in visits]
    )
    return plans.round_get(made.id)


def press(commune, visit, step, **over):
    return services.visit_step(actor=commune.counter, visit_id=visit.id, step=step, **over)


def test_a_request_is_written_down_once_with_who_wrote_it(commune, ask):
    key = uuid4()
    made = ask(key=key, wishes=(half_of(3, 0),))
    assert ask(key=key) == made
    assert (made.state, made.asked_by, made.phone) == (S.REQUESTED, AskedBy.PHONE, "+84912345678")
    with pytest.raises(Refused) as twice:
        ask()
    assert twice.value.code == "visit_twice"
    story = queries.visit_story(made.id)
    assert [(one.step, one.account_id) for one in story] == [(T.ASKED, commune.counter.account_id)]


def test_everything_that_is_wrong_is_said_at_once(ask):
    with pytest.raises(Invalid) as refused:
        ask(name="", address="x", reason="cancer", phone="12", matter="", wishes=(14,),
            procedures=("x" * 30,), place=(0.0, 0.0), hamlet_id=999)  # fmt: skip
    fields = {one.field for one in refused.value.problems}
    assert fields == {
        "name", "address", "reason", "phone", "wishes", "procedures", "place", "hamlet",
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        ask(phone="", matter="")
    assert {one.field for one in refused.value.problems} == {"phone", "matter"}


def test_only_officials_of_the_centre_plan_and_a_guide_may_only_ask(commune, ask):
    guide = actor_make(role=Role.GUIDE, unit=commune.unit)
    made = services.visit_help(actor=guide, order=visit_order(commune.centre))
    assert (made.asked_by, made.helper_name) == (AskedBy.HELPER, guide.name)
    assert [one.id for one in queries.visits_asked_by(guide.account_id, [commune.centre.id])] == [
        made.id
    ]
    elsewhere = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    for stranger in (guide, elsewhere):
        with pytest.raises(Forbidden):
            services.visit_end(
                actor=stranger, visit_id=made.id, step=T.REFUSED, answer="Không thuộc diện"
            )
        with pytest.raises(Forbidden):
            round_make(stranger, commune.centre)
    with pytest.raises(Forbidden):
        services.visit_help(actor=elsewhere, order=visit_order(commune.centre))


def test_a_citizen_asks_sees_and_cancels_only_their_own_and_three_at_most(commune):
    citizen, other = citizen_make(), citizen_make()
    made = services.visit_ask(citizen=citizen, order=visit_order(commune.centre))
    for number in range(2):
        services.visit_ask(
            citizen=citizen, order=visit_order(commune.centre, name=f"Trần Văn Mẫu {number}")
        )
    with pytest.raises(Refused) as many:
        services.visit_ask(citizen=citizen, order=visit_order(commune.centre, name="Ai đó"))
    assert many.value.code == "visits_many"
    with pytest.raises(NotFound):
        services.visit_cancel(citizen=other, visit_id=made.id)
    services.visit_cancel(citizen=citizen, visit_id=made.id)
    services.visit_cancel(citizen=citizen, visit_id=made.id)
    assert queries.visit_get(made.id).state is S.CANCELLED
    with scope_use(scope_persons([citizen.subject_id])):
        assert len(queries.visits_own(citizen.subject_id)) == 3
    with scope_use(scope_persons([other.subject_id])):
        assert queries.visits_own(citizen.subject_id) == []
    with pytest.raises(NotFound):
        services.visit_ask(citizen=other, order=visit_order(commune.centre, key=_key(made)))


def test_a_citizen_learns_nothing_of_what_others_asked_for(commune, ask):
    ask()
    citizen, other = citizen_make(), citizen_make()
    for asking in (citizen, other):
        own = services.visit_ask(citizen=asking, order=visit_order(commune.centre))
        assert own.state is S.REQUESTED, "the same name and telephone as somebody else's request"
        with pytest.raises(Refused) as twice:
            services.visit_ask(citizen=asking, order=visit_order(commune.centre))
        assert twice.value.code == "visit_twice", "their own they may know of"


def _key(made):
    return Visit.objects.values_list("key", flat=True).get(id=made.id)


def test_another_centre_sees_neither_requests_nor_rounds(commune, ask):
    made = ask()
    one = picked(commune, made)
    with scope_use(scope_units([commune.centre.id])):
        assert queries.visit_get(made.id).round_id == one.id
    with scope_use(scope_units([commune.centre.id + 10_000])):
        for read in (
            lambda: queries.visit_get(made.id),
            lambda: plans.round_get(one.id),
        ):
            with pytest.raises(NotFound):
                read()
        assert queries.visit_story(made.id) == []
        with pytest.raises(NotFound):
            press(commune, made, T.DONE)


def test_who_waits_longest_is_proposed_first_and_wishes_are_kept_apart(commune, ask):
    with clock.clock_set(MORNING - timedelta(days=5)):
        old = ask(name="Cụ Mẫu A", wishes=(half_of(0, 0),))
    with clock.clock_set(MORNING - timedelta(days=3)):
        middle = ask(name="Cụ Mẫu B", wishes=(half_of(3, 1),))
    young = ask(name="Cụ Mẫu C")
    fitting, others = plans.candidates_of(round_make(commune.counter, commune.centre))
    assert [one.id for one in fitting] == [middle.id, young.id]
    assert [one.id for one in others] == [old.id]
    assert [one.id for one in queries.visits_waiting(commune.centre.id)] == [
        old.id, middle.id, young.id,
    ]  # fmt: skip
    assert queries.visit_get(old.id).waits == 5


def test_the_order_is_proposed_until_somebody_sets_it_by_hand(commune, ask):
    far, near = ask(name="Xa", place=(21.70, 105.84)), ask(name="Gần", place=(21.60, 105.84))
    services.visits_offer(
        actor=commune.director, unit_id=commune.centre.id, offered=True, base=(21.59, 105.84)
    )
    one = picked(commune, far, near)
    assert [leg.visit.id for leg in plans.round_plan(one.id).legs] == [near.id, far.id]
    services.round_order(
        actor=commune.counter, round_id=one.id, ids=[far.id, near.id], version=one.version
    )
    middle = ask(name="Giữa", place=(21.65, 105.84))
    services.round_pick(actor=commune.counter, round_id=one.id, visit_ids=[middle.id])
    plan = plans.round_plan(one.id)
    assert [leg.visit.id for leg in plan.legs] == [far.id, near.id, middle.id], "the hand wins"
    assert plan.round.by_hand
    with pytest.raises(Stale):
        services.round_order(
            actor=commune.counter, round_id=one.id, ids=[near.id, far.id], version=one.version
        )
    services.round_propose(actor=commune.counter, round_id=one.id)
    plan = plans.round_plan(one.id)
    assert [leg.visit.id for leg in plan.legs] == [near.id, middle.id, far.id]
    assert plan.base_known
    assert plan.metres > 30_000


def test_on_the_road_a_press_may_come_twice_and_late_and_the_true_time_stays(commune, ask):
    made = ask()
    one = picked(commune, made)
    pressed = MORNING - timedelta(minutes=50)
    assert press(commune, made, T.ARRIVED, pressed_at=pressed).state is S.THERE
    assert press(commune, made, T.ARRIVED).arrived_at == clock.local(pressed), "twice is once"
    assert plans.round_get(one.id).state is RoundState.UNDER_WAY
    done = press(commune, made, T.DONE)
    with pytest.raises(Refused):
        press(commune, made, T.NOT_MET)
    assert done.ended_at == clock.local(MORNING)
    back = press(commune, made, T.TAKEN_BACK)
    assert (back.state, back.ended_at, back.arrived_at) == (S.PLANNED, None, None)
    event = VisitEvent.objects.get(visit_id=made.id, step=T.ARRIVED.value)
    assert (event.at, event.told_at) == (pressed, MORNING)


def test_not_met_goes_back_on_the_list_with_its_waiting_time(commune, ask):
    with clock.clock_set(MORNING - timedelta(days=9)):
        made = ask()
    picked(commune, made)
    missed = press(commune, made, T.NOT_MET, answer="Nhà khóa cửa")
    assert missed.answer == "Nhà khóa cửa"
    again = services.visit_again(actor=commune.counter, visit_id=made.id)
    assert (again.state, again.round_id, again.waits) == (S.REQUESTED, None, 9)


def test_a_round_that_ends_gives_back_whom_it_did_not_reach(commune, ask):
    reached, missed = ask(name="Cụ Mẫu A"), ask(name="Cụ Mẫu B")
    one = picked(commune, reached, missed)
    assert services.round_begin(actor=commune.counter, round_id=one.id).state is (
        RoundState.UNDER_WAY
    )
    press(commune, reached, T.DONE)
    assert services.round_end(actor=commune.counter, round_id=one.id) == 1
    assert queries.visit_get(missed.id).state is S.REQUESTED
    assert plans.round_get(one.id).state is RoundState.ENDED
    with pytest.raises(Refused) as over:
        services.round_propose(actor=commune.counter, round_id=one.id)
    assert over.value.code == "round_over"
    with pytest.raises(Refused):
        press(commune, reached, T.TAKEN_BACK)
    empty = round_make(commune.counter, commune.centre)
    services.round_end(actor=commune.counter, round_id=empty.id)
    assert plans.round_get(empty.id).state is RoundState.CANCELLED


def test_a_round_is_planned_for_people_of_the_centre_and_a_day_to_come(commune):
    elsewhere = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    with pytest.raises(Invalid) as refused:
        round_make(commune.counter, commune.centre, day=TODAY - timedelta(days=1),
                   account_ids=(elsewhere.account_id,), service_minutes=1)  # fmt: skip
    assert {one.field for one in refused.value.problems} == {
        "day", "account_ids", "service_minutes",
    }  # fmt: skip
    tomorrow = round_make(commune.counter, commune.centre, day=TODAY + timedelta(days=1))
    with pytest.raises(Refused):
        services.round_begin(actor=commune.counter, round_id=tomorrow.id)
    again = round_make(commune.counter, commune.centre)
    assert again.number == tomorrow.number + 1
    with pytest.raises(Refused) as empty:
        services.round_begin(actor=commune.counter, round_id=again.id)
    assert empty.value.code == "round_empty"


def test_people_are_told_once_for_a_plan_and_again_when_it_changes(commune, ask):
    made = ask()
    one = picked(commune, made)
    assert services.round_tell(actor=commune.counter, round_id=one.id) == (1, [])
    assert services.round_tell(actor=commune.counter, round_id=one.id) == (0, [])
    press(commune, made, T.LEFT)
    services.round_drop(actor=commune.counter, visit_id=made.id)
    later = picked(commune, queries.visit_get(made.id), day=TODAY + timedelta(days=1))
    assert services.round_tell(actor=commune.counter, round_id=later.id)[0] == 1
    services.visit_end(
        actor=commune.counter, visit_id=made.id, step=T.CANCELLED, answer="Đường bị sạt lở"
    )
    told = list(Notice.objects.order_by("id").values_list("template", flat=True))
    assert told == ["visit_morning", "visit_coming", "visit_morning", "visit_off"]
    texts = " ".join(str(one.values) for one in Notice.objects.order_by("id"))
    assert "Mẫu" not in texts
    assert "sạt lở" not in texts


def test_who_must_be_called_is_named_each_time(commune, ask):
    reached, mute = ask(), ask(name="Cụ Mẫu Không Máy")
    Visit.objects.filter(id=mute.id).update(phone="", helper_phone="")
    one = picked(commune, reached, mute)
    assert services.round_tell(actor=commune.counter, round_id=one.id) == (1, [mute.id])
    assert services.round_tell(actor=commune.counter, round_id=one.id) == (0, [mute.id])


def test_a_plan_that_comes_back_to_the_first_half_of_the_day_is_told_again(commune, ask):
    made = ask()
    one = picked(commune, made)
    for minute, starts in enumerate((time(7, 30), time(13, 30), time(7, 30))):
        Round.objects.filter(id=one.id).update(starts=starts, version=F("version") + 1)
        with clock.clock_set(MORNING + timedelta(minutes=minute)):
            assert services.round_tell(actor=commune.counter, round_id=one.id) == (1, [])
    told = list(Notice.objects.order_by("id").values_list("template", flat=True))
    assert told == ["visit_morning", "visit_afternoon", "visit_morning"]


def test_refused_only_with_a_reason_and_never_when_it_is_planned(commune, ask):
    made = ask()
    with pytest.raises(Invalid):
        services.visit_end(actor=commune.counter, visit_id=made.id, step=T.REFUSED, answer="x")
    picked(commune, made)
    with pytest.raises(Refused):
        services.visit_end(
            actor=commune.counter, visit_id=made.id, step=T.REFUSED, answer="Không thuộc diện"
        )


def test_a_visit_becomes_dossiers_and_is_then_not_taken_back(commune, ask):
    made = ask()
    picked(commune, made)
    code = dossier_registered(commune)
    for _twice in range(2):
        after = services.visit_became(actor=commune.counter, visit_id=made.id, code=code)
    assert after.dossier_codes == (code,)
    press(commune, made, T.DONE)
    with pytest.raises(Refused) as kept:
        press(commune, made, T.TAKEN_BACK)
    assert kept.value.code == "visit_has_dossier"


def test_the_place_of_a_house_is_kept_for_the_next_team(commune, ask):
    made = ask()
    found = services.visit_place(actor=commune.counter, visit_id=made.id, place=(21.5942, 105.8482))
    assert found.point == (21.5942, 105.8482)
    with pytest.raises(Invalid):
        services.visit_place(actor=commune.counter, visit_id=made.id, place=(48.0, 2.0))


def test_what_is_personal_is_erased_ninety_days_after_the_end(commune, ask):
    made, open_one = ask(name="Cụ Mẫu A"), ask(name="Cụ Mẫu B")
    services.visit_end(
        actor=commune.counter, visit_id=made.id, step=T.CANCELLED, answer="Đã tự đến trung tâm"
    )
    assert services.visits_erase() == 0
    with clock.clock_set(MORNING + ERASED_AFTER + timedelta(hours=1)):
        assert services.visits_erase() == 1
        assert services.visits_erase() == 0
        row = queries.visit_get(made.id)
        assert (row.name, row.phone, row.address, row.answer, row.matter) == ("", "", "", "", "")
        assert row.erased
        assert row.state is S.CANCELLED
        assert queries.visit_get(open_one.id).name == "Cụ Mẫu B"
        with pytest.raises(Refused) as erased:
            services.visit_again(actor=commune.counter, visit_id=made.id)
    assert erased.value.code == "visit_erased"


def test_villages_keep_the_order_that_was_set_and_a_closed_one_lets_go(commune, ask):
    director, unit_id = commune.director, commune.centre.id
    ids = [
        services.hamlet_add(
            actor=director, unit_id=unit_id, change=services.HamletChange(f"Xóm {n}")
        )
        for n in (1, 2, 3)
    ]
    services.hamlets_order(actor=director, unit_id=unit_id, ids=ids[::-1])
    assert [one.id for one in queries.hamlets_of(unit_id)] == ids[::-1]
    with pytest.raises(Stale):
        services.hamlets_order(actor=director, unit_id=unit_id, ids=ids[:2])
    with pytest.raises(Invalid):
        services.hamlet_add(
            actor=director, unit_id=unit_id, change=services.HamletChange("Xóm 1", (1.0, 2.0))
        )
    services.road_set(actor=director, one_id=ids[2], other_id=ids[0], metres=9_000)
    assert queries.roads_of(unit_id) == {(ids[0], ids[2]): 9_000}
    for metres in (0, 900_000):
        with pytest.raises(Invalid):
            services.road_set(actor=director, one_id=ids[0], other_id=ids[1], metres=metres)
    made = ask(hamlet_id=ids[0])
    services.hamlet_close(actor=director, hamlet_id=ids[0])
    assert queries.visit_get(made.id).hamlet is None
    assert queries.roads_of(unit_id) == {}
    with pytest.raises(Forbidden):
        services.hamlets_order(actor=commune.counter, unit_id=unit_id, ids=ids[1:])


def test_two_who_pick_one_request_and_two_first_presses_have_one_effect(fresh_database):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        made = visit_make(commune.counter, commune.centre)
        rounds = [round_make(commune.counter, commune.centre) for _two in range(2)]
    ready = Barrier(2)

    def pick(round_id):
        try:
            with clock.clock_set(MORNING), scope_use(SYSTEM):
                ready.wait()
                return services.round_pick(
                    actor=commune.counter, round_id=round_id, visit_ids=[made.id]
                )
        finally:
            connection.close()

    def done(_nth):
        try:
            with clock.clock_set(MORNING), scope_use(SYSTEM):
                ready.wait()
                return press(commune, made, T.DONE).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(len, pool.map(pick, [one.id for one in rounds]))) == [0, 1]
        assert list(pool.map(done, range(2))) == [S.DONE, S.DONE]
    with scope_use(SYSTEM):
        steps = [one.step for one in queries.visit_story(made.id)]
    assert steps.count(T.PLANNED) == steps.count(T.DONE) == 1
