"""One paper: files, their order, the paper way, and what does not apply."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.filing.queries import draft_get
from motcua.filing.types import PaperWay
from motcua.kernel.scope import scope_use
from tests.builders.documents import pdf_make, photo_make
from tests.portal.walking import text, walker

__all__ = ["walker"]
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(content=None, name="giay.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, content or pdf_make(text=name), content_type=kind)


def place(walker, draft, number=1):
    component = walker.commune.offering.version.components[number]
    return walker.url("file_paper", draft, component.id), component


def now(walker, draft):
    with scope_use(walker.citizen.scope):
        return draft_get(walker.citizen, draft.public_id)


def test_several_files_and_a_photo_come_in_at_once(walker):
    draft = walker.begun()
    url, component = place(walker, draft)
    files = [upload(name="một.pdf"), upload(photo_make(), "hai.jpg", "image/jpeg")]
    answer = walker.post(url, {"action": "add", "file": files})
    assert answer.status_code == 302
    assert [one.name for one in now(walker, draft).files_of(component.id)] == [
        "một.pdf",
        "hai.jpg",
    ]
    assert "hai.jpg" in text(walker.get(url))


def test_a_refused_file_says_why_and_leaves_the_good_one(walker):
    draft = walker.begun()
    url, component = place(walker, draft)
    files = [upload(name="tốt.pdf"), upload(EICAR, "xấu.pdf")]
    answer = walker.post(url, {"action": "add", "file": files})
    assert answer.status_code == 422
    assert "xấu.pdf" in text(answer)
    assert [one.name for one in now(walker, draft).files_of(component.id)] == ["tốt.pdf"]


def test_nothing_chosen_is_told(walker):
    url, _component = place(walker, walker.begun())
    assert walker.post(url, {"action": "add"}).status_code == 422


def test_order_and_removal(walker):
    draft = walker.begun()
    url, component = place(walker, draft)
    walker.post(url, {"action": "add", "file": [upload(name="a.pdf"), upload(name="b.pdf")]})
    first, second = now(walker, draft).files_of(component.id)
    walker.post(url, {"action": f"up:{second.id}"})
    assert now(walker, draft).files_of(component.id)[0].name == "b.pdf"
    walker.post(url, {"action": f"remove:{first.id}"})
    assert len(now(walker, draft).files_of(component.id)) == 1


def test_i_bring_the_paper(walker):
    draft = walker.begun()
    url, component = place(walker, draft)
    assert walker.post(url, {"action": "bring"}).status_code == 302
    assert now(walker, draft).paper(component.id).way is PaperWay.BRING


def test_what_is_always_needed_cannot_be_waved_away(walker):
    url, _component = place(walker, walker.begun())
    assert walker.post(url, {"action": "needless", "note": "vì"}).status_code == 422


def test_a_component_of_another_procedure_is_not_found(walker):
    url = walker.url("file_paper", walker.begun(), 987654)
    assert walker.get(url).status_code == 404


def test_another_persons_is_not_found(walker):
    url, _component = place(walker, walker.begun())
    assert walker.post(url, {"action": "bring"}, walker.stranger).status_code == 404
