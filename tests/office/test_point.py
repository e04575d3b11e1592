"""One point: hours, days left out, changed, closed."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.builders.visits import point_held
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


@pytest.fixture
def here(out):
    return f"/office/points/{point_held(out.commune)}/"


def test_hours_are_announced_left_out_and_ended(out, here):
    data = {"act": "hours", "weekday": "4", "begins": "07:30", "ends": "11:00"}
    page = text(out.post(here, out.director, **data))
    assert "announced at the portal" in page
    assert "each Friday" in page
    assert out.post(here, out.director, **{**data, "ends": "07:00"}).status_code == 422
    page = text(out.post(here, out.director, act="off", day="2026-09-11"))
    assert "Left out" in page
    assert "opens after all" in text(out.post(here, out.director, act="on", day="2026-09-11"))
    assert out.post(here, out.director, act="off", day="x").status_code == 404
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.reception.queries.points import points_of

    with scope_use(SYSTEM):
        hours = points_of([out.centre.id])[0].hours[0].id
    assert "end today" in text(out.post(here, out.director, act="hours_end", hours=hours))
    assert out.post(here, out.director, act="hours_end", hours=hours).status_code == 404


def test_it_is_changed_and_closed_by_its_own_centre_only(out, here):
    data = {"act": "change", "name": "Chợ phiên", "seat": "Chợ trung tâm",
            "account_ids": [out.officer.account_id]}  # fmt: skip
    assert "Chợ phiên" in text(out.post(here, out.director, **data))
    assert out.post(here, out.director, **{**data, "hotline": "1"}).status_code == 422
    assert out.get(here, out.stranger).status_code == 404
    assert "Its figures stay" in text(out.post(here, out.director, act="close"))
    assert out.get(here, out.director).status_code == 404
