"""Deleting a draft."""

from __future__ import annotations

from django.urls import reverse

from motcua.filing.queries import drafts_of
from motcua.kernel.scope import scope_use
from tests.portal.walking import walker

__all__ = ["walker"]


def test_it_is_put_away_and_twice_is_once(walker):
    url = reverse("portal:draft_discard", args=[walker.begun().public_id])
    assert walker.get(url).status_code == 405
    assert walker.post(url).status_code == 302
    assert walker.post(url).status_code == 302
    with scope_use(walker.citizen.scope):
        assert drafts_of(walker.citizen) == []


def test_another_persons_is_not_found(walker):
    url = reverse("portal:draft_discard", args=[walker.begun().public_id])
    assert walker.post(url, client=walker.stranger).status_code == 404
