"""The code of an appointment, digit by digit: a number that goes first, at the right time only."""

from __future__ import annotations

from uuid import uuid4

import pytest

from motcua.reception.services import AppointmentOrder, appointment_book, capacity_set
from motcua.reception.types import Ground
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import MORNING
from tests.portal.halls import at_work, hall_open

pytestmark = pytest.mark.django_db
PATH = "vi/appointment/"


@pytest.fixture
def there():
    return hall_open()


@pytest.fixture
def code(there):
    with at_work(-20):  # the day before
        capacity_set(actor=there.hall.director, queue_id=there.queue, capacity=2)
        return appointment_book(
            citizen=citizen_make(),
            order=AppointmentOrder(queue_id=there.queue, at=MORNING, key=uuid4(), language="vi"),
        ).code


def test_the_digits_give_a_number_that_goes_first_and_twice_is_one(there, code):
    first = there.ticket(there.post(PATH, code=code))
    assert first.ticket.ground is Ground.APPOINTMENT
    assert there.ticket(there.post(PATH, code=code)) == first
    text = there.get(f"vi/number/{first.token}/").content.decode()
    assert "Quý vị đến đúng hẹn" in text
    scanned = there.post(scanned=f"{code}\r")
    assert there.ticket(scanned) == first, "the reader of the first screen reads it too"


def test_each_touch_adds_a_digit_and_the_last_one_can_be_taken_back(there):
    typed = ""
    for touched, left in (("1", "1"), ("0", "10"), ("back", "1"), ("x", "1")):
        page = there.get(PATH, data={"typed": typed, "touched": touched})
        assert f'name="typed" value="{left}"' in page.content.decode()
        typed = left
    full = there.get(PATH, data={"typed": "123456", "touched": "7"}).content.decode()
    assert 'name="typed" value="123456"' in full
    assert "button-primary" in full
    assert "button-primary" not in there.get(PATH).content.decode()


@pytest.mark.parametrize("wrong", ["000000", "", "x", "9" * 400])
def test_an_unknown_code_is_said_and_another_can_be_typed(there, code, wrong):
    answer = there.post(PATH, code=wrong if wrong != code else "111111")
    assert answer.status_code == 422
    assert 'name="typed" value=""' in answer.content.decode()


def test_too_early_and_after_the_closing(there, code):
    assert there.post(PATH, hours=-1.5, code=code).status_code == 422
    assert there.post(PATH, hours=9, code=code).url == there.kiosk
