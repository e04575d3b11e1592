"""What it costs; a free filing never comes here."""

from __future__ import annotations

from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.builders.procedures import fee
from tests.portal.walking import Walker, text, walker

__all__ = ["walker"]


def test_every_line_has_its_basis_and_copies_are_reckoned(walker):
    draft = walker.ready()
    url = walker.url("file_fees", draft)
    page = text(walker.get(url))
    assert "281/2016/TT-BTC" in page
    assert "8.000" in page or "8,000" in page
    walker.post(url, {"copies": "3", "action": "reckon"})
    assert "24" in text(walker.get(url))
    with scope_use(walker.citizen.scope):
        assert draft_get(walker.citizen, draft.public_id).fees.copies == 3


def test_copies_out_of_range_are_told(walker):
    url = walker.url("file_fees", walker.ready())
    assert walker.post(url, {"copies": "0"}).status_code == 422


def test_going_on_leads_to_the_last_page(walker):
    draft = walker.ready()
    answer = walker.post(walker.url("file_fees", draft), {"copies": "1"})
    assert answer["Location"] == walker.url("file_check", draft)


def test_a_free_filing_is_led_past_it(system_scope):
    walker = Walker(fees=[fee(0)])
    draft = walker.ready()
    answer = walker.post(walker.url("file_return", draft), {"method": "2"})
    assert answer["Location"] == walker.url("file_check", draft)


def test_another_persons_is_not_found(walker):
    assert walker.get(walker.url("file_fees", walker.begun()), walker.stranger).status_code == 404
