"""A version of a template: saved, refused with the spot, previewed; two at once; only read."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.office.drafting import page, typed

from motcua.drafting.models import Template
from motcua.drafting.services import template_recall
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def draft(bench):
    sent = bench.sent()
    with scope_use(SYSTEM):
        return template_recall(actor=bench.writer, template_id=sent.id, revision=sent.revision)


def at(draft):
    return f"/office/templates/{draft.id}/"


def save(bench, draft, **over):
    return bench.writes.post(at(draft), typed(version=str(draft.revision), **over))


def test_what_is_typed_is_kept(bench, draft):
    assert save(bench, draft, body="Xác nhận {owner.name}.").status_code == 302
    assert Template.objects.get().wording["body"] == "Xác nhận {owner.name}."


def test_a_name_that_is_not_known_is_refused_at_its_line_and_nothing_is_lost(bench, draft):
    answer = save(bench, draft, body="Một\n{ownr.name}")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Line 2: {ownr.name} is not known here. Did you mean {owner.name}?" in shown
    assert "Một\n{ownr.name}" in shown


def test_two_at_once_see_both_texts(bench, draft):
    save(bench, draft, body="Của người kia")
    answer = save(bench, draft, body="Của tôi")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "<del>người kia</del><ins>tôi</ins>" in shown
    assert Template.objects.get().wording["body"] == "Của người kia"


def test_a_preview_is_filled_with_examples_and_keeps_nothing(bench, draft):
    answer = save(bench, draft, body="Của {owner.name:upper}, máy {unit.phone}", preview="1")
    text = pdf_text(answer.content)
    assert "Của NGUYỄN VĂN MẪU, máy 0208 000 000" in text
    assert "BẢN XEM TRƯỚC" in text
    assert Template.objects.get().wording["body"] == draft.content.wording.body
    assert save(bench, draft, body="{nix}", preview="1").status_code == 422


def test_whoever_only_approves_reads(bench, draft):
    shown = page(bench.approves, at(draft))
    assert "<textarea" not in shown
    assert "{applicant.name:upper}" in shown
    told = bench.approves.post(at(draft), typed(body="Khác"), follow=True).content.decode()
    assert "None of your postings allows this here" in told
    assert Template.objects.get().revision == draft.revision
    assert bench.stranger.get(at(draft)).status_code == 404
    assert bench.drafts.get(at(draft)).status_code == 404


def test_names_that_can_be_used_are_listed_with_examples(bench, draft):
    shown = page(bench.writes, at(draft))
    assert 'data-insert="{applicant.born_on}"' in shown
    assert "Applicant: Date of birth" in shown


def test_an_approved_version_is_read_and_can_be_gone_on_from(bench):
    done = bench.approved()
    shown = page(bench.writes, at(done))
    assert "Begin a version from it" in shown
    assert f"?from={done.id}" in shown
