"""Forms that wait are decided: one by one, several from the list, by whoever it is."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import client_for
from tests.builders.letters import letter_rules_set
from tests.office.acting import dossier_url, guarded, post, seen, text
from tests.office.lettering import SIGN, propose, proposed, registered

from motcua.documents.signatures.types import Role
from motcua.dossiers import services
from motcua.dossiers.letter_rules import LetterSigner, SignatureWay
from motcua.dossiers.types import Status
from motcua.identity.assurance import FRESH_AT
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_several_forms_are_signed_from_the_list_and_what_went_on_is_named(headed, letter_keys):
    one, two = registered(headed), registered(headed)
    for code in (one, two):
        propose(headed, code)
    chosen = [f"letter-{code}:{seen(code).version}" for code in (one, two)]
    with scope_use(SYSTEM):
        services.dossier_accept(actor=headed.counter, code=two)
    page = text(post(headed.director, SIGN, item=chosen))
    assert "Not everything was signed" in page
    assert (seen(one).status, seen(two).status) == (Status.REFUSED, Status.ACCEPTED)
    [paper] = seen(one).papers
    assert [s.role for s in paper.signatures] == [Role.PERSONAL]


def test_a_leader_signs_a_proposed_supplement_from_the_list(headed, letter_keys):
    with scope_use(SYSTEM), at():
        code = dossier_at(headed, Act.APPRAISE)
        services.dossier_propose_supplement(
            actor=headed.specialist, code=code, items=["Bản vẽ"], reason="Chưa rõ"
        )
    page = text(client_for(headed.leader).get(SIGN))
    assert "Request for a supplement during appraisal" in page
    chosen = f"supplement-{code}:{seen(code).version}"
    assert "1 document is signed" in text(post(headed.leader, SIGN, item=[chosen]))
    assert seen(code).status is Status.SUPPLEMENT
    assert [s.role for s in seen(code).papers[-1].signatures] == [Role.PERSONAL]


def test_whoever_signs_confirms_first_that_it_is_them(headed, letter_keys):
    code = registered(headed)
    propose(headed, code)
    client = client_for(headed.director)
    session = client.session
    session[FRESH_AT] = 0
    session.save()
    answer = client.post(
        dossier_url(code, "proposed"), {"approve": "yes", "version": seen(code).version}
    )
    assert answer.status_code == 302
    assert seen(code).status is Status.REGISTERED
    page = text(post(headed.director, dossier_url(code, "proposed"), approve="yes", version=1))
    assert "has changed" in page


def test_the_page_of_an_act_says_how_the_form_is_signed(headed, letter_keys):
    with scope_use(SYSTEM), at():
        code = dossier_at(headed, Act.APPRAISE)
    page = text(client_for(headed.leader).get(dossier_url(code, "stop")))
    assert "with your own digital key" in page
    with scope_use(SYSTEM):
        letter_rules_set(headed.unit, stop=(LetterSigner.HEAD, SignatureWay.SEAL))
    page = text(client_for(headed.leader).get(dossier_url(code, "stop")))
    assert "sign it by hand" in page and "QĐ 12/QĐ-UBND" in page


def test_others_may_not(headed):
    code = proposed(headed)
    guarded(headed, dossier_url(code, "proposed"), wrong=headed.clerk)
