"""A day that was ended by hand stops the kiosk, until it is taken back."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SETUP = "/office/hall/setup/"


def test_no_more_numbers_until_it_is_taken_back():
    work = hall_at_work()
    director, unit = work.commune.director, work.commune.centre.id
    work.take()
    assert "1 number that waited has ended" in text(work.post(f"{SETUP}end/{unit}/", director))
    with pytest.raises(Refused) as closed:
        work.take()
    assert closed.value.code == "hall_closed"
    assert "ended by hand" in text(work.get(SETUP, director))
    assert "gives numbers again" in text(work.post(f"{SETUP}reopen/{unit}/", director))
    assert work.take().name == "A002"
    assert work.post(f"{SETUP}reopen/{unit}/").status_code == 404
