"""How the figures are made: told whether they are shown or not."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.kernel import signing
from motcua.portal.fast import pages
from tests.builders.published import proof_broken, published_make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [published_make, proof_broken])
def test_it_leads_to_the_command_that_recounts_everything(make):
    pages.clear()
    make()
    answer = Client().get("/figures/how/")
    assert answer.status_code == 200
    told = answer.content.decode().replace("<wbr>", "")
    assert "motcua index --from-events" in told
    assert signing.public_key() in told
    assert 'href="/figures/how/"' not in told, "no link to itself"
