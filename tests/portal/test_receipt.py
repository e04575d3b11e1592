"""The receipt of a filing."""

from __future__ import annotations

from django.urls import reverse

from motcua.filing.services import draft_send
from motcua.kernel.scope import scope_use
from tests.builders.dossiers import dossier_registered
from tests.portal.walking import text, walker

__all__ = ["walker"]


def sent(walker):
    draft = walker.ready()
    with scope_use(walker.citizen.scope):
        return draft_send(citizen=walker.citizen, public_id=draft.public_id, declared=True)


def test_it_tells_codes_time_and_what_happens_next(walker):
    receipt = sent(walker)
    page = walker.get(reverse("portal:receipt", args=[receipt.code]))
    assert page.status_code == 200
    for told in (receipt.code, receipt.security_code, "Bách Quang"):
        assert told in text(page)


def test_another_persons_is_not_found(walker):
    url = reverse("portal:receipt", args=[sent(walker).code])
    assert walker.get(url, walker.stranger).status_code == 404


def test_a_dossier_of_the_counter_has_none(walker):
    code = dossier_registered(walker.commune)
    assert walker.get(reverse("portal:receipt", args=[code])).status_code == 404
