"""A proposed form that the dossier overtakes is signed by nobody any more; and who gets it away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered, work_do
from tests.builders.identity import actor_make
from tests.builders.letters import letter_rules_set
from tests.builders.offices import office_held
from tests.dossiers.test_citizen import filed

from motcua.dossiers import services
from motcua.dossiers.letter_rules import LetterAct, LetterSigner, SignatureWay
from motcua.dossiers.models import LetterProposal, Paper, SupplementRequest
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.queries.letters import letters_count, letters_waiting
from motcua.dossiers.services.citizen_after import SuppliedItem
from motcua.dossiers.services.proposals import letter_decide, letter_propose, letter_recall
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import LateCause, Status, StopKind
from motcua.identity.capacity_rules import Office
from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.workflow.types import Act

REFUSAL = {"reason": "Sai thẩm quyền", "legal_basis": "Điều 5"}
ASK = {"items": ["Bản vẽ"], "reason": "Chưa rõ"}
STOP = {"reason": "Đất tranh chấp", "legal_basis": "Điều 5", "kind": StopKind.FINAL}
HEAD, OFFICER = LetterSigner.HEAD, LetterSigner.OFFICER


@pytest.fixture
def commune(system_scope):
    with at():
        town = commune_at_work()
        letter_rules_set(town.unit, refusal=(HEAD, SignatureWay.HELD))
        yield town


def refusal_proposed(commune, code=None):
    code = code or dossier_registered(commune)
    letter_propose(actor=commune.counter, code=code, act=LetterAct.REFUSAL, words=REFUSAL)
    return code


def stop_proposed(commune):
    code = dossier_at(commune, Act.APPRAISE)
    letter_propose(actor=commune.specialist, code=code, act=LetterAct.STOP, words=STOP)
    return code


def overtaken(actor, code):
    """Check that a form waits for nobody any more, and is not issued late."""
    assert LetterProposal.objects.get(dossier__code=code).state == "lapsed"
    assert letters_waiting(actor, limit=50) == []
    assert "decide_letter" not in names(actor, code)
    with pytest.raises(Refused) as refused:
        letter_decide(actor=actor, code=code, approve=True)
    assert refused.value.code == "nothing_proposed"
    assert not list(chains_verify())


def names(actor, code):
    return {one.name for one in actions_allowed(actor, dossier_get(code))}


def test_papers_are_asked_for_after_all_so_the_refusal_is_off(commune):
    code = refusal_proposed(commune)
    services.dossier_request_supplement_at_intake(actor=commune.counter, code=code, **ASK)
    overtaken(commune.director, code)
    assert dossier_get(code).status is Status.SUPPLEMENT


def test_the_person_answers_from_home_so_the_refusal_is_off(commune):
    citizen = citizen_make(name="Trần Thị Mẫu")
    code = filed(commune, citizen).code
    services.dossier_request_supplement_at_intake(actor=commune.counter, code=code, **ASK)
    refusal_proposed(commune, code)
    services.supplement_supply_own(citizen=citizen, code=code, items=[SuppliedItem(0, "Đã sửa")])
    overtaken(commune.director, code)


def test_a_supplement_is_asked_for_once_though_it_was_proposed_too(commune):
    way = (HEAD, SignatureWay.HELD)
    letter_rules_set(commune.unit, supplement_intake=way, refusal=way)
    code = dossier_registered(commune)
    letter_propose(actor=commune.counter, code=code, act=LetterAct.SUPPLEMENT_INTAKE, words=ASK)
    services.dossier_request_supplement_at_intake(actor=commune.director, code=code, **ASK)
    overtaken(commune.director, code)
    assert Paper.objects.filter(dossier__code=code).count() == 1


def test_a_stop_is_off_when_papers_are_asked_for_instead(commune):
    code = stop_proposed(commune)
    services.dossier_propose_supplement(actor=commune.specialist, code=code, **ASK)
    services.dossier_approve_supplement(actor=commune.leader, code=code)
    overtaken(commune.leader, code)


def test_a_stop_is_off_when_what_was_missing_came(commune):
    code = dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(actor=commune.specialist, code=code, **ASK)
    services.dossier_approve_supplement(actor=commune.leader, code=code)
    letter_propose(actor=commune.specialist, code=code, act=LetterAct.STOP, words=STOP)
    services.dossier_receive_supplement(actor=commune.counter, code=code)
    overtaken(commune.leader, code)


def test_a_stop_does_not_outlive_the_result_and_is_not_back_when_it_is_reopened(commune):
    code = dossier_at(commune, Act.ISSUE)
    letter_propose(actor=commune.specialist, code=code, act=LetterAct.STOP, words=STOP)
    work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN-UBND")
    assert LetterProposal.objects.get(dossier__code=code).state == "lapsed"
    services.dossier_reopen(actor=commune.counter, code=code, reason="Sai tên")
    overtaken(commune.leader, code)


@pytest.mark.parametrize("approve", [True, False])
def test_the_head_decides_what_waits_though_officers_sign_by_now(commune, approve):
    code = refusal_proposed(commune)
    letter_rules_set(commune.unit, refusal=(OFFICER, SignatureWay.HELD))
    assert not commune.leader.may(Action.DOSSIER_INTAKE, commune.centre.id)
    assert "decide_letter" in names(commune.leader, code)
    letter_decide(actor=commune.leader, code=code, approve=approve, note="Phường có thẩm quyền")
    assert dossier_get(code).status is (Status.REFUSED if approve else Status.REGISTERED)


def test_who_proposed_a_supplement_takes_it_back(commune):
    code = dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(actor=commune.specialist, code=code, **ASK)
    assert "recall_letter" not in names(commune.leader, code)
    with pytest.raises(Refused) as refused:
        letter_recall(actor=commune.leader, code=code)
    assert refused.value.code == "nothing_proposed"
    assert "recall_letter" in names(commune.specialist, code)
    letter_recall(actor=commune.specialist, code=code)
    assert SupplementRequest.objects.get().state == "cancelled"
    assert "propose_supplement" in names(commune.specialist, code)
    assert letters_waiting(commune.leader, limit=50) == []
    assert not list(chains_verify())


def test_nothing_is_offered_to_whoever_has_no_capacity_for_it(commune):
    asked, stopped = dossier_at(commune, Act.APPRAISE), dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(actor=commune.specialist, code=asked, **ASK)
    assert {"approve_supplement", "stop"} <= names(commune.leader, asked)
    office_held(commune.leader, Office.DEPUTY)
    way = (HEAD, SignatureWay.HELD, "TL")  # by order only, no deputy
    letter_rules_set(commune.unit, supplement=way, stop=way, apology=way)
    assert letters_waiting(commune.leader, limit=50) == []
    assert not {"approve_supplement", "stop"} & names(commune.leader, asked)
    with clock.clock_set(dossier_get(stopped).due_at):
        assert "apologise" not in names(commune.leader, stopped)


def test_forms_and_supplements_wait_in_one_list_by_the_day_they_were_proposed(commune):
    first = dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(actor=commune.specialist, code=first, **ASK)
    words = {"cause": LateCause.STAFF, "reason": "Bão", "promised_on": date(2026, 9, 21)}
    second = dossier_at(commune, Act.APPRAISE)
    with clock.clock_set(dossier_get(second).due_at):
        letter_propose(actor=commune.specialist, code=second, act=LetterAct.APOLOGY, words=words)
        [oldest] = letters_waiting(commune.leader, limit=1)
        assert letters_count(commune.leader) == 2, "the limit of a page limits no count"
        assert letters_count(commune.specialist) == 0
    assert (oldest.dossier_id, oldest.act) == (dossier_get(first).id, LetterAct.SUPPLEMENT)


def test_counting_forms_reads_no_whole_dossiers_and_each_in_no_statement_of_its_own(commune):
    words = {"cause": LateCause.STAFF, "reason": "Bão", "promised_on": date(2026, 9, 21)}
    statements = []
    for waiting in (1, 2):
        code = dossier_at(commune, Act.APPRAISE)
        with clock.clock_set(dossier_get(code).due_at):
            letter_propose(actor=commune.specialist, code=code, act=LetterAct.APOLOGY, words=words)
            with CaptureQueriesContext(connection) as caught:
                assert letters_count(commune.leader) == waiting
        statements.append([one["sql"] for one in caught])
    assert len(statements[1]) <= len(statements[0])
    assert not [one for one in statements[1] if '"dossiers_dossier"."code"' in one]


def test_an_apology_is_proposed_by_who_handles_the_dossier_or_supervises_and_by_nobody_else(
    commune,
):
    words = {"cause": LateCause.STAFF, "reason": "Bão", "promised_on": date(2026, 9, 21)}
    code = dossier_at(commune, Act.APPRAISE)
    colleague = actor_make(role=Role.SPECIALIST, unit=commune.office)
    with clock.clock_set(dossier_get(code).due_at - timedelta(hours=8)):
        assert "propose_apology" not in names(colleague, code)
        with pytest.raises(Refused) as refused:
            letter_propose(actor=colleague, code=code, act=LetterAct.APOLOGY, words=words)
        assert refused.value.code == "not_in_your_hands"
        assert "propose_apology" in names(commune.specialist, code)
        letter_propose(actor=commune.specialist, code=code, act=LetterAct.APOLOGY, words=words)
        letter_recall(actor=commune.specialist, code=code)
        letter_propose(actor=commune.leader, code=code, act=LetterAct.APOLOGY, words=words)
    assert dossier_get(code).open_proposal.proposed_by == commune.leader.account_id


def test_a_head_who_may_not_sign_apologies_proposes_them(commune):
    code = dossier_at(commune, Act.APPRAISE)
    office_held(commune.leader, Office.DEPUTY)
    letter_rules_set(commune.unit, apology=(HEAD, SignatureWay.HELD, "TL"))
    with clock.clock_set(dossier_get(code).due_at):
        assert "propose_apology" in names(commune.leader, code)
