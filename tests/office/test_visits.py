"""The list of requests: empty, waiting, planned, ended; another centre sees nothing."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


HERE = "/office/visits/"


def test_an_empty_list_says_what_will_stand_there(out):
    assert "Nobody waits for a visit" in text(out.get(HERE))
    assert "Nobody is on a round" in text(out.get(f"{HERE}?list=planned"))
    assert "Nothing has ended" in text(out.get(f"{HERE}?list=ended"))


def test_requests_stand_by_state(out):
    out.visit(name="Cụ Mẫu Chờ")
    out.round(out.visit(name="Cụ Mẫu Đi"))
    waiting, planned = text(out.get(HERE)), text(out.get(f"{HERE}?list=planned"))
    assert "Cụ Mẫu Chờ" in waiting
    assert "Cụ Mẫu Đi" not in waiting
    assert "Cụ Mẫu Đi" in planned
    assert "round 1" in planned
    assert "Cụ Mẫu" not in text(out.get(HERE, out.stranger))


def test_who_works_in_no_centre_is_told_so(out):
    assert out.get(HERE, out.commune.specialist).status_code == 404
