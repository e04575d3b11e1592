"""A petition is read, answered when asked, and taken back."""

from __future__ import annotations

from tests.portal.owning import petition_of
from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_it_is_read_by_its_writer_alone(walker):
    page = petition_of(walker, sent(walker).code)
    assert "Chờ lâu" in text(walker.get(page))
    assert walker.get(page, walker.stranger).status_code == 404


def test_nothing_is_replied_unasked_and_it_is_taken_back(walker):
    page = petition_of(walker, sent(walker).code)
    unasked = walker.post(page, {"text": "Thêm nữa"})
    assert unasked.status_code == 409
    assert walker.post(page, {"action": "withdraw"}).status_code == 302
    assert walker.post(page, {"action": "withdraw"}).status_code == 409
