"""My appointments: what there is, and what one is for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal.looks import appointment_rows
from motcua.reception.models import Appointment
from tests.builders.dossiers import at
from tests.portal.appointing import LIST, booked, browser, english, hall
from tests.portal.walking import text

__all__ = ["browser", "english", "hall"]
pytestmark = pytest.mark.django_db


def test_nothing_yet_says_what_an_appointment_is_for(browser, hall):
    with at():
        page = text(browser.get(LIST))
    assert "No appointment" in page
    assert "Book an appointment" in page


def test_all_data_of_a_person_hold_the_appointments(browser, hall):
    booked(browser, hall)
    with scope_use(SYSTEM):
        person = Appointment.objects.get().person_id
        citizen = SimpleNamespace(subject_id=person)
        (row,) = appointment_rows(citizen)
    assert row["state"] == "booked"
    assert row["queue"] == "Hộ tịch"
