"""Forms 02 to 05: who signs, with what, proposed by one and signed by another."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.documents import pdf_text
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_at,
    dossier_registered,
)
from tests.builders.letters import letter_rules_set
from tests.builders.offices import office_held
from tests.builders.signatures import commune_keys, holder_for, signers

from motcua.documents.signatures import registry
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Role, SigningRefused
from motcua.dossiers import services
from motcua.dossiers.letter_rules import LetterAct, LetterSigner, SignatureWay
from motcua.dossiers.models import (
    LetterProposal,
    LetterSignature,
    Paper,
    PaperFile,
    SupplementRequest,
)
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.queries.letters import letters_waiting, sign_rules
from motcua.dossiers.queries.papers import paper_pdf
from motcua.dossiers.queries.proof import proof_by_hashes
from motcua.dossiers.services import papers
from motcua.dossiers.services.letters import LetterMoved, LetterSigned, letter_make, letter_prepare
from motcua.dossiers.services.proposals import (
    letter_decide,
    letter_preview,
    letter_propose,
    letter_recall,
)
from motcua.dossiers.services.verify import chains_verify, files_verify
from motcua.dossiers.types import FactType, LateCause, Status, StopKind
from motcua.identity.capacity_rules import Office
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, Refused, Stale
from motcua.kernel.outbox import Message
from motcua.kernel.scope import scope_persons, scope_units, scope_use
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

REFUSAL = {"reason": "Sai thẩm quyền", "legal_basis": "Điều 5"}


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


@pytest.fixture
def keys(commune, tmp_path):
    """The leader and the commune's seal have keys here."""
    with signers(tmp_path / "keys", commune_keys(commune)) as folder:
        yield folder


def sign(act):
    """Do an act as a page does: try it, sign what it draws up, do it with the signature."""
    return act(letter_make(act))


def stop(commune, code, letter=None, **over):
    words = {"reason": "Đất tranh chấp", "legal_basis": "Điều 5", "kind": StopKind.FINAL} | over
    return services.dossier_stop(actor=commune.leader, code=code, letter=letter, **words)


def sealed(code):
    """Let the worker make the file of the last form; return form and bytes."""
    paper = dossier_get(code).papers[-1]
    papers.paper_make(Message(0, papers.TOPIC, f"paper:{paper.id}", {}))
    return paper_pdf(dossier_get(code).id, paper.id)


def test_the_leader_signs_first_then_comes_the_seal(commune, keys):
    code = dossier_at(commune, Act.APPRAISE)
    sign(partial(stop, commune, code))
    paper, before = paper_pdf(dossier_get(code).id, dossier_get(code).papers[-1].id)
    assert [one.role for one in paper.signatures] == [Role.PERSONAL]
    assert len(file_check(before, registry.trust(), now=clock.now()).signatures) == 1

    paper, data = sealed(code)
    assert [one.role for one in paper.signatures] == [Role.PERSONAL, Role.SEAL]
    assert data.startswith(before), "the seal comes upon what was signed"
    checked = file_check(data, registry.trust(), now=clock.now())
    assert checked.good
    assert next(one.signer for one in checked.signatures) == commune.leader.name
    printed = " ".join(pdf_text(data).split())
    assert "(Đã ký số)" in printed
    assert f"chữ ký số của {commune.leader.name} và UBND phường" in printed
    event = dossier_get(code).timeline[-1]
    assert event.type == FactType.STOPPED
    assert (event.data["signed"], event.data["level"]) == ("personal", "B-B")
    assert not list(chains_verify())
    assert not list(files_verify())


def test_a_signature_beside_a_form_that_no_event_tells_of_is_found(commune, keys):
    code = dossier_at(commune, Act.APPRAISE)
    sign(partial(stop, commune, code))
    true = LetterSignature.objects.get()
    letter_rules_set(commune.unit, stop=(LetterSigner.HEAD, SignatureWay.SEAL))
    other = dossier_at(commune, Act.APPRAISE)
    stop(commune, other)
    assert not list(chains_verify())
    paper = Paper.objects.get(dossier__code=other)
    told = {"file": true.file, "sha256": true.sha256, "evidence": true.evidence}
    LetterSignature.objects.create(
        paper=paper, dossier_id=paper.dossier_id, made_at=clock.now(), **told
    )
    [breach] = chains_verify()
    assert breach.where == other
    assert "is not what the event says" in breach.what


def test_a_form_is_known_by_its_file_without_reading_every_form(commune, keys):
    code = dossier_at(commune, Act.APPRAISE)
    sign(partial(stop, commune, code))
    by_hand = LetterSignature.objects.get().sha256
    sealed(code)
    whole = PaperFile.objects.get().sha256
    for one in (by_hand, whole):
        with CaptureQueriesContext(connection) as asked:
            found = proof_by_hashes([one])
        assert found is not None and found.number == "01/TB-UBND"
        forms = [q["sql"] for q in asked if "dossiers_paperfile" in q["sql"]]
        assert all('"documents_storedfile"."sha256" IN' in sql for sql in forms), "by its index"


def test_without_a_signature_nothing_is_issued_and_the_status_stays(commune, keys):
    code = dossier_at(commune, Act.APPRAISE)
    before = dossier_get(code)
    with pytest.raises(SigningRefused) as refused:
        stop(commune, code)
    assert refused.value.code == "not_signed_yet"
    (keys / "passphrase").write_text("sai")
    with pytest.raises(SigningRefused):
        sign(partial(stop, commune, code))
    assert dossier_get(code) == before
    assert not Paper.objects.exists()


def test_a_number_taken_meanwhile_makes_the_signature_useless_and_leaves_no_gap(commune, keys):
    one, two = (dossier_at(commune, Act.APPRAISE) for _n in range(2))
    draft = letter_prepare(partial(stop, commune, one))
    signed = LetterSigned(draft.data, pdf_sign(draft.order()))
    sign(partial(stop, commune, two))
    with pytest.raises(LetterMoved):
        stop(commune, one, signed)
    with pytest.raises(LetterMoved):
        stop(commune, one, signed, reason="Khác")
    assert dossier_get(one).status is Status.PROCESSING
    sign(partial(stop, commune, one))
    assert [dossier_get(code).papers[-1].number for code in (two, one)] == [
        "01/TB-UBND",
        "02/TB-UBND",
    ]


def test_who_has_no_certificate_issues_with_the_seal_alone_unless_one_is_demanded(
    commune, tmp_path
):
    seal = {f"unit:{commune.unit.code}": holder_for(f"UBND {commune.unit.full_name}")}
    with signers(tmp_path / "keys", seal):
        code = dossier_at(commune, Act.APPRAISE)
        assert letter_prepare(partial(stop, commune, code)).key == ""
        stop(commune, code)
        paper, data = sealed(code)
        assert [one.role for one in paper.signatures] == [Role.SEAL]
        assert "(Ký và ghi rõ họ tên)" in pdf_text(data), "for the hand"

        letter_rules_set(commune.unit, stop=(LetterSigner.HEAD, SignatureWay.PERSONAL))
        other = dossier_at(commune, Act.APPRAISE)
        with pytest.raises(SigningRefused) as refused:
            stop(commune, other)
        assert refused.value.code == "certificate_missing"
        assert dossier_get(other).status is Status.PROCESSING


def test_a_unit_may_go_on_by_hand_though_its_leader_has_a_key(commune, keys):
    letter_rules_set(commune.unit, stop=(LetterSigner.HEAD, SignatureWay.SEAL))
    code = dossier_at(commune, Act.APPRAISE)
    stop(commune, code)
    assert [one.role for one in sealed(code)[0].signatures] == [Role.SEAL]


def test_the_clock_stands_from_the_signature_and_not_from_the_proposal(commune, keys):
    code = dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=["Bản vẽ"], reason="Chưa rõ"
    )
    approve = partial(services.dossier_approve_supplement, actor=commune.leader, code=code)
    with at(2):
        draft = letter_prepare(lambda letter: approve(letter=letter))
        signed = LetterSigned(draft.data, pdf_sign(draft.order()))
        assert dossier_get(code).suspended_from is None
    with at(3):
        approve(letter=signed)
        assert dossier_get(code).suspended_from == clock.now()


def test_who_proposed_a_supplement_does_not_approve_it(commune):
    code = dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=["Bản vẽ"], reason="Chưa rõ"
    )
    SupplementRequest.objects.update(proposed_by=commune.leader.account_id)
    with pytest.raises(Refused) as refused:
        services.dossier_approve_supplement(actor=commune.leader, code=code)
    assert refused.value.code == "own_proposal"
    assert dossier_get(code).suspended_from is None


class Headed:
    """A commune whose centre's director signs refusals; the officer proposes."""

    def __init__(self, commune):
        letter_rules_set(
            commune.unit,
            refusal=(LetterSigner.HEAD, SignatureWay.HELD, "KT"),
            supplement_intake=(LetterSigner.HEAD, SignatureWay.HELD),
        )
        self.commune, self.code = commune, dossier_registered(commune)

    def propose(self, act=LetterAct.REFUSAL, actor=None, **over):
        return letter_propose(
            actor=actor or self.commune.counter, code=self.code, act=act, words=REFUSAL | over
        )

    def decide(self, actor=None, approve=True, **more):
        return letter_decide(
            actor=actor or self.commune.director, code=self.code, approve=approve, **more
        )

    @property
    def now(self):
        return dossier_get(self.code)


def test_the_officer_proposes_a_refusal_and_the_head_issues_it(commune):
    town = Headed(commune)
    with pytest.raises(Refused) as refused:
        services.dossier_refuse(actor=commune.counter, code=town.code, **REFUSAL)
    assert refused.value.code == "propose_instead"
    before = town.now
    town.propose(go_instead="UBND phường khác")
    assert (town.now.status, town.now.papers) == (before.status, ())
    assert letter_preview(actor=commune.director, code=town.code).data["reason"] == "Sai thẩm quyền"
    with at(1):
        town.decide()
        assert (town.now.status, town.now.ended_at) == (Status.REFUSED, clock.now())
    [paper] = town.now.papers
    printed = pdf_text(paper_pdf(town.now.id, paper.id)[1])
    assert (paper.number, paper.go_instead) == ("01/PTC-TTPVHCC", "UBND phường khác")
    assert commune.director.name in printed
    assert commune.counter.name not in printed
    assert [event.type for event in town.now.timeline][-3:] == [
        FactType.LETTER_PROPOSED,
        FactType.LETTER_DECIDED,
        FactType.REFUSED,
    ]
    assert not list(chains_verify())


def test_the_head_signs_in_a_recorded_capacity_that_is_allowed(commune):
    town = Headed(commune)
    office_held(commune.director, Office.HEAD)
    town.propose()
    with pytest.raises(Refused) as refused:
        town.decide(commune.leader)
    assert refused.value.code == "no_capacity", "the centre has a head of its own"
    assert letters_waiting(commune.leader, limit=50) == []
    offered = {one.name for one in actions_allowed(commune.leader, town.now)}
    assert "decide_letter" not in offered
    assert "decide_letter" in {one.name for one in actions_allowed(commune.director, town.now)}
    town.decide()
    printed = pdf_text(paper_pdf(town.now.id, town.now.papers[-1].id)[1])
    assert "GIÁM ĐỐC" in printed


def test_who_proposed_does_not_decide_and_a_stranger_neither(commune):
    town = Headed(commune)
    town.propose()
    for stranger in (commune.counter, commune.specialist, commune.clerk):
        with pytest.raises((Forbidden, Refused)):
            town.decide(stranger)
    LetterProposal.objects.update(proposed_by=commune.director.account_id)
    with pytest.raises(Refused) as refused:
        town.decide()
    assert refused.value.code == "own_proposal"


def test_what_is_sent_back_says_why_and_may_be_proposed_anew(commune):
    town = Headed(commune)
    town.propose()
    with pytest.raises(Refused) as refused:
        town.propose()
    assert refused.value.code == "proposal_open"
    with pytest.raises(Invalid):
        town.decide(approve=False)
    town.decide(approve=False, note="Phường này có thẩm quyền")
    assert town.now.status is Status.REGISTERED
    with pytest.raises(Refused) as refused:
        town.decide()
    assert refused.value.code == "nothing_proposed"
    town.propose()
    with pytest.raises(Refused):
        letter_recall(actor=commune.director, code=town.code)
    letter_recall(actor=commune.counter, code=town.code)
    states = LetterProposal.objects.order_by("ordinal").values_list("state", flat=True)
    assert list(states) == ["rejected", "recalled"]
    assert not list(chains_verify())


def test_a_proposal_ends_when_the_dossier_goes_on(commune):
    town = Headed(commune)
    town.propose()
    services.dossier_withdraw(actor=commune.counter, code=town.code, reason="Thôi")
    assert LetterProposal.objects.get().state == "lapsed"
    town.code = dossier_registered(commune)
    town.propose()
    services.dossier_accept(actor=commune.counter, code=town.code)
    assert LetterProposal.objects.latest("id").state == "lapsed"
    with pytest.raises(Refused) as refused:
        town.decide()
    assert refused.value.code == "nothing_proposed"
    assert not list(chains_verify())


def test_a_wrong_proposal_is_refused_as_the_act_itself_would_be(commune):
    town = Headed(commune)
    with pytest.raises(Invalid):
        town.propose(legal_basis=" ")
    with pytest.raises(Forbidden):
        town.propose(actor=commune.clerk)
    version = town.now.version
    town.propose()
    with pytest.raises(Stale):
        town.decide(version=version)
    assert LetterProposal.objects.count() == 1


def test_a_specialist_proposes_an_apology_that_the_leader_signs(commune, keys):
    code = dossier_at(commune, Act.APPRAISE)
    with clock.clock_set(dossier_get(code).due_at):
        with pytest.raises(Refused) as refused:
            letter_propose(
                actor=commune.counter, code=dossier_registered(commune), act=LetterAct.REFUSAL,
                words=REFUSAL,
            )  # fmt: skip
        assert refused.value.code == "sign_yourself"
        letter_propose(
            actor=commune.specialist, code=code, act=LetterAct.APOLOGY,
            words={
                "cause": LateCause.WORKLOAD, "reason": "Bão", "promised_on": date(2026, 9, 21),
            },
        )  # fmt: skip
        assert dossier_get(code).promised_at is None
        decide = partial(letter_decide, actor=commune.leader, code=code, approve=True)
        sign(lambda letter: decide(letter=letter))
    now = dossier_get(code)
    assert clock.local(now.promised_at).date() == date(2026, 9, 21)
    assert [one.role for one in now.papers[-1].signatures] == [Role.PERSONAL]


def test_the_province_decides_before_the_commune(commune):
    letter_rules_set(commune.unit, refusal=(LetterSigner.HEAD, SignatureWay.HELD))
    assert sign_rules(commune.centre)[LetterAct.REFUSAL].signer is LetterSigner.HEAD
    province = unit_get(commune.unit.path_ids[0])
    letter_rules_set(province, refusal=(LetterSigner.OFFICER, SignatureWay.SEAL))
    assert sign_rules(commune.centre)[LetterAct.REFUSAL].signer is LetterSigner.OFFICER
    assert sign_rules(commune.centre, on=date(2025, 12, 1))[LetterAct.REFUSAL].unit_id is None


def test_only_its_officials_see_a_proposal(commune):
    town = Headed(commune)
    town.propose()
    with scope_use(scope_persons([7])):
        assert not LetterProposal.objects.exists()
    with scope_use(scope_units([999_999])):
        assert not LetterProposal.objects.exists()
        assert not LetterSignature.objects.exists()
    with scope_use(scope_units([commune.centre.id])):
        assert LetterProposal.objects.exists()


def test_the_list_holds_only_what_can_still_be_issued(commune):
    town = Headed(commune)
    town.propose()
    gone = Headed(commune)
    gone.propose()
    services.dossier_accept(actor=commune.counter, code=gone.code)
    [waits] = letters_waiting(commune.director, limit=50)
    assert waits.dossier_id == town.now.id
    assert letters_waiting(commune.leader, limit=50)[0].dossier_id == town.now.id
    assert letters_waiting(commune.specialist, limit=50) == []
    code = dossier_at(commune, Act.APPRAISE)
    with clock.clock_set(dossier_get(code).due_at):
        words = {"cause": LateCause.STAFF, "reason": "Bão", "promised_on": date(2026, 9, 21)}
        letter_propose(actor=commune.specialist, code=code, act=LetterAct.APOLOGY, words=words)
        assert len(letters_waiting(commune.leader, limit=50)) == 2
        services.dossier_apologise(actor=commune.leader, code=code, **words)
        assert len(letters_waiting(commune.leader, limit=50)) == 1
    assert LetterProposal.objects.get(act="apology").state == "lapsed"
    assert not list(chains_verify())
