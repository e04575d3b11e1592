"""The sheet: what the road needs, no reason, to be destroyed."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


def test_the_sheet_holds_what_the_road_needs_and_no_more(out):
    visit = out.visit(matter="Chứng thực chữ ký")
    one = out.round(visit)
    page = text(out.get(f"/office/rounds/{one.id}/print/"))
    for words in (
        visit.name,
        "0912 345 678",
        visit.address,
        "Chứng thực chữ ký",
        "Destroy this sheet",
    ):
        assert words in page
    assert "Old, and" not in page
    out.post(f"/office/visits/{visit.id}/step/", step="done")
    assert visit.name not in text(out.get(f"/office/rounds/{one.id}/print/"))
    assert out.get(f"/office/rounds/{one.id}/print/", out.stranger).status_code == 404
