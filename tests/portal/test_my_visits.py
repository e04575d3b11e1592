"""My requests for a visit: none, some, nobody else's."""

from __future__ import annotations

import pytest

from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import at
from tests.portal.visiting import ASKED, LIST, NEW, browser, commune, english
from tests.portal.walking import text

__all__ = ["browser", "commune", "english"]
pytestmark = pytest.mark.django_db


def test_the_list_shows_ones_own_and_nobody_elses(browser, commune):
    with at():
        assert "Ask for yourself" in text(browser.get(LIST))
        browser.post(NEW, ASKED)
        assert "on the list" in text(browser.get(LIST))
        assert "Cụ Mẫu" not in text(client_of(citizen_make()).get(LIST))
