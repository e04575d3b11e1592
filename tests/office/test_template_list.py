"""The list of templates: what is in force, under way, of the unit above; walls."""

from __future__ import annotations

import pytest
from tests.office.drafting import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PLACE = "/office/templates/"


def test_templates_stand_there_by_what_they_are(bench):
    assert "No template is in force yet" in page(bench.writes, PLACE)
    bench.approved()
    bench.sent(name="Chờ duyệt")
    shown = page(bench.writes, PLACE)
    assert "Giấy xác nhận (mẫu)" in shown
    assert "waits for approval" in shown
    assert "Write a template" in shown
    assert "Write a template" not in page(bench.approves, PLACE)
    assert "Chờ duyệt" not in page(bench.stranger, PLACE)
    assert bench.drafts.get(PLACE).status_code == 404


def test_words_and_states_narrow_it(bench):
    bench.approved()
    bench.sent(name="Chờ duyệt")
    assert "Chờ duyệt" in page(bench.approves, PLACE, state="waiting")
    assert "Chờ duyệt" not in page(bench.approves, PLACE, state="written")
    none = page(bench.approves, PLACE, q="không có đâu\x00")
    assert "No template fits" in none
    assert "Chờ duyệt" in page(bench.approves, PLACE, q="cho duyet")
