"""Forms that are signed and decided at the same instant: no number twice, no gap, one decision."""

from __future__ import annotations

from functools import partial

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered
from tests.builders.identity import actor_make
from tests.builders.letters import letter_rules_set
from tests.builders.signatures import commune_keys, signers
from tests.dossiers.test_two_at_once import together

from motcua.dossiers import services
from motcua.dossiers.letter_rules import LetterAct, LetterSigner, SignatureWay
from motcua.dossiers.models import LetterSignature, Paper
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import Status, StopKind
from motcua.identity.types import Role
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.letter_doing import TRIES, letter_do
from motcua.workflow.types import Act

pytestmark = pytest.mark.invariant


def test_forms_signed_at_once_get_numbers_without_a_gap_each_as_it_was_signed(
    fresh_database, tmp_path
):
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        codes = [dossier_at(commune, Act.APPRAISE) for _n in range(TRIES)]
    words = {"reason": "Tranh chấp", "legal_basis": "Điều 5", "kind": StopKind.FINAL}

    def stop(code, letter):
        return services.dossier_stop(actor=commune.leader, code=code, letter=letter, **words)

    with signers(tmp_path / "keys", commune_keys(commune)):
        answers = together(TRIES, lambda n: letter_do(SYSTEM, partial(stop, codes[n])))
    assert not [one for one in answers if isinstance(one, Refused)]
    with scope_use(SYSTEM):
        papers = Paper.objects.order_by("number")
        told = [(one.number, one.data["number"]) for one in papers]
        assert told == [(n, f"{n:02d}/TB-UBND") for n in range(1, TRIES + 1)]
        assert LetterSignature.objects.count() == TRIES
    assert verify_all().good


def test_two_heads_decide_one_proposal(fresh_database):
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        letter_rules_set(commune.unit, refusal=(LetterSigner.HEAD, SignatureWay.HELD))
        code = dossier_registered(commune)
        services.letter_propose(
            actor=commune.counter, code=code, act=LetterAct.REFUSAL,
            words={"reason": "a", "legal_basis": "b"},
        )  # fmt: skip
        heads = [commune.director, actor_make(role=Role.DIRECTOR, unit=commune.centre)]

    def decide(n):
        approve = n % 2 == 0
        return services.letter_decide(
            actor=heads[n % 2], code=code, approve=approve, note="" if approve else "Xem lại"
        )

    answers = together(4, decide)
    refused = [one.code for one in answers if isinstance(one, Refused)]
    assert refused == ["nothing_proposed"] * 3
    with scope_use(SYSTEM):
        now = dossier_get(code)
        assert (now.status is Status.REFUSED) == (len(now.papers) == 1)
    assert verify_all().good
