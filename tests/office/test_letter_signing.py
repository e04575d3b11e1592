"""Who signs the forms of a unit is set by its lead, with the source."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import client_for
from tests.office.acting import post, text

from motcua.dossiers.letter_rules import LetterAct, LetterSigner, SignatureWay
from motcua.dossiers.queries.letters import sign_rules
from motcua.identity.types import Capacity
from motcua.kernel.scope import SYSTEM, scope_use

ALL = ["KT", "TL", "TUQ"]  # ticked on the page, as the law has it
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_leader_sets_who_signs_and_the_province_comes_first(commune):
    url = f"/office/letters/signing/?unit={commune.unit.code}"
    page = text(client_for(commune.leader).get(url))
    assert "Who signs today" in page and "the law" in page
    sent = {
        "supplement_intake_signer": "head",
        "refusal_signer": "head", "refusal_way": "seal", "refusal_capacities": ["KT"],
        "supplement_capacities": ALL, "apology_capacities": ALL, "stop_capacities": ALL,
        "valid_from": "2026-09-10", "version": 0,
    }  # fmt: skip
    assert "Enter “Document by which this was decided”." in text(
        post(commune.leader, url, **sent, source="")
    )
    page = text(post(commune.leader, url, **sent, source="QĐ 7/QĐ-UBND"))
    assert "Saved" in page and "QĐ 7/QĐ-UBND" in page
    assert "changed who signs in the meantime" in text(
        post(commune.leader, url, **sent, source="QĐ 8/QĐ-UBND")
    )
    with at(2), scope_use(SYSTEM):
        rules = sign_rules(commune.centre)
        assert rules[LetterAct.REFUSAL].way is SignatureWay.SEAL
        assert rules[LetterAct.STOP].unit_id is None
        assert rules[LetterAct.SUPPLEMENT_INTAKE].signer is LetterSigner.HEAD, "though no way"
    centre = f"/office/letters/signing/?unit={commune.centre.code}"
    with at(2):
        page = text(client_for(commune.director).get(centre))
    assert "What a unit above has set is not asked here" in page
    assert 'name="refusal_way"' not in page
    assert client_for(commune.director).get(url).status_code == 404


def test_who_signs_besides_the_head_is_kept_though_nothing_else_is_set(commune):
    url = f"/office/letters/signing/?unit={commune.unit.code}"
    sent = {
        "refusal_capacities": ALL, "supplement_intake_capacities": ALL,
        "supplement_capacities": ALL, "apology_capacities": ["KT"], "stop_capacities": [],
        "valid_from": "2026-09-10", "version": 0, "source": "QĐ 7/QĐ-UBND",
    }  # fmt: skip
    assert "Saved" in text(post(commune.leader, url, **sent))
    with at(2), scope_use(SYSTEM):
        rules = sign_rules(commune.unit)
    assert rules[LetterAct.APOLOGY].capacities == {Capacity.KT}
    assert rules[LetterAct.STOP].capacities == frozenset()
    assert rules[LetterAct.STOP].signer is LetterSigner.HEAD
    assert rules[LetterAct.SUPPLEMENT].unit_id is None, "as the law has it"
