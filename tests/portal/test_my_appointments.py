"""Appointments from home: where, which day, which half-hour; the code; another time; giving it up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.models import Appointment
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import MORNING, at
from tests.builders.reception import hall_make
from tests.portal.walking import text

pytestmark = pytest.mark.django_db
LIST, NEW = "/my/appointments/", "/my/appointments/new/"


@pytest.fixture(autouse=True)
def english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def hall(db):
    with at(), scope_use(SYSTEM):
        made = hall_make()
        for queue in made.queues:
            services.capacity_set(actor=made.director, queue_id=queue, capacity=1)
    return made


@pytest.fixture
def person(db):
    return citizen_make(name="Trần Thị Mẫu")


@pytest.fixture
def browser(person):
    return client_of(person)


def booked(browser, hall, place=0, **over):
    """Book the first half-hour that is offered tomorrow."""
    url = f"{NEW}?queue={hall.queues[place]}&day=2026-09-11"
    with at():
        page = browser.get(url)
        form = page.context["form"]
        data = {"at": form.fields["at"].choices[0][0], "key": str(form["key"].value()), **over}
        return browser.post(url, data, follow=True)


def test_nothing_yet_says_what_an_appointment_is_for(browser, hall):
    with at():
        page = text(browser.get(LIST))
    assert "No appointment" in page
    assert "Book an appointment" in page


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


def test_where_no_centre_takes_appointments_it_says_so(browser, db):
    with at():
        assert "No centre takes appointments yet" in text(browser.get(NEW))
