"""The number on the kiosk: large, with what comes next, a code for the telephone and a slip."""

from __future__ import annotations

import pytest

from motcua.reception.models import Device
from tests.portal.halls import PRIVATE, at_work, hall_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return hall_open()


def test_the_number_and_what_comes_next(there):
    with at_work():
        there.hall.take()
        ticket = there.hall.take()
    page = there.get(f"en/number/{ticket.token}/?new=1")
    text = page.content.decode()
    for words in ("A002", "1 person before you", "minute", "<svg", 'class="slip"'):
        assert words in text
    assert "data-print-now" in text
    assert "data-print-now" not in there.get(f"en/number/{ticket.token}/").content.decode()
    assert {name: page[name] for name in PRIVATE} == PRIVATE


def test_without_a_printer_nothing_is_printed_and_the_page_says_so(there):
    with at_work():
        ticket = there.hall.take()
        Device.objects.update(prints=False)
    text = there.get(f"en/number/{ticket.token}/?new=1").content.decode()
    for absent in ("data-print-now", "data-print>", 'class="slip"'):
        assert absent not in text
    assert "No paper is printed here. Please remember your number" in text
    assert "<svg" in text, "the telephone follows it all the same"


def test_a_number_of_another_hall_is_none_here(there):
    elsewhere = hall_open()
    with at_work():
        ticket = elsewhere.hall.take()
    for token in (ticket.token, "x"):
        assert there.get(f"vi/number/{token}/").url == there.kiosk
