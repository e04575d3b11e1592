"""Books of blank slips: the list, and a new one."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.hand import book_held
from tests.builders.identity import client_for
from tests.builders.paying import text

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimBook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
BOOKS = "/office/interim/blank/"


def test_a_book_is_reserved_and_leads_to_its_page(commune):
    client = client_for(commune.counter)
    assert "No slips lie ready yet" in text(client.get(BOOKS))
    with at():
        sent = {"unit": commune.centre.id, "place": "Quầy 2", "numbers": "10"}
        made = client.post(BOOKS, sent)
        assert made.status_code == 302
        page = text(client.get(BOOKS))
    assert "T260910-01-" in page
    assert "not printed yet" in page


def test_the_list_tells_what_is_open(commune):
    book_held(commune)
    with at(1):
        page = text(client_for(commune.director).get(BOOKS))
    assert "in use" in page


@pytest.mark.parametrize("wrong", [{"place": ""}, {"numbers": "500"}, {"unit": "1"}])
def test_what_is_wrong_is_said(commune, wrong):
    sent = {"unit": commune.centre.id, "place": "Quầy 2", "numbers": "10", **wrong}
    assert client_for(commune.counter).post(BOOKS, sent).status_code == 422
    with scope_use(SYSTEM):
        assert not InterimBook.objects.exists()
