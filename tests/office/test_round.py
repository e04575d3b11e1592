"""A round: planned, filled by who waits longest, put in order, told, begun, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, at
from tests.builders.paying import text
from tests.builders.visits import visit_make
from tests.office.outwork import out_at_work

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.queries.rounds import round_get, round_plan
from motcua.reception.queries.visits import visit_get
from motcua.reception.types import RoundState
from motcua.reception.visiting import VisitState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


def plan_of(round_id):
    with at(), scope_use(SYSTEM):
        return round_plan(round_id)


def test_who_waits_longest_is_offered_first_and_put_onto_the_round(out):
    with clock.clock_set(MORNING - timedelta(days=6)), scope_use(SYSTEM):
        old = visit_make(out.officer, out.centre, name="Cụ Mẫu Lâu")
    new = out.visit(name="Cụ Mẫu Mới")
    one = out.round()
    here = f"/office/rounds/{one.id}/"
    page = text(out.get(here))
    assert page.index("Cụ Mẫu Lâu") < page.index("Cụ Mẫu Mới")
    assert "waits 6 days" in page
    page = text(out.post(here, act="pick", visits=[old.id, new.id]))
    assert "2 visits are on the round" in page
    assert "Nobody else waits" in page
    assert "estimated by the order of the villages" in page


def test_one_place_up_is_an_order_by_hand_and_a_late_second_press_is_told(out):
    one = out.round(out.visit(name="Cụ Mẫu A"), out.visit(name="Cụ Mẫu B"))
    here = f"/office/rounds/{one.id}/"
    legs = [leg.visit.id for leg in plan_of(one.id).legs]
    form = {
        "act": "order",
        "ids": ",".join(map(str, legs)),
        "version": round_now(one).version,
        "move": f"{legs[1]}:up",
    }
    assert "The order is yours now" in text(out.post(here, **form))
    assert [leg.visit.id for leg in plan_of(one.id).legs] == legs[::-1]
    assert "Somebody has changed this round" in text(out.post(here, **form))
    assert "proposed anew" in text(out.post(here, act="propose"))


def round_now(one):
    with scope_use(SYSTEM):
        return round_get(one.id)


def test_told_begun_and_ended_with_who_was_not_reached_back_on_the_list(out):
    visit = out.visit()
    one = out.round(visit)
    here = f"/office/rounds/{one.id}/"
    assert "1 person is told" in text(out.post(here, act="tell"))
    assert "Everybody knows already" in text(out.post(here, act="tell"))
    assert "under way" in text(out.post(here, act="begin"))
    assert "1 visit is back on the list" in text(out.post(here, act="end"))
    assert round_now(one).state is RoundState.ENDED
    with scope_use(SYSTEM):
        assert visit_get(visit.id).state is VisitState.REQUESTED
    assert "This round is over" in text(out.post(here, act="tell"))


def test_one_is_taken_off_and_one_that_is_gone_is_told(out):
    visit = out.visit()
    one, other = out.round(visit), out.round()
    page = text(out.post(f"/office/rounds/{other.id}/", act="pick", visits=[visit.id]))
    assert "Somebody else has put one of them onto another round" in page
    page = text(out.post(f"/office/rounds/{one.id}/", act="drop", visit=visit.id))
    assert "back on the list" in page
    assert out.post(f"/office/rounds/{one.id}/", act="nothing").status_code == 200


def test_a_round_of_another_centre_is_not_there(out):
    one = out.round()
    assert out.get(f"/office/rounds/{one.id}/", out.stranger).status_code == 404
    assert out.post(f"/office/rounds/{one.id}/", out.stranger, act="end").status_code == 404
