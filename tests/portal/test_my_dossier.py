"""One's own dossier: where it stands, and what can be done."""

from __future__ import annotations

from tests.portal.owning import url
from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_it_tells_where_it_stands_and_what_was_handed_in(walker):
    code = sent(walker).code
    page = text(walker.get(url("my_dossier", code)))
    assert code in page
    assert url("my_dossier_withdraw", code) in page
    assert url("receipt", code) in page


def test_another_persons_is_not_found(walker):
    code = sent(walker).code
    assert walker.get(url("my_dossier", code)).status_code == 200
    assert walker.get(url("my_dossier", code), walker.stranger).status_code == 404
