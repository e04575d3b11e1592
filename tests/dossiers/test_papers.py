"""Forms that acts cause: numbered per unit, form and year, kept as issued, sealed by the unit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.documents import pdf_text
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    dossier_registered,
)
from tests.builders.signatures import commune_keys, signers
from tests.dossiers.test_two_at_once import together

from motcua.documents.signatures import registry
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.types import Role
from motcua.dossiers import services
from motcua.dossiers.models import BookLine, Paper, PaperCounter, PaperFile
from motcua.dossiers.paper_rules import PAPER_RULES, SYMBOLS, number_text, paper_rule
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.papers import paper_pdf
from motcua.dossiers.services import papers
from motcua.dossiers.services.verify import chains_verify, files_verify, verify_all
from motcua.dossiers.types import FactType, PaperForm, Phase, StopKind
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.outbox import Message
from motcua.kernel.scope import SYSTEM, scope_dossier, scope_persons, scope_units, scope_use
from motcua.workflow.types import Act

NEXT_YEAR = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def refuse(commune, code):
    services.dossier_refuse(
        actor=commune.counter, code=code, reason="Sai thẩm quyền", legal_basis="Điều 5"
    )
    return dossier_get(code).papers[-1]


def make(paper):
    papers.paper_make(Message(0, papers.TOPIC, f"paper:{paper.id}", {}))


def test_each_form_of_a_unit_counts_for_itself_and_each_year_begins_anew(commune):
    first = [refuse(commune, dossier_registered(commune)).number for _n in range(2)]
    services.dossier_withdraw(
        actor=commune.counter, code=(code := dossier_accepted(commune)), reason="Thôi"
    )
    stop = dossier_get(code).papers[-1]
    with clock.clock_set(NEXT_YEAR):
        anew = refuse(commune, dossier_registered(commune))
    assert first == ["01/PTC-TTPVHCC", "02/PTC-TTPVHCC"]
    assert (stop.form, stop.number) == (PaperForm.STOP, "01/TB-TTPVHCC")
    assert anew.number == "01/PTC-TTPVHCC"
    assert not list(chains_verify())


def test_a_refused_act_takes_no_number(commune):
    code = dossier_registered(commune)
    refuse(commune, code)
    with pytest.raises(Refused):
        refuse(commune, code)
    with pytest.raises(RuntimeError), transaction.atomic():
        refuse(commune, dossier_registered(commune))
        raise RuntimeError
    assert refuse(commune, dossier_registered(commune)).number == "02/PTC-TTPVHCC"


def test_the_slip_bears_the_line_of_the_register_book(commune):
    books = [dossier_get(dossier_accepted(commune)).book for _n in range(3)]
    assert [(b.unit_id, b.year, b.number) for b in books] == [
        (commune.centre.id, 2026, number) for number in (1, 2, 3)
    ]
    assert dossier_get(dossier_registered(commune)).book is None


def test_a_second_request_for_a_supplement_is_a_second_form(commune):
    code = dossier_registered(commune)
    for reason in ("Thiếu ảnh", "Thiếu chữ ký"):
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Tờ khai"], reason=reason
        )
    one, two = dossier_get(code).papers
    assert (one.ordinal, two.ordinal) == (1, 2)
    assert (one.number, two.number) == ("01/PYC-TTPVHCC", "02/PYC-TTPVHCC")
    told = [pdf_text(paper_pdf(dossier_get(code).id, paper.id)[1]) for paper in (one, two)]
    assert "Thiếu ảnh" in told[0]
    assert "Thiếu chữ ký" in told[1]


def test_during_appraisal_the_leader_approves_and_the_unit_issues(commune):
    code = dossier_at(commune, Act.APPRAISE)
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=["Bản vẽ"], reason="Chưa rõ ranh giới"
    )
    assert dossier_get(code).papers == ()  # a proposal tells nobody anything
    services.dossier_approve_supplement(actor=commune.leader, code=code)
    [paper] = dossier_get(code).papers
    assert (paper.number, paper.unit_id) == ("01/PYC-UBND", commune.unit.id)
    printed = pdf_text(paper_pdf(dossier_get(code).id, paper.id)[1])
    assert "Giai đoạn: thẩm định" in printed
    assert commune.leader.name in printed


def test_a_paper_stays_what_it_was_when_the_dossier_changes(commune):
    code = dossier_registered(commune)
    paper, dossier = refuse(commune, code), dossier_get(code)
    before = paper_pdf(dossier.id, paper.id)[1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_party SET name = 'Kẻ Khác'")
    assert paper_pdf(dossier.id, paper.id)[1] == before
    make(paper)
    make(paper)  # the message came twice
    assert paper_pdf(dossier.id, paper.id)[1] == before
    assert PaperFile.objects.count() == 1
    assert not list(files_verify())


def test_papers_are_added_and_never_changed(commune):
    refuse(commune, dossier_registered(commune))
    dossier_accepted(commune)
    for table in ("paper", "paperfile", "bookline", "heading"):
        for sql in (f"DELETE FROM dossiers_{table}", f"UPDATE dossiers_{table} SET id = id"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)


def test_a_number_is_never_given_twice_whoever_writes_it(commune):
    refuse(commune, dossier_registered(commune))
    row = Paper.objects.get()
    row.pk, row.seq = None, row.seq + 1
    with pytest.raises(IntegrityError, match="paper_number_once"), transaction.atomic():
        row.save(force_insert=True)


def test_papers_show_themselves_as_their_dossier_does(commune):
    paper = refuse(commune, dossier_registered(commune))
    dossier_id = Paper.objects.get().dossier_id
    for scope, seen in (
        (scope_units([commune.centre.id]), 1),
        (scope_units([commune.office.id]), 0),
        (scope_persons([1]), 0),
        (scope_dossier(dossier_id), 1),
        (scope_dossier(dossier_id + 1), 0),
    ):
        with scope_use(scope):
            assert Paper.objects.filter(pk=paper.id).count() == seen


def test_the_unit_s_seal_makes_the_file_proof(commune, tmp_path):
    code = dossier_at(commune, Act.APPROVE)
    services.dossier_stop(
        actor=commune.leader, code=code, reason="Tranh chấp", legal_basis="Điều 10",
        kind=StopKind.FINAL,
    )  # fmt: skip
    dossier = dossier_get(code)
    assert not dossier.papers[-1].signatures
    with signers(tmp_path / "keys", commune_keys(commune)):
        make(dossier.papers[-1])
        sealed, data = paper_pdf(dossier.id, dossier.papers[-1].id)
        assert [one.role for one in sealed.signatures] == [Role.SEAL]
        assert file_check(data, registry.trust(), now=clock.now()).good
    assert "có chữ ký số của UBND phường Bách Quang" in pdf_text(data)
    assert not list(files_verify())


@pytest.mark.parametrize("act", [FactType.REFUSED, FactType.WITHDRAWN, FactType.STOPPED])
def test_every_act_has_its_rule_whatever_the_day(act):
    for day in (MORNING.date(), datetime(2020, 1, 1, tzinfo=UTC).date()):
        assert paper_rule(act, day).act is act
    with pytest.raises(KeyError):
        paper_rule(FactType.ACCEPTED, MORNING.date())


def test_who_approves_is_the_law_s_word():
    asked = FactType.SUPPLEMENT_REQUESTED
    assert paper_rule(asked, MORNING.date(), Phase.INTAKE).action is Action.DOSSIER_INTAKE
    assert paper_rule(asked, MORNING.date(), Phase.APPRAISAL).action is Action.DOSSIER_APPROVE
    assert paper_rule(FactType.APOLOGISED, MORNING.date()).action is Action.DOSSIER_APPROVE
    assert {rule.form for rule in PAPER_RULES} == set(SYMBOLS)
    assert all(rule.source for rule in PAPER_RULES)


@given(st.integers(1, 10**6), st.sampled_from(list(PaperForm)))
def test_numbers_read_back(number, form):
    text = number_text(form, number, "TTPVHCC")
    head, _slash, tail = text.partition("/")
    assert int(head) == number
    assert len(head) >= 2
    assert tail.endswith("TTPVHCC")


@pytest.mark.invariant
def test_sixteen_at_once_get_sixteen_numbers_without_a_gap(fresh_database):
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        codes = [dossier_registered(commune) for _n in range(16)]

    def work(n):
        if n % 2:
            return refuse(commune, codes[n]).number
        services.dossier_accept(actor=commune.counter, code=codes[n])
        return dossier_get(codes[n]).book.number

    answers = together(16, work)
    assert sorted(answers[1::2]) == [f"{n:02d}/PTC-TTPVHCC" for n in range(1, 9)]
    assert sorted(answers[::2]) == list(range(1, 9))
    with scope_use(SYSTEM):
        assert set(PaperCounter.objects.values_list("form", "last")) == {("01", 8), ("03", 8)}
        assert BookLine.objects.count() == 8
    assert verify_all().good
