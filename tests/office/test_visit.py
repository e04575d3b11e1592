"""One request: put right, refused with a reason, taken up again."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


def test_it_is_refused_with_a_reason_and_taken_up_again(out):
    here = f"/office/visits/{out.visit().id}/"
    assert out.post(here, act="refused", answer="x").status_code == 422
    page = text(out.post(here, act="refused", answer="Gia đình có thể tự đến trung tâm"))
    assert "Gia đình có thể tự đến trung tâm" in page
    assert "refused" in page
    page = text(out.post(here, act="again"))
    assert "back on the list" in page
    assert "This is not possible" in text(out.post(here, act="again"))


def test_it_is_put_right(out):
    visit = out.visit()
    here = f"/office/visits/{visit.id}/"
    data = {
        "act": "change", "name": "Cụ Mẫu Khác", "phone": "0912345678", "address": "Xóm Mới, nhà số 5",
        "reason": "ill", "matter": "Khai tử", "place": "21.5942, 105.8482",
    }  # fmt: skip
    page = text(out.post(here, **data))
    assert "put right" in page
    assert "Xóm Mới" in page
    assert out.post(here, **{**data, "address": ""}).status_code == 422


def test_reading_is_written_down_and_another_centre_finds_nothing(out):
    from motcua.kernel.models import AccessRecord
    from motcua.kernel.scope import SYSTEM, scope_use

    here = f"/office/visits/{(visit := out.visit()).id}/"
    assert out.get(here).status_code == 200
    with scope_use(SYSTEM):
        (record,) = AccessRecord.objects.filter(subject=f"visit:{visit.id}")
    assert record.purpose == "visit at home"
    assert out.get(here, out.stranger).status_code == 404
    assert out.post(here, out.stranger, act="cancelled", answer="Không có").status_code == 404
