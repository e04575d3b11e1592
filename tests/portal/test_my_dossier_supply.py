"""What was asked for is sent item by item; nothing typed is lost."""

from __future__ import annotations

from motcua.dossiers.queries import dossier_get
from tests.builders.documents import pdf_make
from tests.portal.owning import asked, upload, url
from tests.portal.walking import text, walker

__all__ = ["walker"]


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
