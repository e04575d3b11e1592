"""A template is begun: blank, or from a version; the name must be free."""

from __future__ import annotations

import pytest
from tests.office.drafting import page

from motcua.drafting.models import Template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PLACE = "/office/templates/new/"


def begin(bench, client=None, query="", **over):
    typed = {"name": "Thông báo", "kind": "notice", "unit_id": str(bench.commune.unit.id), **over}
    return (client or bench.writes).post(PLACE + query, typed)


def test_a_blank_sheet_is_opened(bench):
    answer = begin(bench)
    made = Template.objects.get()
    assert answer["Location"] == f"/office/templates/{made.pk}/"
    assert made.key.startswith("thong_bao_")
    assert (made.number, made.kind) == (1, "notice")
    again = begin(bench)
    assert again.status_code == 422
    assert "choose another name" in again.content.decode()


def test_a_version_is_copied_and_one_is_under_way_at_a_time(bench):
    first = bench.approved()
    query = f"?from={first.id}"
    assert first.name in page(bench.writes, PLACE, **{"from": str(first.id)})
    assert begin(bench, query=query, name=first.name).status_code == 302
    second = Template.objects.get(number=2)
    assert second.wording == Template.objects.get(number=1).wording
    assert "under way already" in begin(bench, query=query, name=first.name).content.decode()


def test_nobody_begins_elsewhere_or_without_the_right(bench):
    assert begin(bench, client=bench.stranger).status_code == 422, "not one of their units"
    assert begin(bench, client=bench.approves).status_code == 404
    draft = bench.sent()
    assert bench.stranger.get(PLACE, {"from": draft.id}).status_code == 404
    assert bench.writes.get(PLACE, {"from": "9" * 30}).status_code == 404
