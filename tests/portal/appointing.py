"""What the tests of the pages of appointments share."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import at
from tests.builders.reception import Hall, hall_make

LIST, NEW = "/my/appointments/", "/my/appointments/new/"


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def hall(db: None) -> Hall:
    with at(), scope_use(SYSTEM):
        made = hall_make()
        for queue in made.queues:
            services.capacity_set(actor=made.director, queue_id=queue, capacity=1)
    return made


@pytest.fixture
def browser(db: None) -> Client:
    return client_of(citizen_make(name="Trần Thị Mẫu"))


def booked(browser: Client, hall: Hall, place: int = 0) -> Any:
    """Book the first half-hour that is offered tomorrow."""
    url = f"{NEW}?queue={hall.queues[place]}&day=2026-09-11"
    with at():
        form = browser.get(url).context["form"]
        data = {"at": form.fields["at"].choices[0][0], "key": str(form["key"].value())}
        return browser.post(url, data, follow=True)


__all__ = ["LIST", "NEW", "booked", "browser", "english", "hall"]
