"""What is pressed on the tablet: as a plain form, and as data for the script."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import client_for
from tests.builders.paying import text
from tests.office.outwork import out_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.queries.visits import visit_get
from motcua.reception.visiting import VisitState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


def state(visit):
    with scope_use(SYSTEM):
        return visit_get(visit.id)


def test_a_plain_form_does_the_step_and_comes_back_to_the_list(out):
    visit = out.visit()
    out.round(visit)
    here = f"/office/visits/{visit.id}/step/"
    page = text(out.post(here, step="arrived"))
    assert "Officials at the door" in page
    page = text(out.post(here, step="not_met", missed="nobody"))
    assert "Nobody was at home" in page
    assert state(visit).answer == "Nobody was at home"
    assert "not possible" in text(out.post(here, step="done"))
    assert out.post(here, step="flown").status_code == 404
    assert out.post(here, out.stranger, step="done").status_code == 404


def test_the_script_gets_data_and_the_true_time_is_kept(out):
    visit = out.visit()
    out.round(visit)
    here = f"/office/visits/{visit.id}/step/"
    with at():
        client = client_for(out.officer)
        pressed = {"step": "done", "pressed_at": "2026-09-10T01:30:00+00:00"}
        for _twice in range(2):
            answer = client.post(here, pressed, headers={"accept": "application/json"})
            assert answer.json()["done"] == "Visit done"
        refused = client.post(here, {"step": "left"}, headers={"accept": "application/json"})
        assert "not possible" in refused.json()["refused"]
        client.post(here, {"step": "taken_back", "pressed_at": "gestern"})
    assert state(visit).state is VisitState.PLANNED


def test_the_place_of_the_house_is_kept_and_a_wrong_one_refused(out):
    visit = out.visit()
    out.round(visit)
    here = f"/office/visits/{visit.id}/step/"
    assert "is kept" in text(out.post(here, place="21.5942,105.8482"))
    assert state(visit).place == (21.5942, 105.8482)
    assert "Latitude" in text(out.post(here, place="north"))
