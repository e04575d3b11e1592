"""Where a draft is filed, chosen anew."""

from __future__ import annotations

from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_the_units_that_take_it_in_are_listed_and_one_is_kept(walker):
    draft = walker.begun()
    url = walker.url("file_place", draft)
    assert "Bách Quang" in text(walker.get(url))
    answer = walker.post(url, {"unit": walker.commune.unit.id})
    assert answer.status_code == 302
    with scope_use(walker.citizen.scope):
        kept = draft_get(walker.citizen, draft.public_id)
    assert kept.unit_id == walker.commune.unit.id


def test_a_unit_that_does_not_take_it_in_is_refused(walker):
    url = walker.url("file_place", walker.begun())
    assert walker.post(url, {"unit": walker.commune.office.id}).status_code == 422


def test_an_old_name_is_understood(walker):
    url = walker.url("file_place", walker.begun())
    found = walker.post(url, {"place": "P. Bách Quang", "search": "1"})
    assert "Phường Bách Quang" in text(found)


def test_another_persons_is_not_found(walker):
    assert walker.get(walker.url("file_place", walker.begun()), walker.stranger).status_code == 404
