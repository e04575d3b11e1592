"""The text of a result at the desk: begun, edited, previewed, put in; only read by others."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import work_do
from tests.office.drafting import page

from motcua.dossiers.models import Party
from motcua.dossiers.queries import dossier_get
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def at(code):
    return f"/office/dossiers/{code}/text/"


def send(bench, code, do, client=None, **over):
    newest = bench.desk(code).newest
    data = {"do": do, "version": newest.number if newest else 0}
    if newest is not None:
        data |= newest.wording.parts
    return (client or bench.drafts).post(at(code), {**data, **over})


def test_a_template_is_chosen_and_its_text_filled(bench):
    code = bench.dossier()
    assert "There is no template for this procedure yet" in page(bench.drafts, at(code))
    template = bench.approved()
    assert template.name in page(bench.drafts, at(code))
    assert send(bench, code, "begin", template=template.id).status_code == 302
    shown = page(bench.drafts, at(code))
    assert "NGUYỄN VĂN MẪU" in shown
    assert "Still to be filled in or taken out" in shown
    assert "Draft from a template" in page(bench.drafts, f"/office/dossiers/{code}/")


def test_it_is_put_into_the_dossier_once_nothing_misses(bench):
    code = bench.begun()
    refused = send(bench, code, "place", body="Còn [[chưa có: ngày sinh]]")
    assert refused.status_code == 422
    assert "Còn [[chưa có: ngày sinh]]" in refused.content.decode(), "what was typed stays"
    assert send(bench, code, "place", body="Đủ rồi.").status_code == 302
    with scope_use(SYSTEM):
        draft = dossier_get(code).draft
    assert draft is not None
    assert draft.title == "Về việc xác nhận"
    assert "is the draft of the result" in page(bench.drafts, at(code))


def test_a_preview_shows_what_is_typed_and_keeps_nothing(bench):
    code = bench.begun()
    told = pdf_text(send(bench, code, "preview", body="Đang gõ #x").content)
    assert "Đang gõ #x" in told
    assert "BẢN XEM TRƯỚC" in told
    assert bench.desk(code).newest.number == 1


def test_two_at_one_text_see_both_and_nothing_is_lost(bench):
    code = bench.begun()
    bench.saved(code, body="Của người kia")
    answer = send(bench, code, "save", version=1, body="Của tôi")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Both texts are kept" in shown
    assert "<del>người kia</del><ins>tôi</ins>" in shown
    assert 'name="version" value="2"' in shown
    assert bench.desk(code).newest.wording.body == "Của người kia"
    assert send(bench, code, "save", body="Của tôi").status_code == 302
    assert [one.wording.body for one in bench.desk(code).texts[:2]] == ["Của tôi", "Của người kia"]


def test_a_leader_reads_the_text_and_what_was_changed(bench):
    code = bench.begun()
    assert send(bench, code, "place", body="Đủ rồi.").status_code == 302
    with scope_use(SYSTEM):
        work_do(code, Act.APPRAISE, bench.commune.specialist, "propose_approve")
    shown = page(bench.approves, at(code))
    assert "<textarea" not in shown
    assert "Đủ rồi." in shown
    assert "<del>" in shown
    assert at(code) in page(bench.approves, f"/office/dossiers/{code}/")
    frozen = send(bench, code, "save", body="Khác")
    assert frozen.status_code == 409
    assert bench.desk(code).newest.number == 2


def test_a_change_in_the_dossier_is_told(bench):
    code = bench.begun()
    with scope_use(SYSTEM):
        Party.objects.filter(dossier__code=code).update(phone="0900 000 000")
    shown = page(bench.drafts, at(code))
    assert "The dossier says otherwise now" in shown
    assert "0912 345 678" in shown
    assert "0900 000 000" in shown


def test_who_may_not_draft_changes_nothing_and_reading_is_recorded(bench):
    code = bench.begun()
    assert send(bench, code, "save", client=bench.approves, body="x").status_code == 302
    assert bench.desk(code).newest.number == 1
    assert send(bench, code, "save", client=bench.stranger, body="x").status_code == 404
    assert send(bench, code, "nothing").status_code == 302
    before = AccessRecord.objects.count()
    page(bench.drafts, at(code))
    assert AccessRecord.objects.count() == before + 1
    assert AccessRecord.objects.order_by("pk").last().purpose == "drafting of the result"
