"""A visit asked for in simple words."""

from __future__ import annotations

import pytest

from tests.builders.dossiers import at
from tests.portal.visiting import ASKED, LIST, NEW, browser, commune, english
from tests.portal.walking import text

__all__ = ["browser", "commune", "english"]
pytestmark = pytest.mark.django_db


def test_it_is_asked_for_and_the_papers_to_have_ready_are_told(browser, commune):
    version = commune.offering.version
    with at():
        page = browser.get(NEW)
        assert page.context["form"]["name"].value() == "Trần Thị Mẫu"
        made = browser.post(NEW, {**ASKED, "procedure": version.code}, follow=True)
        assert "Your request is on the list" in text(made)
        assert version.components[0].label in text(made)
        assert "Cụ Mẫu" in text(browser.get(LIST))
        assert "1 open request" in text(browser.get("/my/"))
        again = browser.post(NEW, {**ASKED, "procedure": version.code}, follow=True)
        assert again.redirect_chain == made.redirect_chain, "pressed twice is one request"


def test_what_is_missing_stands_at_its_field(browser, commune):
    with at():
        answer = browser.post(NEW, {**ASKED, "reason": "", "address": ""})
        assert answer.status_code == 422
        for field in ("#id_reason_0", "#id_address"):
            assert field in answer.content.decode()
        wrong = browser.post(NEW, {**ASKED, "phone": "12"})
    assert wrong.status_code == 422
    assert "#id_phone" in wrong.content.decode()


def test_where_no_centre_comes_home_it_says_whom_to_call(browser):
    with at():
        assert "Please call your centre" in text(browser.get(NEW))
        assert "Please call your centre" in text(browser.get(LIST))
