"""My drafts."""

from __future__ import annotations

from django.urls import reverse

from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_an_empty_list_says_what_will_stand_here(walker):
    page = walker.get(reverse("portal:my_drafts"))
    assert page.status_code == 200
    assert "/procedures/" in text(page)


def test_open_and_deleted_ones_are_shown_apart_and_only_ones_own(walker):
    draft = walker.begun()
    page = reverse("portal:my_drafts")
    assert draft.public_id in text(walker.get(page))
    assert draft.public_id not in text(walker.get(page, walker.stranger))
