"""The display: the last five calls, who waits, and nobody's name."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from motcua.reception.types import Ground, Step
from tests.builders.dossiers import at
from tests.portal.halls import PRIVATE, at_work, hall_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return hall_open()


def shown(there, **headers):
    with at(1):
        return Client().get(there.display, headers=headers)


def test_the_last_five_calls_the_newest_first_and_who_waits(there):
    with at_work():
        for _number in range(7):
            there.hall.take()
        there.hall.take(1)
        for _number in range(6):
            there.hall.call()
            for step in (Step.STARTED, Step.DONE):
                there.hall.step(step)
    page = shown(there)
    text = page.content.decode()
    assert re.findall(r'data-name="(\w+)"', text) == ["A006", "A005", "A004", "A003", "A002"]
    serials = [int(n) for n in re.findall(r'data-call="(\d+)"', text)]
    assert serials == sorted(serials, reverse=True)
    assert f'data-serial="{serials[0]}"' in text
    assert text.count("1 người chờ") == 2
    assert {name: page[name] for name in PRIVATE} == PRIVATE


def test_it_is_asked_again_and_again_at_little_cost(there):
    first = shown(there)
    assert shown(there, **{"If-None-Match": first["ETag"]}).status_code == 304
    with at_work(0.5):
        there.hall.take()
    assert shown(there, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_why_somebody_goes_first_is_shown_to_nobody(there):
    from motcua.reception.services import ticket_put_first

    with at_work():
        ticket = there.hall.take()
        ticket_put_first(
            actor=there.hall.officials[0],
            ticket_id=ticket.id,
            ground=Ground.PREGNANT,
            reason="Sắp sinh",
        )
        there.hall.call()
    text = shown(there).content.decode()
    assert "A001" in text
    assert "Sắp sinh" not in text
    assert "pregnant" not in text


def test_a_kiosks_link_opens_no_display(there):
    assert Client().get(there.kiosk.replace("kiosk", "display")).status_code == 404


def test_where_a_live_process_is_set_the_page_listens_there(there, settings):
    assert 'data-live=""' in shown(there).content.decode()
    settings.LIVE_URL = "http://127.0.0.1:9/live"
    assert 'data-live="http://127.0.0.1:9/live/hall/' in shown(there).content.decode()


def test_on_a_day_off_it_says_which_one_and_when_it_opens(there):
    for hours, words in ((-8 * 24, "Hôm nay Trung tâm nghỉ: Quốc khánh"), (48, "đang đóng cửa")):
        with at(hours):
            text = there.client.get(there.display).content.decode()
        assert words in text
        assert "Mở cửa lúc 07:30" in text
