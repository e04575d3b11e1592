"""The level of the account that a procedure needs: its own, with its source; else two."""

from __future__ import annotations

import pytest

from motcua.filing import services
from motcua.filing.queries import draft_get
from motcua.kernel.errors import Refused
from motcua.kernel.scope import scope_use
from motcua.procedures.queries import procedure_get
from motcua.procedures.services.columns import RECORD_PARTS, CellError
from motcua.procedures.types import ASSURANCE_BASIS
from tests.builders.citizens import citizen_make, client_of
from tests.builders.filing import commune_online, draft_ready
from tests.portal.owning import url
from tests.portal.walking import Walker, text

LOW = {"assurance": 1, "assurance_basis": "Điều 7 văn bản thử"}
READ = {name: read for name, _columns, read in RECORD_PARTS}


def send(citizen, draft):
    with scope_use(citizen.scope):
        return services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True)


def test_two_is_needed_where_the_record_says_nothing(system_scope):
    version = commune_online().offering.version
    assert (version.assurance, version.assurance_basis) == (2, ASSURANCE_BASIS)


def test_a_record_names_its_level_and_its_source(system_scope):
    code = commune_online(**LOW).offering.version.code
    version = procedure_get(code).version
    assert (version.assurance, version.assurance_basis) == (1, "Điều 7 văn bản thử")


def test_the_level_is_read_from_a_table_with_its_article():
    assert READ["assurance"]({"assurance": "1", "assurance_basis": "Điều 7"}) == 1
    assert READ["assurance"]({}) == 0
    for wrong in ({"assurance": "3"}, {"assurance": "1"}):
        with pytest.raises(CellError):
            READ["assurance"](wrong)


def test_with_less_nothing_is_sent_and_everything_is_kept(system_scope):
    commune, low = commune_online(), citizen_make(assurance=1)
    draft = draft_ready(low, commune)
    with pytest.raises(Refused) as refusal:
        send(low, draft)
    assert refusal.value.code == "level_too_low"
    with scope_use(low.scope):
        assert draft_get(low, draft.public_id).is_open


def test_where_one_is_enough_it_is_sent_and_what_follows_is_open(system_scope):
    walker = Walker(**LOW)
    low = citizen_make(assurance=1)
    client = client_of(low)
    start = walker.get(f"/file/{walker.code}/", client)
    assert 'name="unit"' in text(start)
    code = send(low, draft_ready(low, walker.commune)).code
    assert walker.get(url("my_dossier_withdraw", code), client).status_code == 200


def test_with_less_a_page_leads_to_the_ways_that_remain(system_scope):
    walker = Walker()
    low = citizen_make(assurance=1)
    page = text(walker.get(f"/file/{walker.code}/", client_of(low)))
    assert 'name="unit"' not in page
    for way in ("/units/", "/sign-in/?level=2", "mức"):
        assert way in page
