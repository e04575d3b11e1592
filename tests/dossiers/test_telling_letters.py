"""Whoever may sign hears that a form waits; whoever proposed it hears when it lapsed."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered
from tests.builders.identity import actor_make
from tests.builders.letters import letter_rules_set
from tests.dossiers.test_telling_officials import address, mailed, told, ways

from motcua.dossiers import services
from motcua.dossiers.letter_rules import LetterAct, LetterSigner, SignatureWay
from motcua.dossiers.services.proposals import letter_decide, letter_propose, letter_recall
from motcua.dossiers.types import StopKind
from motcua.identity.types import Role
from motcua.kernel.outbox import outbox_deliver
from motcua.notices.models import Notice
from motcua.workflow.types import Act

__all__ = ["ways"]  # no message leaves the tests
REFUSAL = {"reason": "Sai thẩm quyền", "legal_basis": "Điều 5"}
ASK = {"items": ["Bản vẽ"], "reason": "Chưa rõ"}
STOP = {"reason": "Đất tranh chấp", "legal_basis": "Điều 5", "kind": StopKind.FINAL}


@pytest.fixture
def commune(system_scope):
    with at():
        town = commune_at_work()
        letter_rules_set(town.unit, refusal=(LetterSigner.HEAD, SignatureWay.HELD))
        mailed(town.counter, town.director, town.specialist, town.leader, town.clerk)
        yield town


def refusal_proposed(commune):
    code = dossier_registered(commune)
    letter_propose(actor=commune.counter, code=code, act=LetterAct.REFUSAL, words=REFUSAL)
    return code


def test_who_may_sign_is_told_once_and_nobody_else(commune):
    stranger = actor_make(role=Role.DIRECTOR)
    mailed(stranger)
    code = refusal_proposed(commune)
    for _again in range(2):
        outbox_deliver()
    assert told("letter") == [("letter_proposed", address(commune.director))]
    notice = Notice.objects.get(template="letter_proposed")
    assert notice.path == f"/office/dossiers/{code}/"
    assert "thẩm quyền" not in str(notice.values)


def test_a_leader_is_told_of_what_a_specialist_proposes(commune):
    code = dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(actor=commune.specialist, code=code, **ASK)
    outbox_deliver()
    assert told("letter") == [("letter_proposed", address(commune.leader))]


def test_who_proposed_it_is_not_asked_to_sign_it(commune):
    deputy = actor_make(role=Role.DIRECTOR, unit=commune.centre)
    mailed(deputy)
    code = dossier_registered(commune)
    both = actor_make(role=Role.COUNTER, unit=commune.centre, account=_account(deputy))
    letter_propose(actor=both, code=code, act=LetterAct.REFUSAL, words=REFUSAL)
    outbox_deliver()
    assert told("letter") == [("letter_proposed", address(commune.director))]


def _account(actor):
    from motcua.identity.models import Account

    return Account.objects.get(pk=actor.account_id)


@pytest.mark.parametrize("how", ["decided", "recalled"])
def test_what_is_settled_before_the_message_goes_is_not_told(commune, how):
    code = refusal_proposed(commune)
    if how == "decided":
        letter_decide(actor=commune.director, code=code, approve=False, note="Chưa đủ căn cứ")
    else:
        letter_recall(actor=commune.counter, code=code)
    outbox_deliver()
    assert told("letter") == []


def test_who_proposed_is_told_when_the_dossier_overtook_it(commune):
    code = refusal_proposed(commune)
    outbox_deliver()
    services.dossier_request_supplement_at_intake(actor=commune.counter, code=code, **ASK)
    for _again in range(2):
        outbox_deliver()
    assert told("letter_lapsed") == [("letter_lapsed", address(commune.counter))]
    assert Notice.objects.get(template="letter_lapsed").path == f"/office/dossiers/{code}/"


def test_a_proposed_supplement_lapses_with_the_end_of_its_dossier(commune):
    code = dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(actor=commune.specialist, code=code, **ASK)
    services.dossier_stop(actor=commune.leader, code=code, **STOP)
    outbox_deliver()
    assert told("letter") == [("letter_lapsed", address(commune.specialist))]


def test_a_form_that_was_signed_has_not_lapsed(commune):
    code = refusal_proposed(commune)
    letter_decide(actor=commune.director, code=code, approve=True)
    outbox_deliver()
    assert told("letter_lapsed") == []
