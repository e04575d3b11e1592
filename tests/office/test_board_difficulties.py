"""Difficulties on the board of a province: those of the unit shown, each number with its list."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING
from tests.builders.identity import actor_make, actor_of, client_for, posting_make
from tests.builders.organisations import body_of, commune_make, province_make
from tests.builders.oversight import difficulty_make, difficulty_report_make, watch_at_work
from tests.office.test_board_readers import keys_of

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.oversight.services.briefs import briefs_make
from motcua.oversight.services.reporting import difficulty_report

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
BOARD = "/office/board/"
REGISTER = "/office/difficulties/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_of_two_provinces_each_counts_its_own_and_its_number_opens_to_them(watch):
    away = province_make(code="04", name="Cao Bằng")
    there = commune_make(name="Mẫu Xa", province=away)
    other = difficulty_report(
        actor=actor_make(role=Role.SPECIALIST, unit=there),
        report=difficulty_report_make(watch, place_id=there.id),
    )
    own = difficulty_make(watch)
    account = posting_make(unit=watch.province, role=Role.CONTROLLER).account
    posting_make(account=account, unit=away, role=Role.CONTROLLER)
    client = client_for(actor_of(account))
    page = client.get(BOARD, {"unit": watch.province.code, "board": "province"}).content.decode()
    assert keys_of(page)["difficulties open"] == "1"
    (url,) = re.findall(r'href="(/office/difficulties/\?place=\d+)"', page)
    listed = client.get(url).content.decode()
    assert own in listed
    assert other not in listed


def test_what_a_centre_reported_stands_in_the_list_of_its_commune(watch):
    centre = body_of(watch.first, "ttpvhcc")
    code = difficulty_make(watch, place_id=centre.id)
    client = client_for(watch.keeper)
    listed = client.get(REGISTER, {"place": watch.first.id})
    assert code in listed.content.decode()
    assert listed.context["counts"]["stopped"] == 7
    assert code not in client.get(REGISTER, {"place": watch.second.id}).content.decode()
    unknown = client.get(REGISTER, {"place": "99999999999999999"})
    assert (unknown.status_code, code in unknown.content.decode()) == (200, False)


def test_the_brief_stands_on_a_whole_board_of_its_days_or_of_now(watch):
    difficulty_make(watch)
    monday = MORNING + timedelta(days=7 - MORNING.weekday())
    with clock.clock_set(monday):
        briefs_make()
        client = client_for(watch.keeper)

        def told(**query):
            asked = {"unit": watch.province.code, "board": "province", **query}
            return "From the weekly brief" in client.get(BOARD, asked).content.decode()

        week = {"from": str((monday - timedelta(days=7)).date()), "to": str(monday.date())}
        assert told()
        assert told(period="year")
        assert told(**week)
        assert not told(**{**week, "from": "2026-01-01", "to": "2026-01-31"})
        assert not told(**{**week, "to": week["from"]}), "a part of the week"
        assert not told(channel="online")
        assert not told(own="1")
