"""One appointment: moved, given up, nobody else's."""

from __future__ import annotations

import pytest

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Appointment
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import MORNING, at
from tests.portal.appointing import LIST, NEW, booked, browser, english, hall
from tests.portal.walking import text

__all__ = ["browser", "english", "hall"]
pytestmark = pytest.mark.django_db


def test_it_is_moved_and_given_up(browser, hall):
    booked(browser, hall)
    with scope_use(SYSTEM):
        row = Appointment.objects.get()
    url = f"{NEW}?move={row.pk}&day=2026-09-14"
    with at():
        form = browser.get(url).context["form"]
        data = {"at": form.fields["at"].choices[3][0], "key": str(form["key"].value())}
        assert "is moved" in text(browser.post(url, data, follow=True))
        done = text(browser.post(f"{LIST}{row.pk}/", follow=True))
        assert "Cancelled" in done
        assert browser.get(url).status_code == 404
        assert "Book an appointment" in text(browser.get(f"{LIST}{row.pk}/"))
    with scope_use(SYSTEM):
        row.refresh_from_db()
    assert row.state == "cancelled"
    assert row.at > MORNING


def test_another_persons_is_not_there(browser, hall):
    booked(browser, hall)
    with scope_use(SYSTEM):
        row = Appointment.objects.get()
    stranger = client_of(citizen_make())
    with at():
        assert stranger.get(f"{LIST}{row.pk}/").status_code == 404
        assert stranger.post(f"{LIST}{row.pk}/").status_code == 404
        assert stranger.get(f"{NEW}?move={row.pk}").status_code == 404
        assert stranger.get(f"{NEW}?move=x").status_code == 404
