"""The worklist: what is to be done here, in a fixed number of statements."""

from __future__ import annotations

import sys

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at, item_of
from tests.builders.identity import actor_make, client_for
from tests.office.acting import get, text

from motcua.dossiers.types import PartyInput, ReturnMethod
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.ui import formats
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


URL = "/office/worklist/"


def test_a_row_tells_dossier_person_step_holder_and_time_left(commune):
    with scope_use(SYSTEM), at():
        parties = (PartyInput(name="Lê <b>Sen</b>", id_number="019090000001"),)
        code = dossier_at(commune, Act.APPRAISE, parties=parties)
    page = text(get(commune.specialist, URL))
    assert code in page
    assert "Lê &lt;b&gt;Sen&lt;/b&gt;" in page
    assert "<b>Sen" not in page
    assert "You" in page
    assert "left" in page
    assert "019090000001" not in page


def test_filters_are_the_address(commune):
    with scope_use(SYSTEM), at():
        mine = dossier_at(commune, Act.APPRAISE)
        open_ = dossier_accepted(commune)
    leader, specialist = commune.leader, commune.specialist
    assert mine in text(get(specialist, f"{URL}?view=mine"))
    assert open_ not in text(get(specialist, f"{URL}?view=mine"))
    assert mine not in text(get(leader, f"{URL}?view=unclaimed"))
    assert open_ in text(get(leader, f"{URL}?act=assign"))
    assert mine not in text(get(leader, f"{URL}?act=assign"))
    assert mine in text(get(leader, f"{URL}?due=overdue", hours=24 * 20))
    assert mine not in text(get(leader, f"{URL}?due=later", hours=24 * 20))


@pytest.mark.parametrize(
    "query", ["view=x", "due=x", "act=x", "after=x", "after=2026-01-01~1", "after=~", "act=%00"]
)
def test_damaged_filters_count_as_none(commune, query):
    with scope_use(SYSTEM), at():
        code = dossier_accepted(commune)
    answer = get(commune.leader, f"{URL}?{query}")
    assert answer.status_code == 200
    assert code in text(answer)


def test_empty_lists_say_what_will_appear(commune):
    assert "Nothing is waiting for you" in text(get(commune.leader, URL))
    assert "Nothing matches" in text(get(commune.leader, f"{URL}?due=overdue"))


def test_pages_follow_each_other_without_gap_or_repeat(commune, monkeypatch):
    monkeypatch.setattr("motcua.office.views.worklist.PAGE", 2)
    with scope_use(SYSTEM), at():
        codes = {dossier_accepted(commune) for _ in range(5)}
    seen, url = [], URL
    while url:
        answer = get(commune.leader, url)
        seen += [row.dossier.code for row in answer.context["rows"]]
        url = answer.context["next_url"]
    assert len(seen) == 5
    assert set(seen) == codes


def test_fifty_rows_cost_the_statements_of_one(commune):
    with scope_use(SYSTEM), at():
        dossier_accepted(commune)
    client = client_for(commune.leader)
    with at(2):
        client.get(URL)  # sessions and caches are warm
        with CaptureQueriesContext(connection) as one:
            client.get(URL)
    with scope_use(SYSTEM), at():
        for _ in range(49):
            dossier_accepted(commune)
    with at(2), CaptureQueriesContext(connection) as fifty:
        answer = client.get(URL)
    assert len(answer.context["rows"]) == 50
    assert len(fifty) == len(one) <= 23


def test_only_who_may_assign_gets_boxes(commune):
    with scope_use(SYSTEM), at():
        dossier_accepted(commune)
    assert 'name="item"' in text(get(commune.leader, URL))
    assert 'name="item"' not in text(get(commune.counter, URL))


def test_others_see_nothing_of_it(commune):
    with scope_use(SYSTEM), at():
        code = dossier_accepted(commune)
        other = commune_at_work(code="05437", name="Phong Quang")
        finance = actor_make(role=Role.FINANCE, unit=commune.unit)
    assert code not in text(get(other.leader, URL))
    assert get(finance, URL).status_code == 404
    assert Client().get(URL)["Location"].startswith("/office/sign-in/")
    assert client_for(commune.leader).post(URL).status_code == 405


def test_where_nobody_counts_any_more_the_page_says_more_than(commune, monkeypatch):
    with scope_use(SYSTEM), at():
        codes = [dossier_accepted(commune) for _ in range(3)]
    for most, words in ((3, "3 pieces of work are open"), (2, "More than 2 pieces of work")):
        monkeypatch.setattr(sys.modules["motcua.workflow.queries.worklist"], "COUNTED", most)
        page = text(get(commune.leader, URL))
        assert words in page
        assert all(code in page for code in codes)
        assert ('class="count"' in page) == (most == 3)


def test_a_result_that_lies_ready_is_no_lateness_and_says_since_when_it_waits(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.RETURN)
        item = item_of(code, Act.RETURN)
    page = text(get(commune.counter, URL, hours=24 * 20))
    row = page.partition(f'id="work-{item.id}"')[2].partition("</tr>")[0]
    assert "Waits for the applicant" in row
    assert f"since {formats.instant_short(item.opened_at)}" in row
    assert "tone-neutral" in row
    assert "overdue" not in row.lower()
    assert code not in text(get(commune.counter, f"{URL}?due=overdue", hours=24 * 20))
    assert code in text(get(commune.counter, f"{URL}?due=waiting", hours=24 * 20))


def test_what_goes_back_by_post_waits_to_be_sent(commune):
    with scope_use(SYSTEM), at():
        dossier_at(
            commune, Act.RETURN, return_method=ReturnMethod.POST,
            parties=(PartyInput(name="Lê Mẫu", id_number="019090000001", address="Tổ 1"),),
        )  # fmt: skip
    assert "To be sent by post" in text(get(commune.counter, URL))
