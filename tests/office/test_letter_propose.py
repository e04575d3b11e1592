"""A form that somebody else signs is proposed: seen, read and issued by the head."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import client_for
from tests.builders.letters import letter_rules_set
from tests.office.acting import dossier_url, post, seen, text
from tests.office.lettering import SIGN, propose, registered
from tests.office.test_intake import form, start

from motcua.dossiers.letter_rules import LetterSigner, SignatureWay
from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use

INTAKE = "/office/intake/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_officer_proposes_and_the_director_sees_reads_and_issues(headed):
    code = registered(headed)
    page = text(client_for(headed.counter).get(dossier_url(code)))
    assert "Propose to refuse" in page
    assert dossier_url(code, "refuse") not in page
    assert "nothing has been sent" in text(propose(headed, code)).lower()
    assert seen(code).status is Status.REGISTERED

    page = text(client_for(headed.director).get(SIGN))
    assert "Refusal (form 03)" in page and code in page
    read = client_for(headed.director).get(dossier_url(code, "proposed/preview"))
    assert read["Content-Type"] == "application/pdf"
    page = text(client_for(headed.director).get(dossier_url(code, "proposed")))
    assert "Sai thẩm quyền" in page and headed.counter.name in page
    assert "This unit has no digital seal here" in page

    version = seen(code).version
    page = text(post(headed.director, dossier_url(code, "proposed"), approve="no", version=version))
    assert "Give the reason" in page
    post(headed.director, dossier_url(code, "proposed"), approve="yes", version=version)
    assert seen(code).status is Status.REFUSED


@pytest.mark.parametrize(
    ("action", "act", "button"),
    [
        ("refuse", "refusal", "Propose to refuse"),
        ("supplement", "supplement_intake", "Propose to ask for a supplement"),
    ],
)
def test_at_the_counter_too_it_is_proposed_where_the_head_signs(commune, action, act, button):
    client = client_for(commune.counter)
    with at():
        page = text(client.get(INTAKE, start(commune), follow=True))
        assert button not in page, "here the officer signs"
        with scope_use(SYSTEM):
            letter_rules_set(commune.unit, **{act: (LetterSigner.HEAD, SignatureWay.HELD)})
        assert button in text(client.get(INTAKE, start(commune), follow=True))
        answer = client.post(INTAKE, form(commune, action=action))
        assert answer["Location"].endswith(f"/propose/{act}/")
        assert client.get(answer["Location"]).status_code == 200, "the page that asks why"
