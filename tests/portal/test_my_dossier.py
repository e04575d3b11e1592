"""One's own dossier and what can be done with it from home."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import Status
from motcua.feedback.models import Petition, Rating
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.models import Notice
from motcua.notices.queries import preference_get
from motcua.workflow.types import Act
from tests.builders.documents import pdf_make
from tests.builders.dossiers import dossier_at
from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def url(name, *args):
    return reverse(f"portal:{name}", args=args)


def owned(walker, act=Act.RETURN):
    code = dossier_at(walker.commune, act)
    Dossier.objects.filter(code=code).update(visible_persons=[walker.citizen.person_id])
    return code


def asked(walker, items=("Giấy chứng sinh", "Ảnh rõ hơn")):
    code = sent(walker).code
    services.dossier_request_supplement_at_intake(
        actor=walker.commune.counter, code=code, items=list(items), reason="Bản chụp mờ"
    )
    return code


@pytest.mark.parametrize("name", ["my_dossier", "my_petition_new", "my_dossier_withdraw"])
def test_another_persons_is_not_found(walker, name):
    code = sent(walker).code
    assert walker.get(url(name, code)).status_code == 200
    assert walker.get(url(name, code), walker.stranger).status_code == 404


def test_it_tells_where_it_stands_and_what_was_handed_in(walker):
    code = sent(walker).code
    page = text(walker.get(url("my_dossier", code)))
    assert code in page
    assert url("my_dossier_withdraw", code) in page
    assert url("receipt", code) in page
    files = [a.id for a in dossier_get(code).attachments]
    for one in files:
        answer = walker.get(url("my_dossier_file", code, one))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert walker.get(url("my_dossier_file", code, one), walker.stranger).status_code == 404


def test_what_is_asked_is_sent_item_by_item(walker):
    code = asked(walker)
    page = url("my_dossier_supply", code)
    assert "Bản chụp mờ" in text(walker.get(page))
    nothing = walker.post(page, {})
    assert nothing.status_code == 422
    broken = walker.post(page, {"i0-file": upload(b"not a file"), "i1-text": "Đã gửi"})
    assert broken.status_code == 422
    assert "Đã gửi" in text(broken), "what was typed stays"
    done = walker.post(page, {"i0-file": upload(pdf_make()), "i1-text": "Ảnh kèm theo"})
    assert done.status_code == 302, [f.errors for f in done.context["forms"]]
    supplement = dossier_get(code).supplements[0]
    assert supplement.state == "received"
    assert walker.get(page).status_code == 302, "nothing is asked for any more"
    assert walker.post(page, {}, walker.stranger).status_code == 404


def upload(data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("giay.pdf", data, "application/pdf")


def test_it_is_withdrawn_with_a_reason_and_never_from_a_stale_page(walker):
    code = sent(walker).code
    page = url("my_dossier_withdraw", code)
    version = dossier_get(code).version
    assert walker.post(page, {"version": version}).status_code == 422
    stale = walker.post(page, {"version": version - 1, "reason": "Nhầm"})
    assert stale.status_code == 422
    assert "Nhầm" in text(stale)
    assert walker.post(page, {"version": version, "reason": "Nhầm"}).status_code == 302
    assert dossier_get(code).status is Status.WITHDRAWN
    assert walker.get(page).status_code == 302


def test_the_result_is_downloaded_once_it_is_issued(walker):
    code = owned(walker, Act.APPROVE)
    assert walker.get(url("my_dossier_result", code, 1)).status_code == 404
    done = owned(walker)
    answer = walker.get(url("my_dossier_result", done, 1))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert walker.get(url("my_dossier_result", done, 1), walker.stranger).status_code == 404
    drafts = [a.id for a in dossier_get(done).attachments if a.kind == "draft"]
    for one in drafts:
        assert walker.get(url("my_dossier_file", done, one)).status_code == 404


def test_one_tap_says_how_it_was(walker):
    code = owned(walker)
    page = url("my_dossier_rate", code)
    assert walker.post(page, {"score": "9"}).status_code == 302
    assert not Rating.objects.exists()
    assert walker.post(page, {"score": "5"}, walker.stranger).status_code == 404
    for _count in range(2):
        walker.post(page, {"score": "5"})
    walker.post(page, {"score": "5", "comment": "Nhanh"})
    assert list(Rating.objects.values_list("score", "comment")) == [(5, "Nhanh")]
    assert "Nhanh" in text(walker.get(url("my_dossier", code)))


def test_a_petition_is_written_once_answered_and_read(walker):
    code = sent(walker).code
    form = walker.get(url("my_petition_new", code)).context["form"]
    data = {"kind": "behaviour", "text": "Chờ lâu", "key": str(form["key"].value())}
    assert walker.post(url("my_petition_new", code), {"key": data["key"]}).status_code == 422
    answers = [walker.post(url("my_petition_new", code), data) for _count in range(2)]
    assert len({answer["Location"] for answer in answers}) == 1
    petition = Petition.objects.get()
    page = url("my_petition", petition.number)
    assert "Chờ lâu" in text(walker.get(page))
    assert walker.get(page, walker.stranger).status_code == 404
    assert walker.post(page, {"text": "x"}).status_code == 409, "nothing was asked"
    assert petition.number in text(walker.get(url("my_petitions")))
    assert walker.post(page, {"action": "withdraw"}).status_code == 302
    assert "petition" in text(walker.get(url("my_petitions"), walker.stranger))


def test_messages_are_shown_read_and_chosen(walker):
    assert "mail" in text(walker.get(url("my_messages")))
    code = sent(walker).code
    walker.post(
        url("my_petition_new", code),
        {"kind": "behaviour", "text": "a", "key": "0b0f9f0e-3a0e-4c59-9d8a-3d2f6f7b8c11"},
    )
    number = Petition.objects.get().number
    assert number in text(walker.get(url("my_messages")))
    with scope_use(SYSTEM):
        assert not Notice.objects.filter(read_at=None).exists()
    assert number not in text(walker.get(url("my_messages"), walker.stranger))
    page = url("my_messages_choices")
    chosen = {"sms": "on", "language": "id", "quiet_from": "22", "quiet_to": "6"}
    assert walker.post(page, {**chosen, "quiet_to": "99"}).status_code == 422
    assert walker.post(page, chosen).status_code == 302
    kept = preference_get(walker.citizen.person_id)
    assert (kept.email, kept.sms, kept.language, kept.quiet_from) == (False, True, "id", 22)
