"""Links of wall screens in the office: made once for the board at hand, listed, warned about."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import actor_make, client_for
from tests.builders.walls import wall_made
from tests.office.test_board import page_of
from tests.office.test_board_merged import merger

from motcua.identity.types import Role
from motcua.office.boards.screens import screens_listed
from motcua.organisations.queries import unit_get
from motcua.reception.models import Device

pytestmark = pytest.mark.usefixtures("system_scope")
__all__ = ["merger"]
SCREENS = "/office/board/screens/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        return commune_at_work()


def makes(actor, query="", hours=0, **over):
    with at(hours):
        answer = client_for(actor).post(
            SCREENS + query, {"name": "Sảnh tầng 1", "language": "en", **over}
        )
    return answer, html.unescape(answer.content.decode()).replace("\u00a0", " ")


def test_the_board_leads_to_a_link_of_the_same_board(commune):
    version = commune.offering.version
    _answer, board = page_of(commune.leader, procedure=version.code, period="quarter", own="1")
    (url,) = set(re.findall(r'href="(/office/board/screens/[^"]*)"', board))
    url = html.unescape(url)
    _answer, page = page_of(commune.leader, url)
    assert version.name in page
    assert "The unit itself alone" in page
    answer, page = makes(commune.leader, url.removeprefix(SCREENS), hours=1)
    assert answer.status_code == 200
    kept = Device.objects.get().shown
    assert kept == {
        "board": "unit", "period": "quarter", "procedure": version.code, "own": "1",
        "language": "en",
    }  # fmt: skip


def test_link_code_and_picture_are_shown_once(commune):
    _answer, page = makes(commune.leader)
    (token,) = set(re.findall(r"/office/tv/([\w-]{43})/", page))
    code = re.search(r"<strong>([2-9A-Z]{4} [2-9A-Z]{4})</strong>", page)[1]
    assert 'class="qr"' in page
    with at():
        assert Client().get(f"/office/tv/{token}/").status_code == 200
        opened = Client().post("/office/tv/", {"code": code})
    assert opened.status_code == 302
    _answer, page = page_of(commune.leader, SCREENS)
    assert token not in page
    assert code not in page
    assert "Sảnh tầng 1" in page
    assert commune.leader.name in page


def test_the_list_tells_who_made_it_when_it_was_seen_and_how_it_stands(commune):
    with at():
        made = wall_made(commune.unit)
    _answer, page = page_of(commune.leader, SCREENS)
    assert "not opened yet" in page
    assert "in use" in page
    with at(1):
        Client().get(f"/office/tv/{made.token}/")
    assert ">now<" in page_of(commune.leader, SCREENS)[1]
    assert "10 Sep, 10:00" in page_of(commune.leader, SCREENS, hours=2)[1]
    assert "ends soon" in page_of(commune.leader, SCREENS, hours=24 * 170)[1]
    assert ">over<" in re.sub(r"\s+", "", page_of(commune.leader, SCREENS, hours=24 * 181)[1])


def test_the_board_warns_before_a_link_ends(commune):
    with at():
        wall_made(commune.unit)
    word = "The link of 1 wall screen ends soon or has ended"
    assert word not in page_of(commune.leader)[1]
    assert word in page_of(commune.leader, hours=24 * 170)[1]
    stranger = actor_make(role=Role.LEADER, unit=commune.centre)
    assert word not in page_of(stranger, hours=24 * 170)[1]


@pytest.mark.parametrize(
    "sent",
    [{"name": ""}, {"name": "x" * 61}, {"name": "a\x00b"}, {"language": "xx"}, {"language": ""}],
)
def test_what_cannot_be_kept_is_refused_in_words(commune, sent):
    answer, page = makes(commune.leader, **sent)
    assert answer.status_code == 422
    assert not Device.objects.exists()
    assert "error" in page


def test_who_only_reads_boards_hangs_none_up(commune):
    viewer = actor_make(role=Role.VIEWER, unit=commune.unit)
    assert "/office/board/screens/" not in page_of(viewer)[1]
    assert page_of(viewer, SCREENS)[0].status_code in {403, 404}
    assert makes(viewer)[0].status_code in {403, 404}


def test_a_unit_that_one_may_only_read_gets_no_link(commune):
    province = unit_get(commune.unit.parent_id)
    both = actor_make(role=Role.LEADER, unit=commune.unit)
    from tests.builders.identity import posting_make

    from motcua.identity.models import Account
    from motcua.identity.queries import actor_get

    posting_make(account=Account.objects.get(id=both.account_id), unit=province, role=Role.VIEWER)
    with at():
        reader = actor_get(both.account_id)
    answer, page = page_of(reader, SCREENS, unit=province.code)
    assert answer.status_code == 200
    assert "None of your postings lets you hang up the board of this unit" in page
    assert makes(reader, f"?unit={province.code}")[0].status_code == 403
    assert makes(reader, f"?unit={commune.unit.code}")[0].status_code == 200


def test_screens_of_other_communes_are_not_listed(commune):
    with at():
        other = commune_at_work()
        wall_made(other.unit)
    assert "No screen hangs anywhere yet" in page_of(commune.leader, SCREENS)[1]
    assert page_of(commune.leader, SCREENS, unit=other.unit.code)[0].status_code == 404


def test_many_screens_are_listed_with_the_statements_of_one(commune):
    version = commune.offering.version
    shown = {"procedure": version.code, "field": version.field.code, "period": "year"}
    counts = []
    with at():
        for _n in range(5):
            wall_made(commune.unit, **shown)
            screens_listed(commune.leader)  # units are remembered from here on
            with CaptureQueriesContext(connection) as caught:
                listed = screens_listed(commune.leader)
            counts.append(len(caught))
    assert counts == [counts[0]] * 5
    assert len(listed) == 5
    words = f"{version.field.name} · {version.name}"
    assert {one["shows"] for one in listed} == {f"Board of the unit · This year · {words}"}


def test_the_list_says_what_was_taken_over_and_which_filter_is_known_no_more(merger):
    heir, merged, _codes, days = merger
    with at(24 * 20):
        for shown in (
            {"taken": str(merged.unit.id)},
            {"taken": str(heir.centre.id)},
            {"field": "khong-co"},
            {"procedure": "9.999999"},
            {"board": "country"},
        ):
            wall_made(heir.unit, **days, **shown)
        *unknown, taken = (one["shows"] for one in screens_listed(heir.leader))
    assert set(unknown) == {"a filter that is known no more"}
    assert len(unknown) == 4
    assert taken.endswith(f"Taken over from {merged.unit.full_name}")
