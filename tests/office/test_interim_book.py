"""One book of blank slips: what is open, spoilt sheets, the count, collecting it."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.hand import book_held
from tests.builders.identity import client_for
from tests.builders.paying import text

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimBook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def address(commune):
    return f"/office/interim/blank/{book_held(commune)}/"


def test_it_tells_what_must_be_brought(commune, address):
    with at(1):
        page = text(client_for(commune.counter).get(address))
    assert "T260910-01-001" in page  # below the third, which lies on top
    assert "Rách." in page
    assert "18 numbers are blank, from 3 on." in page


def test_spoilt_counted_and_collected(commune, address):
    client, director = client_for(commune.counter), client_for(commune.director)
    with at(1):
        assert client.post(address, {"act": "close"}).status_code == 403
        assert "can be collected once" in text(director.get(address))
        assert director.post(address, {"act": "close"}).status_code == 422
        assert client.post(address, {"act": "count", "next_blank": "22"}).status_code == 422
        assert client.post(address, {"act": "count", "next_blank": "4"}).status_code == 302
        assert client.post(address, {"act": "spoilt", "seq": "1"}).status_code == 422  # no reason
        for seq in ("1", "3"):
            sent = {"act": "spoilt", "seq": seq, "reason": "Không dùng đến."}
            assert client.post(address, sent).status_code == 302
            assert client.post(address, sent).status_code == 422
        assert 'data-confirm="collect"' in director.get(address).content.decode()
        assert director.post(address, {"act": "close"}).status_code == 302
        page = text(director.get(address))
    assert "Collected" in page
    assert "Note a spoilt slip" not in page
    with scope_use(SYSTEM):
        assert InterimBook.objects.get().closed_by == commune.director.account_id


def test_what_is_no_act_changes_nothing(commune, address):
    assert client_for(commune.counter).post(address, {"act": "burn"}).status_code == 200


def test_a_block_of_a_browser_is_no_book(commune):
    from tests.builders.interim import block_make

    with at(), scope_use(SYSTEM):
        block = block_make(commune)
    client = client_for(commune.counter)
    assert client.get(f"/office/interim/blank/{block.book.id}/").status_code == 404
