"""Two versions beside each other; only versions in sight."""

from __future__ import annotations

import pytest
from tests.office.drafting import page

from motcua.drafting.types import Wording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PLACE = "/office/templates/compare/"


def test_what_differs_is_marked(bench):
    first = bench.approved(wording=Wording(body="Một hai <b>ba</b>"))
    second = bench.sent(based_on=first.id, wording=Wording(body="Một <b>ba</b> bốn"))
    shown = page(bench.writes, PLACE, left=str(first.id), right=str(second.id))
    text = shown.partition('<div class="drafting-text"')[2]
    assert "hai" in text.partition("<del>")[2].partition("</del>")[0]
    assert "bốn</ins>" in shown
    assert "&lt;b&gt;ba&lt;/b&gt;" in shown, "text is never markup"


def test_versions_out_of_sight_are_not_there(bench):
    one = bench.sent()
    for query in ({"left": one.id, "right": one.id}, {"left": "x", "right": "9" * 40}):
        assert bench.stranger.get(PLACE, query).status_code == 404
    assert bench.writes.get(PLACE).status_code == 404
