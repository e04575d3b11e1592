"""Taking a deleted draft back."""

from __future__ import annotations

from django.urls import reverse

from motcua.filing.queries import drafts_of
from motcua.kernel.scope import scope_use
from tests.portal.walking import walker

__all__ = ["walker"]


def test_it_is_back_as_it_was(walker):
    draft = walker.begun()
    walker.post(reverse("portal:draft_discard", args=[draft.public_id]))
    walker.post(reverse("portal:draft_restore", args=[draft.public_id]))
    with scope_use(walker.citizen.scope):
        assert [one.public_id for one in drafts_of(walker.citizen)] == [draft.public_id]


def test_another_persons_is_not_found(walker):
    url = reverse("portal:draft_restore", args=[walker.begun().public_id])
    assert walker.post(url, client=walker.stranger).status_code == 404
