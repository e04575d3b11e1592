"""How the result comes back."""

from __future__ import annotations

from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.portal.walking import Walker, text, walker

__all__ = ["walker"]


def now(walker, draft):
    with scope_use(walker.citizen.scope):
        return draft_get(walker.citizen, draft.public_id)


def test_the_persons_own_address_stands_there(walker):
    assert "Tổ 4" in text(walker.get(walker.url("file_return", walker.begun())))


def test_by_post_needs_an_address(walker):
    draft = walker.begun()
    url = walker.url("file_return", draft)
    assert walker.post(url, {"method": "1", "name": "A"}).status_code == 422
    sent = {"method": "1", "name": "A", "address": "Ngõ 1", "phone": "0912000001"}
    assert walker.post(url, sent).status_code == 302
    assert now(walker, draft).delivery.address == "Ngõ 1"


def test_electronically_asks_for_no_address(walker):
    draft = walker.begun()
    assert walker.post(walker.url("file_return", draft), {"method": "2"}).status_code == 302
    assert now(walker, draft).delivery.method == 2


def test_the_address_is_asked_for_where_it_goes_by_post_alone(walker):
    draft = walker.begun()
    url = walker.url("file_return", draft)
    hidden = 'data-when=\'["==",["get","method"],["is","1"]]\' hidden disabled'
    assert hidden in text(walker.get(url))
    asked = walker.post(url, {"method": "1"})  # without a script: one step more
    assert asked.status_code == 200
    assert hidden not in text(asked)
    assert "Tổ 4" in text(asked)
    assert now(walker, draft).delivery.method is None


def test_nothing_chosen_is_told(walker):
    assert walker.post(walker.url("file_return", walker.begun()), {"x": "1"}).status_code == 422


def test_a_result_on_paper_is_not_offered_electronically_alone(system_scope):
    walker = Walker(requires_paper_result=True)
    url = walker.url("file_return", walker.begun())
    assert walker.post(url, {"method": "2"}).status_code == 422


def test_another_persons_is_not_found(walker):
    assert walker.get(walker.url("file_return", walker.begun()), walker.stranger).status_code == 404
