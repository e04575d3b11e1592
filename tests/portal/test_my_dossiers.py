"""My dossiers."""

from __future__ import annotations

from django.urls import reverse

from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_ones_own_are_listed_searched_and_filtered(walker):
    code = sent(walker).code
    url = reverse("portal:my_dossiers")
    assert code in text(walker.get(url))
    assert code in text(walker.get(f"{url}?q={code}&state=running"))
    assert code not in text(walker.get(f"{url}?state=done"))
    assert code not in text(walker.get(url, walker.stranger))


def test_a_damaged_place_begins_anew(walker):
    sent(walker)
    assert walker.get(reverse("portal:my_dossiers") + "?after=nonsense").status_code == 200


def test_an_empty_list_says_what_will_stand_here(walker):
    assert "/procedures/" in text(walker.get(reverse("portal:my_dossiers")))
