"""Two versions of a page: what differs is shown, one is chosen."""

from __future__ import annotations

from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from tests.portal.walking import text, walker

__all__ = ["walker"]


def conflict(walker):
    draft = walker.begun()
    url = walker.url("file_page", draft, "what")
    walker.post(url, {"purpose": "Một", "remark": "a", "version": draft.version})
    walker.post(url, {"purpose": "Hai", "remark": "a", "version": draft.version})
    return draft


def test_only_what_differs_is_asked_and_the_choice_is_kept(walker):
    draft = conflict(walker)
    url = walker.url("file_choose", draft, "what")
    page = text(walker.get(url))
    assert "Một" in page
    assert "Hai" in page
    assert "take-remark" not in page
    answer = walker.post(url, {"take-purpose": "other"})
    assert answer["Location"] == walker.url("file_page", draft, "what")
    with scope_use(walker.citizen.scope):
        kept = draft_get(walker.citizen, draft.public_id)
    assert kept.answers["purpose"] == "Hai"
    assert kept.others == ()


def test_where_nothing_differs_it_leads_back(walker):
    draft = walker.begun()
    answer = walker.get(walker.url("file_choose", draft, "what"))
    assert answer.status_code == 302


def test_another_persons_is_not_found(walker):
    url = walker.url("file_choose", conflict(walker), "what")
    assert walker.get(url, walker.stranger).status_code == 404
