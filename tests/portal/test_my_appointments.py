"""My appointments: what there is, and what one is for."""

from __future__ import annotations

import pytest

from tests.builders.dossiers import at
from tests.portal.appointing import LIST, browser, english, hall
from tests.portal.walking import text

__all__ = ["browser", "english", "hall"]
pytestmark = pytest.mark.django_db


def test_nothing_yet_says_what_an_appointment_is_for(browser, hall):
    with at():
        page = text(browser.get(LIST))
    assert "No appointment" in page
    assert "Book an appointment" in page
