"""Copies taken in like any other dossier: their list is made afterwards, where the page leads."""

from __future__ import annotations

import pytest
from django.urls import resolve
from tests.builders.certified import batch_certified, batch_taken, certifying_commune
from tests.builders.dossiers import commune_at_work, dossier_at
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.procedures import offering_make, version_make
from tests.office.certified import HOME, certifying, entry

from motcua.certification.queries import batch_get
from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]


@pytest.fixture
def code(certifying):
    with scope_use(SYSTEM):
        return dossier_at(certifying, Act.APPRAISE)


def url(code):
    return f"{HOME}batches/{code}/list/"


def test_the_list_is_made_from_the_dossier(certifying, code):
    client = client_for(certifying.specialist)
    page = client.get(f"/office/dossiers/{code}/").content.decode()
    assert f"{HOME}batches/{code}/" in page
    page = client.get(f"{HOME}batches/{code}/", follow=True).content.decode()
    assert "Make the list of papers" in page
    data = {
        key: word for key, word in entry(certifying, ("Bằng", 2, 3)).items() if "app" not in key
    }
    more = client.post(url(code), {**data, "action": "add"}).content.decode()
    assert 'name="r1-name"' in more
    wrong = client.post(url(code), {**data, "action": "make", "r0-pages": "0"})
    assert wrong.status_code == 422
    done = client.post(url(code), {**data, "action": "make"}, follow=True).content.decode()
    assert "The list is made." in done
    assert "Compared: pass on" in done
    assert client.get(url(code)).status_code == 302  # once


def test_others_are_told_and_another_procedure_has_no_such_page(certifying, code):
    page = client_for(certifying.counter).get(url(code)).content.decode()
    assert "Whoever compares the copies" in page
    with scope_use(SYSTEM):
        other = commune_at_work(name="Phong Quang", version=version_make())
        strange = dossier_at(other, Act.APPRAISE)
    assert client_for(other.specialist).get(url(strange)).status_code == 404
    assert client_for(other.specialist).get(url(code)).status_code == 404


def test_the_ordinary_intake_leads_to_the_page_with_rows(certifying):
    client = client_for(certifying.counter)
    asked = {"unit": certifying.unit.id, "procedure": "2.000815"}
    answer = client.get("/office/intake/", asked)
    there = f"{HOME}new/?unit={certifying.unit.id}&procedure=2.000815"
    assert answer["Location"] == there
    answer = client.get("/office/intake/", asked | {"ticket": "1"}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"{there}&ticket=1"


def test_a_posting_for_figures_lists_nobody_elsewhere(certifying):
    with scope_use(SYSTEM):
        own = batch_certified(certifying)
        other = certifying_commune(name="Phong Quang")
        waits, done = batch_taken(other), batch_certified(other)
        account = certifying.counter.account_id
        actor = actor_make(role=Role.VIEWER, unit=province_of(certifying), account=account)
        posting = next(one for one in actor.postings if one.role is Role.COUNTER)
    client = client_for(actor)
    page = client.get(HOME, {"stage": "check"}).content.decode()
    assert waits not in page
    page = client.get(HOME, {"stage": "seal"}).content.decode()
    assert (own in page, done in page) == (True, False)
    register = HOME + "register/"
    page = client.get(register).content.decode()
    assert "3 numbers." in page
    assert other.unit.full_name not in page
    assert client.get(register, {"book": other.unit.code}).status_code == 404
    with scope_use(SYSTEM):
        read = AccessRecord.objects.filter(purpose="register of certified copies")
        assert {one.posting_id for one in read} == {posting.id}
        assert batch_get(done).entries


def test_a_counter_for_many_units_reaches_every_one(certifying):
    with scope_use(SYSTEM):
        version = certifying.offering.version
        for nth in range(13):
            offering_make(unit=commune_make(name=f"Xã Mẫu {nth:02d}"), version=version)
        actor = actor_make(role=Role.COUNTER, unit=province_of(certifying))
    page = client_for(actor).get(HOME + "new/").content.decode()
    assert page.count(f"{HOME}new/?unit=") == 14


def test_each_batch_is_a_transaction_of_its_own():
    assert resolve(HOME + "step/").func.motcua_no_transaction


def province_of(commune):
    return unit_get(commune.unit.path_ids[0])
