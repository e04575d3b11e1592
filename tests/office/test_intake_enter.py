"""A scanner that is faster than the page's scripts: Enter then presses the form's first button."""

from __future__ import annotations

import re

import pytest
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import client_for
from tests.office.test_intake import CARD, INTAKE, form, text

pytestmark = pytest.mark.django_db
NOBODY = {"applicant-name": "", "applicant-id_number": "", "applicant-birth_date": ""}


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


@pytest.fixture
def counter(commune):
    return client_for(commune.counter)


def where_the_cursor_stands(page):
    [tag] = re.findall(r"<input[^>]*\bautofocus\b[^>]*>", page)
    return re.search(r'name="([^"]+)"', tag)[1]


def first_paper(commune):
    return f"c{commune.offering.version.components[0].id}-given"


def test_the_card_is_read_and_the_cursor_stands_on_the_papers(commune, counter):
    sent = form(commune, action="check", **NOBODY, **{"applicant-card": CARD})
    page = text(counter.post(INTAKE, sent))
    assert 'value="Nông Thị Mai Hương"' in page
    assert CARD not in page
    assert where_the_cursor_stands(page) == first_paper(commune)


def test_a_card_that_cannot_be_read_is_told_and_the_next_one_goes_there(commune, counter):
    sent = form(commune, action="check", **NOBODY, **{"applicant-card": CARD[:50]})
    page = text(counter.post(INTAKE, sent))
    assert "Only a part of the code arrived" in page
    assert where_the_cursor_stands(page) == "applicant-card"


def test_the_card_of_whoever_hands_it_in_is_read_for_that_person(commune, counter):
    sent = form(commune, action="check", **{"authorised-card": CARD})
    page = text(counter.post(INTAKE, sent))
    assert re.search(r'name="authorised-name"[^>]*value="Nông Thị Mai Hương"', page)
    assert re.search(r'name="applicant-name"[^>]*value="Nguyễn Văn Mẫu"', page)


def test_enter_without_a_card_only_checks(commune, counter):
    page = text(counter.post(INTAKE, form(commune, action="check", **{"applicant-card": " "})))
    assert "Type the number or scan the card" not in page
    assert where_the_cursor_stands(page) == "applicant-card"


def test_what_a_script_asks_for_reads_no_card(commune, counter):
    """The fee is asked for with the whole form: nobody's data are looked up by that."""
    sent = form(commune, action="check", **NOBODY, **{"applicant-card": CARD})
    page = text(counter.post(INTAKE, sent, headers={"hx-request": "true"}))
    assert 'value="Nông Thị Mai Hương"' not in page
