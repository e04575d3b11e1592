"""Texts at the desk: data merged, versions kept, what is made of them goes the way of results."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders.documents import pdf_text
from tests.builders.dossiers import dossier_accepted, dossier_at, item_of, work_do
from tests.builders.filing import form_publish
from tests.builders.identity import actor_make
from tests.builders.offices import office_held
from tests.builders.organisations import commune_make
from tests.builders.signatures import commune_keys, signers

from motcua.documents.queries import file_open
from motcua.dossiers.models import Party
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import chains_verify, files_verify
from motcua.drafting.models import Placed, Text
from motcua.drafting.papers import text_pdf
from motcua.drafting.queries import text_desk
from motcua.drafting.queries.values import values_of
from motcua.drafting.rules import texts_compare
from motcua.drafting.services import text_begin, text_place, text_restore, text_save
from motcua.drafting.types import Wording
from motcua.forms.queries import form_for
from motcua.identity.capacity_rules import Office
from motcua.identity.types import Role
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act


@pytest.fixture
def dossier(bench):
    code = dossier_accepted(bench.commune)
    work_do(
        code, Act.ASSIGN, bench.commune.leader, item_of(code, Act.ASSIGN).outcomes[0].code,
        assign_to=bench.commune.specialist.account_id,
    )  # fmt: skip
    return dossier_get(code)


def desk(dossier):
    return text_desk(dossier_get(dossier.code))


def begin(bench, dossier, expected=0, **over):
    template = bench.approved(**over)
    return text_begin(
        actor=bench.commune.specialist, code=dossier.code, template_id=template.id,
        expected=expected,
    )  # fmt: skip


def save(bench, dossier, expected, actor=None, **parts):
    newest = desk(dossier).newest
    return text_save(
        actor=actor or bench.commune.specialist, code=dossier.code, expected=expected,
        wording={**newest.wording.parts, **parts},
    )  # fmt: skip


def place(bench, dossier, expected):
    return text_place(actor=bench.commune.specialist, code=dossier.code, expected=expected)


def told(dossier, *, result=-1) -> str:
    with file_open(dossier_get(dossier.code).results[result].file_id) as stream:
        return pdf_text(stream.read())


def test_the_dossiers_data_stand_in_the_text(bench, dossier):
    text = begin(bench, dossier)
    assert text.number == 1
    body = text.wording.body
    assert body.startswith("Xác nhận NGUYỄN VĂN MẪU, số định danh 019090000001.\nĐiện thoại: ")
    assert f"Hồ sơ {dossier.code}, hẹn ngày 15 tháng 9 năm 2026" in body
    assert len(text.open_marks) == 1, "nobody told the day of birth"
    assert text.standard == text.wording


def test_what_was_answered_stands_in_the_text(bench):
    version = bench.commune.offering.version
    form_publish(version.code)
    form = form_for(dossier_get(dossier_accepted(bench.commune)).procedure)
    answers = {"applicant": {"name": "Mẫu"}, "purpose": "vay vốn {applicant.name} #panic()"}
    code = dossier_accepted(bench.commune, content={"form": {"id": form.id}, "answers": answers})
    work_do(
        code, Act.ASSIGN, bench.commune.leader, item_of(code, Act.ASSIGN).outcomes[0].code,
        assign_to=bench.commune.specialist.account_id,
    )  # fmt: skip
    wording = Wording(body="Để {answer.purpose}. {answer.remark}")
    text = begin(bench, dossier_get(code), procedures=(version.code,), wording=wording)
    assert text.wording.body.startswith("Để vay vốn {applicant.name} #panic(). [[")


def test_nothing_is_made_while_a_value_misses(bench, dossier):
    begin(bench, dossier)
    with pytest.raises(Invalid) as refusal:
        place(bench, dossier, 1)
    [problem] = refusal.value.problems
    assert "Ngày" in problem.message or "birth" in problem.message
    assert dossier_get(dossier.code).draft is None
    assert not Placed.objects.exists()


def test_the_signed_result_holds_the_text_and_got_its_number_in_the_usual_way(
    bench, dossier, tmp_path
):
    text = begin(bench, dossier)
    body = text.wording.body.replace(text.open_marks[0], "02/01/1990")
    save(bench, dossier, 1, body=body)
    place(bench, dossier, 2)
    assert "xem trang xác thực" not in told(dossier), "here everything is put in by hand"
    with signers(tmp_path / "keys", commune_keys(bench.commune)):
        place(bench, dossier, 2)
        code, commune = dossier.code, bench.commune
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        work_do(code, Act.APPROVE, commune.leader, "approved")
        work_do(
            code, Act.ISSUE, commune.clerk, item_of(code, Act.ISSUE).outcomes[0].code,
            number="12/GXN-UBND",
        )  # fmt: skip
    shown = told(dossier)
    for part in (
        "NGUYỄN VĂN MẪU", "019090000001", dossier.code, "02/01/1990", "12/GXN-UBND",
        "Số, ngày ban hành và chữ ký số: xem trang xác thực",
    ):  # fmt: skip
        assert part in " ".join(shown.split())
    issued = dossier_get(dossier.code).results[-1]
    assert [one.role.value for one in issued.signatures] == ["personal", "seal"]
    assert desk(dossier).placed == 2, "the signature changes the file, not which text it is"
    assert list(chains_verify()) == []
    assert list(files_verify()) == []


def test_the_text_is_frozen_while_a_leader_looks_at_it(bench, dossier):
    text = begin(bench, dossier)
    save(bench, dossier, 1, body=text.wording.body.replace(text.open_marks[0], "1990"))
    place(bench, dossier, 2)
    work_do(dossier.code, Act.APPRAISE, bench.commune.specialist, "propose_approve")
    for act in (lambda: save(bench, dossier, 2, body="khác"), lambda: place(bench, dossier, 2)):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "draft_closed"
    back = item_of(dossier.code, Act.APPROVE).outcomes[-1].code
    work_do(dossier.code, Act.APPROVE, bench.commune.leader, back, note="Sửa câu đầu")
    assert save(bench, dossier, 2, body="khác").number == 3


def test_two_people_at_one_text_keep_both(bench, dossier):
    begin(bench, dossier)
    other = actor_make(role=Role.SPECIALIST, unit=bench.commune.unit)
    save(bench, dossier, 1, actor=other, body="của người kia")
    with pytest.raises(Stale) as refusal:
        save(bench, dossier, 1, body="của tôi")
    assert refusal.value.code == "text_stale"
    with pytest.raises(Stale):
        place(bench, dossier, 1)
    assert desk(dossier).newest.wording.body == "của người kia"


def test_an_older_version_is_brought_back_as_a_new_one(bench, dossier):
    first = begin(bench, dossier)
    save(bench, dossier, 1, body="Hai")
    back = text_restore(actor=bench.commune.specialist, code=dossier.code, expected=2, number=1)
    assert (back.number, back.from_number, back.wording) == (3, 1, first.wording)
    assert [one.number for one in desk(dossier).texts] == [3, 2, 1]
    assert save(bench, dossier, 3, body=first.wording.body).number == 3, "the same is no version"
    with pytest.raises(NotFound):
        text_restore(actor=bench.commune.specialist, code=dossier.code, expected=3, number=9)


def test_the_draft_keeps_the_version_of_the_template_it_was_made_from(bench, dossier):
    first = begin(bench, dossier)
    old = first.template
    bench.approved(based_on=old.id, wording=Wording(body="Mới"))
    kept = desk(dossier).newest
    assert kept.template.number == 1
    assert kept.standard == first.standard
    assert [one.number for one in desk(dossier).templates] == [2]
    with pytest.raises(NotFound):
        text_begin(
            actor=bench.commune.specialist, code=dossier.code, template_id=old.id, expected=1
        )


def test_a_value_that_changed_in_the_dossier_is_told(bench, dossier):
    begin(bench, dossier)
    assert desk(dossier).mismatches == ()
    Party.objects.filter(dossier_id=dossier.id).update(phone="0900 000 000")
    [one] = desk(dossier).mismatches
    assert (one.name, one.was, one.now) == ("applicant.phone", "0912 345 678", "0900 000 000")


def test_what_was_changed_against_the_template_is_shown(bench, dossier):
    text = begin(bench, dossier)
    changed = save(bench, dossier, 1, body=text.wording.body + "\nThêm một câu.")
    pieces = texts_compare(changed.standard.body, changed.wording.body)
    assert "Thêm một câu." in "".join(one.text for one in pieces if one.what == "new")


def test_an_uploaded_file_in_its_place_is_not_taken_for_the_text(bench):
    code = dossier_at(bench.commune, Act.APPROVE)  # with a file that was uploaded
    assert text_desk(dossier_get(code)).placed == 0


def test_nothing_that_was_saved_can_be_changed(bench, dossier):
    begin(bench, dossier)
    for table in ("drafting_text", "drafting_placed"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@contextmanager
def seen_by(actor):
    with scope_use(actor.scope):
        yield


def test_texts_lie_behind_the_wall_of_their_dossier(bench, dossier):
    begin(bench, dossier)
    stranger = actor_make(role=Role.SPECIALIST, unit=commune_make(name="Bên Cạnh"))
    with seen_by(bench.commune.specialist):
        assert Text.objects.count() == 1
    with seen_by(stranger):
        assert Text.objects.count() == 0
        with pytest.raises(NotFound):
            text_place(actor=stranger, code=dossier.code, expected=1)
    with pytest.raises(NotFound):  # even where the wall is away
        text_place(actor=stranger, code=dossier.code, expected=1)


def test_who_does_not_appraise_writes_no_text(bench, dossier):
    template = bench.approved()
    with pytest.raises(Forbidden):
        text_begin(
            actor=bench.commune.clerk, code=dossier.code, template_id=template.id, expected=0
        )


def test_a_preview_says_so_and_shows_what_is_typed(bench, dossier):
    text = begin(bench, dossier)
    shown = pdf_text(text_pdf(dossier, text, Wording(body="Đang gõ"), sample=True))
    assert "Đang gõ" in shown
    assert "BẢN XEM TRƯỚC" in shown


def test_where_several_may_sign_whoever_drafts_writes_whose_signature_it_is_to_be(bench, dossier):
    deputy = actor_make(role=Role.LEADER, unit=bench.commune.unit)
    office_held(deputy, Office.DEPUTY)
    assert values_of(dossier)["signer.title"] == "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"
    office_held(bench.commune.leader)
    assert values_of(dossier)["signer.title"] == "", "head or deputy: nobody can know it yet"
    office_held(bench.commune.leader, Office.DEPUTY)
    assert values_of(dossier)["signer.title"] == "", "two deputies, no head: nobody can know it"
