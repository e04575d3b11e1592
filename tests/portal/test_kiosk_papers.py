"""Which papers do you have: a few a screen, what was ticked travels along."""

from __future__ import annotations

import re

import pytest

from motcua.portal.kiosk import PAPERS_A_SCREEN, paper_screens
from tests.builders.walked import components_shipped
from tests.portal.halls import hall_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return hall_open()


def ids(text: str, kind: str) -> list[int]:
    return [int(n) for n in re.findall(rf'type="{kind}" name="have" value="(\d+)"', text)]


def test_every_paper_is_asked_for_once_and_ticks_travel_along(there):
    screens = paper_screens(there.commune.offering.version)
    assert screens
    assert all(len(screen) <= PAPERS_A_SCREEN for screen in screens)
    path, have = f"vi/{there.queue}/{there.code}/", []
    for index, screen in enumerate(screens):
        text = there.get(path, data={"screen": index, "have": have}).content.decode()
        assert ids(text, "checkbox") == [paper.id for paper in screen]
        assert ids(text, "hidden") == have
        last = index + 1 == len(screens)
        assert ("/take/" in text.split('class="hall-form"')[1][:300]) == last
        have.append(screen[0].id)


def test_a_screen_that_does_not_exist_is_the_last_one(there):
    page = there.get(f"vi/{there.queue}/{there.code}/", data={"screen": "99", "have": "x"})
    assert page.status_code == 200
    for path in (f"vi/{there.queue}/9.999999/", f"vi/{there.hall.queues[1]}/{there.code}/"):
        assert there.get(path).url == there.kiosk


def test_what_nobody_brings_is_not_asked_and_a_condition_stands_below_its_paper():
    there = hall_open(components=components_shipped("1.001193"))  # the registration of a birth
    screens = paper_screens(there.commune.offering.version)
    first, second = (
        there.get(f"vi/{there.queue}/{there.code}/", data={"screen": number}).content.decode()
        for number in range(len(screens))
    )
    for name in ("Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Giấy tờ tùy thân"):
        assert name in first, name
    assert "Chỉ trong trường hợp" not in first.split("Giấy tờ tùy thân")[0]
    assert "Chỉ trong trường hợp: khi ủy quyền cho người khác" in second
    for name in ("Biểu mẫu điện tử", "Giấy chứng minh nơi cư trú"):
        assert name not in first + second, name
