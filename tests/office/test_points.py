"""Extra reception points of a centre: the list, and planning one."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


HERE = "/office/points/"


def test_whoever_sets_up_plans_a_point_and_an_officer_only_reads(out):
    assert "No extra point is planned" in text(out.get(HERE))
    data = {"name": "Nhà văn hóa xóm Mười", "seat": "Xóm Mười"}
    assert out.post(HERE, **data).status_code == 403
    assert out.post(HERE, out.director, name="", seat="").status_code == 422
    assert "say when it is open" in text(out.post(HERE, out.director, **data))
    page = text(out.get(HERE))
    assert "Nhà văn hóa xóm Mười" in page
    assert "no hours yet" in page
