"""A board on a television: opened by its link, sums alone, only that unit's, live, plainly over."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import client_for
from tests.builders.reception import hall_at
from tests.builders.walls import wall_made
from tests.office.test_board import page_of
from tests.office.test_board_merged import merger
from tests.office.test_board_readers import keys_of

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.reception import services
from motcua.reception.models import Device
from motcua.reception.services import walls
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db
__all__ = ["merger"]


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at(), scope_use(SYSTEM):
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.RETURN)
        hall_at(made.centre).take()
    return made


def made_for(unit, hours=0, **shown):
    with at(hours), scope_use(SYSTEM):
        return wall_made(unit, **{"language": "en", **shown})


def look(made, hours=1, mark="", client=None):
    headers = {"X-Board": "part", "If-None-Match": mark} if mark else {}
    token = made if isinstance(made, str) else made.token
    with at(hours):
        answer = (client or Client()).get(f"/office/tv/{token}/", headers=headers)
    return answer, answer.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("board", ["unit", "centre", "province", "ministry"])
def test_it_shows_what_the_signed_in_wall_shows(commune, board):
    unit = {"centre": commune.centre, "unit": commune.unit}.get(board) or unit_get(
        commune.unit.parent_id
    )
    answer, page = look(made_for(unit, board=board, period="year"))
    assert answer.status_code == 200
    assert 'data-theme="dark"' in page
    with scope_use(SYSTEM):
        from tests.builders.identity import actor_make

        from motcua.identity.types import Role

        reader = actor_make(role=Role.CONTROLLER, unit=unit)
    query = {"unit": unit.code, "board": board, "period": "year"}
    _answer, signed_in = page_of(reader, "/office/board/wall/", **query)
    assert keys_of(page) == keys_of(signed_in)
    panels = [re.findall(r"<section.*</section>", one, re.DOTALL) for one in (page, signed_in)]
    assert panels[0] == panels[1]
    assert "2" in keys_of(page).values() or ">2<" in page


def test_it_tells_no_code_no_name_and_leads_nowhere(commune):
    _answer, page = look(made_for(commune.unit))
    for person in (commune.specialist, commune.leader, commune.counter):
        assert person.name not in page
    assert "Nguyễn Văn Mẫu" not in page
    assert not re.search(r"\b[A-Z]\d\d\.[\d.]+-\d{6}-\d{4}", page)
    assert re.findall(r'href="(/office/[^"]*)"', page) == []


def test_its_database_shows_no_dossier_whatever_a_page_might_ask(commune):
    from django.db import connection

    from motcua.kernel.scope import scope_board

    ids = [commune.unit.id, commune.centre.id]
    with scope_use(scope_board(ids)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')"
        )
        seen = set()
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table}")
            seen |= {table} if cursor.fetchone()[0] else set()
    assert seen <= {
        "indicators_step",
        "indicators_total",
        "indicators_branchtotal",
        "reception_ticket",
    }
    assert "indicators_step" in seen


def test_another_unit_is_not_in_it(commune):
    with at(), scope_use(SYSTEM):
        other = commune_at_work()
        for _n in range(3):
            dossier_accepted(other)
    _answer, page = look(made_for(commune.unit))
    assert keys_of(page)["received in the period"] == "2"
    _answer, page = look(made_for(other.unit))
    assert keys_of(page)["received in the period"] == "3"


def test_an_address_changes_nothing_and_no_cookie_is_read_or_set(commune):
    made = made_for(commune.unit)
    _answer, plain = look(made)
    client = client_for(commune.leader)
    client.cookies["motcua_language"] = "id"
    answer, page = look(made, client=client)
    assert commune.leader.name not in page
    assert keys_of(page) == keys_of(plain)
    assert answer["Content-Language"] == "en"
    assert "Set-Cookie" not in str(look(made)[0].headers)
    assert not look(made)[0].cookies
    with at(1):
        asked = Client().get(f"/office/tv/{made.token}/?unit=H01&own=1&board=ministry")
    assert keys_of(asked.content.decode()) == keys_of(plain)
    for name, value in (
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex, nofollow"),
        ("Cache-Control", "no-store"),
    ):
        assert answer[name] == value


def test_it_renews_itself_and_says_which_day_it_is(commune):
    made = made_for(commune.unit)
    first, _page = look(made)
    again, _page = look(made, mark=first["ETag"])
    assert again.status_code == 304
    assert again["X-Board-Day"] == "2026-09-10"
    with at(1), scope_use(SYSTEM):
        dossier_accepted(commune)
    again, page = look(made, mark=first["ETag"])
    assert again.status_code == 200
    assert keys_of(page)["received in the period"] == "3"
    assert look(made, hours=25)[0]["X-Board-Day"] == "2026-09-11"


def test_its_filters_hold_and_days_with_a_name_move_on(commune):
    version = commune.offering.version
    _answer, page = look(made_for(commune.unit, procedure=version.code, own="1", period="month"))
    head = page.split("<header")[1].split("</header>")[0]
    assert version.name in head
    assert "The unit itself alone" in head
    days = {"from": "2026-09-01", "to": "2026-09-09"}
    _answer, page = look(made_for(commune.unit, **days))
    assert "As it stood at the end of the period" in page


@pytest.mark.parametrize(
    "shown",
    [
        {"procedure": "9.999999"},
        {"field": "khong-co"},
        {"board": "country"},
        {"from": "2026-09-01"},
        {"from": "x", "to": "2026-09-09"},
        {"period": "century"},
    ],
)
def test_a_filter_that_is_known_no_more_is_never_left_out_silently(commune, shown):
    answer, page = look(made_for(commune.unit, **shown))
    assert answer.status_code == 410
    assert "This screen must be set up again" in page
    assert "data-panel" not in page


def test_a_link_that_was_taken_back_says_so_and_shows_nothing(commune):
    made = made_for(commune.unit)
    first, _page = look(made)
    with at(1), scope_use(SYSTEM):
        services.wall_revoke(actor=commune.leader, device_id=made.device.id)
    for mark in ("", first["ETag"]):
        answer, page = look(made, mark=mark)
        assert answer.status_code == 410
        assert "This screen was switched off" in page
        assert "Thursday 10 September 2026, 10:00" in page
        assert "data-panel" not in page


def test_a_link_that_is_over_says_when_and_goes_on_once_it_is_renewed(commune):
    made = made_for(commune.unit)
    late = 24 * 180
    assert look(made, hours=late - 1)[0].status_code == 200
    answer, page = look(made, hours=late)
    assert answer.status_code == 410
    assert "The link of this screen is over" in page
    assert "data-panel" not in page
    assert 'http-equiv="refresh"' in page
    with at(late), scope_use(SYSTEM):
        services.wall_renew(actor=commune.leader, device_id=made.device.id)
    assert look(made, hours=late + 1)[0].status_code == 200


def test_the_screen_itself_warns_before_its_end(commune):
    made = made_for(commune.unit)
    assert "ends on" not in look(made)[1]
    assert "The link of this screen ends on 9 Mar 2027" in look(made, hours=24 * 170)[1]


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 400, "%00", "ạ" * 43, "..%2f.."])
def test_a_link_that_never_was_opens_nothing(commune, token):
    answer, page = look(token)
    assert answer.status_code == 404
    assert "data-panel" not in page


def test_links_are_not_tried_for_ever(commune):
    for _try in range(walls.PER_NETWORK):
        assert look("x" * 43)[0].status_code == 404
    answer, page = look("x" * 43)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == walls.SECONDS
    assert "Too many tries" in page
    assert look(made_for(commune.unit))[0].status_code == 200


def test_a_link_that_hangs_on_many_screens_says_so(commune, monkeypatch):
    monkeypatch.setattr(walls, "LOOKS", 3)
    made = made_for(commune.unit)
    for _look in range(3):
        assert look(made)[0].status_code == 200
    answer, page = look(made)
    assert answer.status_code == 429
    assert "This link is open on several screens" in page
    assert "data-panel" not in page


@pytest.mark.usefixtures("system_scope")
def test_a_board_of_a_part_shows_who_waits_in_the_hall(commune, merger):
    heir, merged, _codes, days = merger
    with at(24 * 20):
        hall = hall_at(heir.centre)
        hall.take()
        hall.take()
    part = {**days, "taken": str(merged.unit.id)}
    for unit, leader, hours, shown, waiting in (
        (commune.unit, commune.leader, 1, {"own": "1"}, "1"),
        (heir.unit, heir.leader, 24 * 20, part, "2"),
    ):
        _answer, page = look(made_for(unit, **shown), hours=hours)
        url = "/office/board/wall/"
        _answer, signed_in = page_of(leader, url, hours=hours, unit=unit.code, **shown)
        assert keys_of(page)["people wait in the hall"] == waiting
        assert keys_of(page) == keys_of(signed_in)


@pytest.mark.usefixtures("system_scope")
def test_what_a_unit_took_over_is_counted_and_can_hang_alone(merger):
    heir, merged, codes, days = merger
    whole, part = made_for(heir.unit, **days), {"taken": str(merged.unit.id)}
    _answer, page = look(whole, hours=24 * 20)
    assert keys_of(page)["received in the period"] == "3"
    assert not [code for code in codes if code in page]
    _answer, page = look(made_for(heir.unit, **days, **part), hours=24 * 20)
    assert keys_of(page)["received in the period"] == "2"
    assert f"Taken over from {merged.unit.full_name}" in page.split("</header>")[0]
    gone, _page = look(made_for(merged.unit, **days, **part), hours=24 * 20)
    assert gone.status_code == 410


def test_when_it_was_seen_is_kept(commune):
    made = made_for(commune.unit)
    assert Device.objects.get().seen_at is None
    look(made)
    with at(1):
        from motcua.kernel import clock

        assert Device.objects.get().seen_at == clock.now()


def test_it_speaks_the_language_that_was_chosen(commune):
    for language, word in (("vi", "đã tiếp nhận"), ("id", "diterima")):
        answer, page = look(made_for(commune.unit, language=language))
        assert f'<html lang="{language}"' in page
        assert answer["Content-Language"] == language
        assert word.split()[-1] in page.lower()
    assert '<html lang="en"' in look(made_for(commune.unit, language="xx"))[1]
