"""A part of the counter's pages; its walk stands in test_intake."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for

pytestmark = pytest.mark.django_db


def test_the_part_tells_for_which_words_it_is(system_scope):
    with at():
        commune = commune_at_work()
        assert dossier_accepted(commune)
        client = client_for(commune.counter)
        page = client.get("/office/intake/procedures/", {"q": 'hôn "nhân'}).content.decode()
        assert 'data-text="hôn &quot;nhân"' in page
        assert commune.offering.code in page
        assert client_for(commune.leader).get("/office/intake/procedures/").status_code == 404
