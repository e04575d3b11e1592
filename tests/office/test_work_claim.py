"""Claiming work, from the dossier or the list."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_accepted, item_of, work_do
from tests.builders.identity import actor_make, client_for
from tests.office.acting import dossier_url, guarded, item_url, post, text

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        code = dossier_accepted(commune)
        work_do(code, Act.ASSIGN, commune.leader, item_of(code, Act.ASSIGN).outcomes[0].code)
        return code


def item(code):
    with scope_use(SYSTEM):
        return item_of(code, Act.APPRAISE)


def test_it_is_mine_afterwards_and_nobody_elses(commune, code):
    url = item_url(code, Act.APPRAISE, "claim")
    version = item(code).version
    page = text(post(commune.specialist, url, version=version))
    assert "is yours now" in page
    with scope_use(SYSTEM):
        second = actor_make(role=Role.SPECIALIST, unit=commune.office)
    again = text(post(second, url, version=version))
    assert "taken this piece of work already" in again
    assert item(code).claimed_by_id == commune.specialist.account_id


def test_htmx_gets_its_row_as_it_is_now(commune, code):
    url = item_url(code, Act.APPRAISE, "claim")
    data = {"version": item(code).version, "picks": "1"}  # as the list's own form sends it
    with at(2):
        client = client_for(commune.specialist)
        row = text(client.post(url, data, headers={"HX-Request": "true"}))
        listed = text(client.get("/office/worklist/"))
        twice = text(client.post(url, data, headers={"HX-Request": "true"}))
    assert row.strip().startswith("<tr")
    assert "You" in row
    start = listed.index(f'<tr id="work-{item(code).id}"')
    whole = listed[start : listed.index("</tr>", start)]
    assert " ".join(whole.split()) in " ".join(row.split())  # the same as a full reload
    assert " ".join(twice.split()) == " ".join(row.split())  # a second click changes nothing


def test_it_goes_back_only_to_pages_of_the_office(commune, code):
    url = item_url(code, Act.APPRAISE, "claim")
    with at(2):
        client = client_for(commune.specialist)
        data = {"version": item(code).version}
        here = client.post(url, {**data, "back": "/office/worklist/?view=mine"})
        away = client.post(url, {**data, "back": "https://elsewhere.example/office/"})
    assert here["Location"] == "/office/worklist/?view=mine"
    assert away["Location"] == dossier_url(code)


def test_others_may_not(commune, code):
    guarded(commune, item_url(code, Act.APPRAISE, "claim"), wrong=commune.clerk, asks=False)
    assert item(code).claimed_by_id is None
