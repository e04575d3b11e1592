"""An appointment booked step by step, or moved."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Appointment
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import at
from tests.portal.appointing import LIST, NEW, booked, browser, english, hall
from tests.portal.walking import text

__all__ = ["browser", "english", "hall"]
pytestmark = pytest.mark.django_db


def test_one_is_booked_step_by_step_without_scripts(browser, hall):
    with at():
        where = text(browser.get(NEW))
        assert "Where do you want to come?" in where
        when = text(browser.get(f"{NEW}?queue={hall.queues[0]}&day=2026-09-11"))
    assert "1 place left" in when
    page = booked(browser, hall)
    words = text(page)
    assert "Your appointment is booked" in words
    with scope_use(SYSTEM):
        row = Appointment.objects.get()
    assert f"{row.code[:3]} {row.code[3:]}" in words
    with at():
        assert "Friday 11/9/2026" in text(browser.get(LIST)) or "11" in text(browser.get(LIST))
        assert "Next:" in text(browser.get(reverse("portal:my")))


def test_what_has_just_become_full_is_said_at_the_choice(browser, hall):
    other = client_of(citizen_make())
    with at():
        url = f"{NEW}?queue={hall.queues[0]}&day=2026-09-11"
        form = browser.get(url).context["form"]
        first = form.fields["at"].choices[0][0]
    booked(other, hall)
    with at():
        late = browser.post(url, {"at": first, "key": str(form["key"].value())})
        none = browser.post(url, {"key": str(form["key"].value())})
    assert late.status_code == none.status_code == 422
    assert "has just become full" in text(late)
    assert "Please choose a half-hour" in text(none)


def test_where_no_centre_takes_appointments_it_says_so(browser):
    with at():
        assert "No centre takes appointments yet" in text(browser.get(NEW))
