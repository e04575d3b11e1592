"""The office for signatures: recorded by another, refused in words, never for strangers."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import dossier_at
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.office.acting import item_url, text

from motcua.dossiers.queries.capacity import capacity_of
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def admin(commune):
    with scope_use(SYSTEM):
        return actor_make(role=Role.TECHNICAL_ADMIN, unit=commune.unit)


def url(actor):
    return f"/office/accounts/{actor.account_id}/postings/{actor.postings[0].id}/office/"


def test_a_deputy_is_recorded_seen_and_taken_away_again(commune, admin):
    client = client_for(admin)
    assert "Nothing is recorded yet" in text(client.get(url(commune.leader)))
    page = text(client.post(url(commune.leader), {"office": "deputy"}, follow=True))
    assert "The office is recorded" in page
    assert "Deputy head (signs KT.)" in page
    assert "Office for signatures recorded" in page
    with scope_use(SYSTEM):
        assert capacity_of(commune.leader.account_id, commune.unit).lines[0] == "KT. CHỦ TỊCH"
    client.post(url(commune.leader), {"office": ""})
    page = text(client.get(url(commune.leader)))
    assert (page.count("No office"), page.count("In force")) == (2, 0)
    with scope_use(SYSTEM):
        assert capacity_of(commune.leader.account_id, commune.unit) is None


def test_a_delegation_without_paper_and_end_is_refused_at_its_fields(commune, admin):
    data = {"office": "authorised", "title": "Trưởng phòng", "valid_to": "2020-01-01"}
    answer = client_for(admin).post(url(commune.leader), data)
    assert (answer.status_code, "This day has passed" in text(answer)) == (422, True)
    answer = client_for(admin).post(url(commune.leader), data | {"valid_to": ""})
    page = text(answer)
    assert answer.status_code == 422
    assert 'href="#id_document"' in page
    assert 'href="#id_valid_to"' in page
    assert 'value="Trưởng phòng"' in page
    assert client_for(admin).post(url(commune.leader), {"office": "king"}).status_code == 422


def test_a_second_head_is_refused_in_words(commune, admin):
    with scope_use(SYSTEM):
        other = actor_make(role=Role.LEADER, unit=commune.unit)
    client = client_for(admin)
    client.post(url(commune.leader), {"office": "head"})
    answer = client.post(url(other), {"office": "acting"})
    assert answer.status_code == 422
    assert "Somebody else is recorded as head of this unit" in text(answer)


def test_it_is_there_for_those_who_sign_and_for_nobody_of_other_units(commune, admin):
    assert client_for(admin).get(url(commune.clerk)).status_code == 404
    for actor in (commune.leader, commune.counter):
        assert client_for(actor).get(url(commune.leader)).status_code == 404
    with scope_use(SYSTEM):
        far = actor_make(role=Role.TECHNICAL_ADMIN, unit=commune_make(name="Xa"))
    assert client_for(far).get(url(commune.leader)).status_code == 404
    mixed = f"/office/accounts/{commune.clerk.account_id}/postings/{commune.leader.postings[0].id}"
    assert client_for(admin).get(f"{mixed}/office/").status_code == 404


def test_who_approves_reads_beforehand_how_the_signature_will_be_written(commune, admin):
    with scope_use(SYSTEM):
        code = dossier_at(commune, Act.APPROVE)
        page = item_url(code, Act.APPROVE, "complete")
        other = actor_make(role=Role.LEADER, unit=commune.unit)
    assert "You sign as" not in text(client_for(commune.leader).get(page))
    client_for(admin).post(url(commune.leader), {"office": "deputy"})
    shown = text(client_for(commune.leader).get(page))
    assert "You sign as KT. CHỦ TỊCH / PHÓ CHỦ TỊCH." in shown
    assert "You have no capacity to sign this" in text(client_for(other).get(page))
