"""Refusing to take a dossier in."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_registered
from tests.office.acting import dossier_url, get, guarded, post, seen, text

from motcua.dossiers.services import dossier_request_supplement_at_intake
from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_registered(commune)


def test_reason_and_legal_basis_are_asked_and_kept(commune, code):
    url = dossier_url(code, "refuse")
    page = text(get(commune.counter, url))
    assert "Refuse to accept" in page
    assert 'name="version" value="1"' in page
    answer = post(commune.counter, url, version=1, reason="Not ours <b>", legal_basis="")
    assert answer.status_code == 422
    assert "Not ours &lt;b&gt;" in text(answer)
    post(commune.counter, url, version=1, reason="Not ours", legal_basis="Article 3")
    dossier = seen(code)
    assert dossier.status is Status.REFUSED
    assert dossier.timeline[-1].data["reason"] == "Not ours"


def test_too_long_a_reason_stays_in_the_form(commune, code):
    answer = post(
        commune.counter, dossier_url(code, "refuse"), version=1, reason="x" * 1001, legal_basis="a"
    )
    assert answer.status_code == 422
    assert "x" * 1001 in text(answer)


def test_a_stale_page_comes_back_fresh_with_what_was_typed(commune, code):
    answer = post(
        commune.counter,
        dossier_url(code, "refuse"),
        version=9,
        reason="my long text",
        legal_basis="Article 3",
    )
    page = text(answer)
    assert answer.status_code == 409
    assert "Somebody else has changed" in page
    assert "my long text" in page
    assert 'name="version" value="1"' in page


def test_a_colleagues_act_since_then_is_told_and_the_form_can_be_sent_again(commune, code):
    with scope_use(SYSTEM), at(1):
        dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Map"], reason="missing"
        )
    url = dossier_url(code, "refuse")
    typed = {"reason": "my long text", "legal_basis": "Article 3"}
    answer = post(commune.counter, url, version=1, seen=1, **typed)
    page = text(answer)
    assert answer.status_code == 409
    assert "Supplement requested" in page[page.index("Since you opened this page") :]
    assert 'name="version" value="2"' in page
    post(commune.counter, url, version=2, seen=2, **typed)
    assert seen(code).status is Status.REFUSED


def test_htmx_gets_the_form_alone(commune, code):
    page = text(get(commune.counter, dossier_url(code, "refuse"), **{"HX-Request": "true"}))
    assert "<form" in page
    assert "<html" not in page


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "refuse"), wrong=commune.clerk)
