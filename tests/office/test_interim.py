"""Interim slips of a centre: what waits, what is open, every number."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import client_for
from tests.builders.interim import block_make, slip_come, slip_in_doubt, slip_input
from tests.builders.paying import text

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimSlip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def page(actor, query=""):
    return text(client_for(actor).get(f"/office/interim/{query}"))


def test_without_slips_it_says_what_will_appear(commune):
    shown = page(commune.counter)
    assert "Nothing waits for a decision" in shown
    assert "No numbers were reserved yet" in shown


def test_what_waits_stands_first_with_its_reason(commune):
    with scope_use(SYSTEM), at():
        slip_in_doubt(commune)
    shown = page(commune.director)
    assert "T260910-01-001" in shown
    assert "outside of the hours" in shown
    assert "Nguyễn Văn Mẫu" not in shown  # a list names nobody


def test_gaps_are_explained(commune):
    with scope_use(SYSTEM), at():
        book = block_make(commune)
        slip_come(commune, book, slip_input(commune, 1, clock.now()), used=3)
    shown = page(commune.counter)
    assert "T260910-01-002, T260910-01-003" in shown
    assert "1 came in, 197 of 200 were never used" in shown


def test_a_number_is_found_as_it_was_typed(commune):
    with scope_use(SYSTEM), at():
        slip_in_doubt(commune)
    assert "Needs a decision" in page(commune.counter, "?q=t260910-01-001")
    assert "No slip T260910-01-009 has come in" in page(commune.counter, "?q=T260910-01-009")


def test_cash_in_no_till_is_shown(commune):
    with scope_use(SYSTEM), at():
        book = block_make(commune)
        slip_come(commune, book, slip_input(commune, 1, clock.now(), cash_vnd=5000))
    assert "Cash taken that stands in no till yet" in page(commune.director)


def test_a_number_of_a_dead_computer_is_noted_whatever_its_age(commune, monkeypatch):
    from motcua.reception.queries import interim

    monkeypatch.setattr(interim, "SHOWN", 1)
    with scope_use(SYSTEM), at():
        book = block_make(commune)
        slip_come(commune, book, slip_input(commune, 1, clock.now()), used=3)
    with scope_use(SYSTEM), at(1):
        block_make(commune, device="b" * 32)
    client = client_for(commune.counter)
    sent = {"book": book.book.id, "seq": "2", "reason": "Cháy ổ cứng."}
    with at(2):
        assert "A number will not come" not in text(client.get("/office/interim/"))
        assert client.post("/office/interim/", sent).status_code == 200  # it may still come
    with at(24 * 30):
        shown = text(client.get("/office/interim/"))
        assert f"#block-{book.book.id}" in shown
        assert f'id="block-{book.book.id}"' in shown
        assert "A number will not come" in shown
        for wrong in ({"reason": ""}, {"seq": "1"}, {"seq": "9"}):
            assert client.post("/office/interim/", {**sent, **wrong}).status_code == 422
        assert client.post("/office/interim/", sent).status_code == 302
        assert client.post("/office/interim/", sent).status_code == 422
        shown = text(client.get("/office/interim/"))
        assert "1 interim slip was given out" in shown
        client.post("/office/interim/", {**sent, "seq": "3"})
        assert "was given out" not in text(client.get("/office/interim/"))
    with scope_use(SYSTEM):
        lost = InterimSlip.objects.get(seq=2)
    assert (lost.state, lost.reason) == ("cancelled", "Cháy ổ cứng.")
