"""My petitions: mine alone, and what stands here when there are none."""

from __future__ import annotations

from tests.portal.owning import petition_of, url
from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_mine_are_listed_and_nobody_elses(walker):
    page = petition_of(walker, sent(walker).code)
    assert page in text(walker.get(url("my_petitions")))
    empty = text(walker.get(url("my_petitions"), walker.stranger))
    assert page not in empty
    assert "/my/dossiers/" in empty
