"""Choosing the papers to be shown at a counter."""

from __future__ import annotations

import re

from django.urls import reverse

from motcua.filing.models import Share, StoreItem
from tests.builders.citizens import acting_for, citizen_make, client_of
from tests.filing.test_keep import allow, finished, kept
from tests.filing.test_keep import sent as sent_by
from tests.portal.walking import text, walker

__all__ = ["walker"]
PAGE = reverse("portal:my_shares")


def papers(walker):
    allow(walker.citizen)
    finished(walker.commune, walker.citizen)
    sent_by(walker.commune, walker.citizen)
    return kept(walker.citizen)


def test_without_a_paper_nothing_can_be_shown(walker):
    page = text(walker.get(PAGE))
    assert 'name="which"' not in page
    assert walker.post(PAGE, {"which": "all"}).status_code == 422
    assert PAGE not in text(walker.get(reverse("portal:my_documents")))


def test_some_or_all_are_shown_and_the_page_leads_to_the_code(walker):
    mine = papers(walker)
    assert PAGE in text(walker.get(reverse("portal:my_documents")))
    assert text(walker.get(PAGE)).count('name="items"') == 2
    some = walker.post(PAGE, {"which": "some", "items": [mine[0].id]})
    assert re.fullmatch(rf"{PAGE}[0-9a-f]{{32}}/", some["Location"])
    assert Share.objects.get().papers == 1
    every = walker.post(PAGE, {"which": "all"})
    assert Share.objects.order_by("-pk").first().papers == 2
    page = text(walker.get(PAGE))
    assert every["Location"] in page  # the one that lives, and the one before
    assert some["Location"] in page


def test_nothing_chosen_or_what_is_gone_is_said_at_the_list(walker):
    mine = papers(walker)
    assert walker.post(PAGE, {"which": "some"}).status_code == 422
    assert walker.post(PAGE, {"which": "some", "items": ["x"]}).status_code == 422
    StoreItem.objects.filter(pk=mine[0].id).delete()
    assert walker.post(PAGE, {"which": "some", "items": [mine[0].id]}).status_code == 422
    assert not Share.objects.exists()
    assert walker.post(PAGE, {"which": "all"}, walker.stranger).status_code == 422


def test_too_many_codes_are_refused(walker):
    papers(walker)
    for _time in range(20):
        assert walker.post(PAGE, {"which": "all"}).status_code == 302
    assert walker.post(PAGE, {"which": "all"}).status_code == 422


def test_who_acts_for_another_reads_whose_papers_they_are(walker):
    papers(walker)
    son = client_of(acting_for(citizen_make(name="Con Mẫu"), walker.citizen))
    assert walker.citizen.person.name in text(walker.get(PAGE, son))
    assert walker.post(PAGE, {"which": "all"}, son).status_code == 302
    assert Share.objects.get().person_id == walker.citizen.person_id
