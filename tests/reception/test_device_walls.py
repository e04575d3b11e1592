"""Links of wall screens: made with a code, typed once, over after their days, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import MORNING, at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.reception import hall_make
from tests.builders.walls import wall_made

from motcua.identity.models import Account, Posting
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_board, scope_use
from motcua.notices.models import Notice
from motcua.organisations.queries import unit_get
from motcua.reception import services
from motcua.reception.models import Device, DeviceEvent, Ticket
from motcua.reception.queries.devices import (
    device_any,
    device_of,
    devices_of,
    walls_ending,
    walls_of,
)
from motcua.reception.services import TooManyTries, walls
from motcua.reception.services.walls_ending import walls_ending_tell
from motcua.reception.types import DeviceKind

WALL = DeviceKind.WALL
NET = "203.0.113.0/24"


@pytest.fixture
def commune(db):
    with at(), scope_use(SYSTEM):
        yield commune_make()


@pytest.fixture
def leader(commune):
    return actor_make(role=Role.LEADER, unit=commune)


def facts():
    return [(one.fact, one.account_id) for one in DeviceEvent.objects.order_by("id")]


def test_a_link_keeps_its_filters_and_only_hashes_of_what_opens_it(commune):
    made = wall_made(commune, board="unit", period="month")
    found = services.wall_opened(token=made.token, network=NET)
    assert found is not None
    assert found.shown == {"board": "unit", "period": "month"}
    assert found.expires_at == MORNING + timedelta(days=180)
    kept = str(Device.objects.values_list(flat=False).get())
    assert made.token not in kept
    assert made.code not in kept
    assert device_any(DeviceKind.DISPLAY, made.token) is None
    assert facts() == [("made", made.device.made_by)]


def test_the_days_of_a_link_are_a_setting(commune, settings):
    settings.WALL_DAYS = 30
    assert wall_made(commune).device.expires_at == MORNING + timedelta(days=30)


@pytest.fixture
def mailed(leader):
    """A screen of somebody who has an address."""
    Account.objects.filter(pk=leader.account_id).update(email="mau@example.org")
    made = services.wall_add(
        actor=leader, unit_id=leader.postings[0].unit_id, name="Sảnh", shown={}
    )
    return made.device


def told(days, hours=0):
    """Sweep so many days later; return the accounts that were written to."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with clock.clock_set(MORNING + timedelta(days=days, hours=hours)):
        walls_ending_tell()
    rows = Notice.objects.exclude(pk__in=before)
    return [
        int(subject.removeprefix("account:")) for subject in rows.values_list("subject", flat=True)
    ]


def test_whoever_made_a_link_is_told_once_before_it_ends_and_again_before_the_next_end(
    system_scope, leader, mailed
):
    assert told(165) == []
    assert told(166.5) == [leader.account_id]
    assert told(166.5, 1) == told(179) == []
    notice = Notice.objects.get(template="wall_ending")
    assert notice.path == f"/office/board/screens/?unit={commune_code(leader)}"
    assert notice.values["screen"] == "Sảnh"
    with clock.clock_set(MORNING + timedelta(days=179)):
        services.wall_renew(actor=leader, device_id=mailed.id)
    assert told(181) == []
    assert told(179 + 170) == [leader.account_id]


def test_the_days_before_are_a_setting_and_what_is_over_or_taken_back_is_no_news(
    system_scope, leader, mailed, settings
):
    assert told(181) == [], "it is over"
    settings.WALL_WARN_DAYS = 3
    assert told(176) == []
    services.wall_revoke(actor=leader, device_id=mailed.id)
    assert told(178) == []


def test_where_the_maker_may_renew_it_no_more_somebody_else_of_the_unit_is_told(
    system_scope, commune, leader, mailed
):
    other = actor_make(role=Role.LEADER, unit=commune)
    actor_make(role=Role.COUNTER, unit=commune)
    Account.objects.exclude(pk=leader.account_id).update(email="khac@example.org")
    Posting.objects.filter(account_id=leader.account_id).update(valid_to=MORNING)
    assert told(170) == [other.account_id]


def commune_code(actor):
    return unit_get(actor.postings[0].unit_id).code


def test_a_code_opens_once_and_the_link_shown_before_opens_nothing_then(commune):
    made = wall_made(commune)
    typed = f" {made.code[:4].lower()}-{made.code[4:]}  "
    token = services.wall_pair(typed=typed, network=NET)
    assert services.wall_opened(token=token, network=NET).id == made.device.id
    assert services.wall_opened(token=made.token, network=NET) is None
    with pytest.raises(NotFound):
        services.wall_pair(typed=made.code, network=NET)
    assert [fact for fact, _who in facts()] == ["made", "paired"]


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCDEFGHJ", "ẠBCD2345", "٢٢٢٢٢٢٢٢", "2222 2222", "x" * 9000]
)
def test_a_wrong_code_opens_nothing(commune, typed):
    wall_made(commune)
    with pytest.raises(NotFound):
        services.wall_pair(typed=typed, network=NET)


def test_a_code_is_over_after_an_hour_and_when_its_link_was_taken_back(commune, leader):
    late, gone = wall_made(commune), wall_made(commune)
    services.wall_revoke(actor=leader, device_id=gone.device.id)
    with pytest.raises(NotFound):
        services.wall_pair(typed=gone.code, network=NET)
    with at(1), pytest.raises(NotFound):
        services.wall_pair(typed=late.code, network=NET)


def test_guessing_is_stopped_and_darkens_no_screen(commune, caplog):
    made = wall_made(commune)
    for _try in range(walls.PER_NETWORK):
        with pytest.raises(NotFound):
            services.wall_pair(typed="22222222", network=NET)
    assert "wrong code" in caplog.text
    with pytest.raises(TooManyTries):
        services.wall_pair(typed=made.code, network=NET)
    with pytest.raises(TooManyTries):
        services.wall_opened(token="x" * 43, network=NET)
    assert services.wall_opened(token=made.token, network=NET) is not None
    assert services.wall_pair(typed=made.code, network="198.51.100.0/24")


def test_codes_are_guessed_by_nobody_from_many_networks(commune, monkeypatch):
    monkeypatch.setattr(walls, "ALTOGETHER", 3)
    for number in range(3):
        with pytest.raises(NotFound):
            services.wall_pair(typed="22222222", network=f"net{number}")
    with pytest.raises(TooManyTries):
        services.wall_pair(typed="22222222", network="net9")


def test_one_link_serves_one_screen_not_a_hundred(commune, monkeypatch):
    monkeypatch.setattr(walls, "LOOKS", 5)
    made = wall_made(commune)
    for _look in range(5):
        services.wall_opened(token=made.token, network=NET)
    with pytest.raises(TooManyTries) as refused:
        services.wall_opened(token=made.token, network=NET)
    assert refused.value.code == "wall_shared"


def test_looks_of_a_screen_are_written_down_once_a_minute(commune):
    made = wall_made(commune)
    step = walls.LOOKS // walls.LOOKS_STEPS
    assert step == 20  # one minute of a screen that asks every three seconds
    with CaptureQueriesContext(connection) as caught:
        for _look in range(3 * step):
            services.wall_opened(token=made.token, network=NET)
    assert sum("kernel_budget" in one["sql"] for one in caught) == 3


def test_a_link_that_was_refused_stays_so_at_every_look(commune, monkeypatch):
    monkeypatch.setattr(walls, "LOOKS", 60)
    made = wall_made(commune)
    for _look in range(62):  # the budget is asked at every third look
        assert services.wall_opened(token=made.token, network=NET) is not None
    for _look in range(4):
        with pytest.raises(TooManyTries, match="one screen"):
            services.wall_opened(token=made.token, network=NET)
    with at(1):
        assert services.wall_opened(token=made.token, network=NET) is not None


def test_a_link_is_renewed_also_when_it_is_over_and_never_when_it_was_taken_back(commune, leader):
    made = wall_made(commune)
    with at(24 * 200):
        assert device_any(WALL, made.token).expires_at < clock.now()
        again = services.wall_renew(actor=leader, device_id=made.device.id)
        assert again.expires_at == clock.now() + timedelta(days=180)
        for _again in range(2):
            assert services.wall_revoke(actor=leader, device_id=made.device.id).revoked_at
        with pytest.raises(Refused, match="taken back"):
            services.wall_renew(actor=leader, device_id=made.device.id)
    assert [fact for fact, _who in facts()] == ["made", "renewed", "revoked"]


def test_who_answers_for_the_unit_makes_links_and_nobody_else(commune, leader):
    made = wall_made(commune)
    stranger = actor_make(role=Role.LEADER, unit=commune_make())
    viewer = actor_make(role=Role.VIEWER, unit=commune)
    for actor in (stranger, viewer):
        with pytest.raises(Forbidden):
            services.wall_add(actor=actor, unit_id=commune.id, name="Sảnh", shown={})
        for act in (services.wall_revoke, services.wall_renew):
            with pytest.raises(Forbidden):
                act(actor=actor, device_id=made.device.id)
    for name in ("", " \x00 ", "x" * 61):
        with pytest.raises(Invalid):
            services.wall_add(actor=leader, unit_id=commune.id, name=name, shown={})


def test_the_hall_and_the_walls_do_not_mix(db):
    with at(), scope_use(SYSTEM):
        hall = hall_make()
        made = services.wall_add(actor=hall.director, unit_id=hall.centre.id, name="Sảnh", shown={})
        display = services.device_add(
            actor=hall.director, unit_id=hall.centre.id, kind=DeviceKind.DISPLAY, name="Cửa"
        )
        assert [one.id for one in devices_of(hall.centre.id)] == [display.device.id]
        assert [one.id for one in walls_of([hall.centre.id])] == [made.device.id]
        with pytest.raises(NotFound):
            services.device_revoke(actor=hall.director, device_id=made.device.id)
        with pytest.raises(NotFound):
            services.wall_revoke(actor=hall.director, device_id=display.device.id)
        with pytest.raises(NotFound):
            device_of(DeviceKind.DISPLAY, made.token)


def test_what_was_taken_back_leaves_the_list_after_a_month(commune, leader):
    made, kept = wall_made(commune), wall_made(commune)
    services.wall_revoke(actor=leader, device_id=made.device.id)
    assert [one.id for one in walls_of([commune.id])] == [kept.device.id, made.device.id]
    with at(24 * 31):
        assert [one.id for one in walls_of([commune.id])] == [kept.device.id]


def test_links_near_their_end_are_counted(commune, leader):
    made = wall_made(commune)
    wall_made(commune_make())
    for hours, found in ((0, 0), (24 * 165, 0), (24 * 167, 1), (24 * 181, 1), (24 * 195, 0)):
        with at(hours):
            assert walls_ending([commune.id], 14) == found, hours
    with at(24 * 170):
        services.wall_revoke(actor=leader, device_id=made.device.id)
        assert walls_ending([commune.id], 14) == 0


def test_the_scope_of_a_board_reads_who_waits_there_and_writes_nothing(db):
    with at(), scope_use(SYSTEM):
        hall, other = hall_make(), hall_make(counters=1)
        mine, theirs = hall.take(), other.take()
        centre = body_of(commune_make(), "ttpvhcc")
    with scope_use(scope_board([hall.centre.id, centre.id])):
        assert list(Ticket.objects.values_list("id", flat=True)) == [mine.id]
        assert not Ticket.objects.filter(id=theirs.id).exists()
        assert Ticket.objects.filter(id=mine.id).update(misses=1) == 0
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO reception_deviceevent SELECT * FROM reception_deviceevent")
            cursor.execute("UPDATE reception_deviceevent SET fact = 'made'")
