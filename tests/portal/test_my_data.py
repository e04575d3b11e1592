"""My data: what is held, who looked and why; found by the person, not by the dossier."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from motcua.dossiers.types import PartyInput
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal.views.my_data import purpose_words
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import commune_at_work, dossier_registered
from tests.builders.identity import client_for

pytestmark = pytest.mark.django_db


def test_an_officer_who_opens_the_dossier_is_named_to_the_person_and_to_nobody_else():
    citizen, stranger = citizen_make(), citizen_make()
    with scope_use(SYSTEM):
        commune = commune_at_work(fees=[])
        party = PartyInput(name=citizen.person.name, id_number=citizen.person.id_number)
        code = dossier_registered(commune, parties=(party,))
    assert client_for(commune.counter).get(f"/office/dossiers/{code}/").status_code == 200
    html = client_of(citizen).get("/my/data/").content.decode()
    assert commune.counter.name in html
    assert commune.counter.name not in client_of(stranger).get("/my/data/").content.decode()


def test_it_shows_what_is_held_and_each_consent():
    citizen = citizen_make()
    html = client_of(citizen).get("/my/data/").content.decode()
    assert citizen.person.id_number in html
    assert html.count('action="/my/consent/"') == 3


@pytest.mark.parametrize(
    "purpose",
    [
        "handling of the dossier", "download of result 1", "print of slip",
        "slip of a dossier just taken in", "result of a part that this dossier builds on",
        "comparing two accounts with one identity number",
    ],
)  # fmt: skip
def test_why_somebody_looked_is_told_in_the_readers_language(purpose):
    with override("vi"):
        assert "quý vị" in purpose_words(purpose)
