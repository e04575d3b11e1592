"""Certified copies on the portal: what happens at the counter is said before anybody files."""

from __future__ import annotations

import pytest

from tests.builders.certified import flagged_make
from tests.builders.citizens import citizen_make, client_of
from tests.builders.filing import commune_online
from tests.builders.procedures import version_make
from tests.portal.appointing import english
from tests.portal.owning import url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]
SAID = "Bring the originals: the list is made at the counter"


def test_the_page_of_a_flagged_procedure_says_that_the_list_is_made_at_the_counter(client):
    flagged_make("9.815002")
    assert SAID in client.get("/procedures/9.815002/").content.decode()
    version_make(code="9.815003")
    assert SAID not in client.get("/procedures/9.815003/").content.decode()


def test_whoever_files_from_home_reads_it_before_the_first_question(system_scope):
    online = commune_online(certified_copies=True, certified_copies_basis="Điều 5")
    code = online.offering.version.code
    page = client_of(citizen_make()).get(url("file_start", code)).content.decode()
    assert SAID in page
    other = commune_online().offering.version.code
    assert SAID not in client_of(citizen_make()).get(url("file_start", other)).content.decode()
