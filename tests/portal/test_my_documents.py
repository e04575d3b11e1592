"""The page of one's own documents, the download, and the use in a draft."""

from __future__ import annotations

from django.urls import reverse

from motcua.filing.models import StoreItem
from motcua.filing.queries import draft_get
from motcua.kernel.scope import scope_use
from motcua.portal.navigation import MY
from tests.filing.test_keep import allow, finished, kept
from tests.filing.test_keep import sent as sent_by
from tests.portal.walking import text, walker

__all__ = ["walker"]
PAGE = reverse("portal:my_documents")


def file_url(item):
    return reverse("portal:my_document_file", args=[item.id])


def test_an_empty_page_says_what_will_be_here(walker):
    page = text(walker.get(PAGE))
    assert reverse("portal:procedures") in page
    assert 'value="document_store"' in page
    assert "portal:my_documents" in {item.url_name for item in MY}


def test_verified_and_uploaded_stand_apart_with_issuer_and_download(walker):
    allow(walker.citizen)
    code = finished(walker.commune, walker.citizen)
    sent_by(walker.commune, walker.citizen)
    page = text(walker.get(PAGE))
    assert code in page
    assert "12/GXN-UBND" in page
    upload = next(one for one in kept(walker.citizen) if not one.verified)
    assert page.index("12/GXN-UBND") < page.index(f"remove:{upload.id}")
    for item in kept(walker.citizen):
        answer = walker.get(file_url(item))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert walker.get(file_url(item), walker.stranger).status_code == 404
    assert code not in text(walker.get(PAGE, walker.stranger))


def test_an_upload_is_taken_out_and_put_back(walker):
    allow(walker.citizen)
    sent_by(walker.commune, walker.citizen)
    (item,) = kept(walker.citizen)
    assert walker.post(PAGE, {"action": f"remove:{item.id}"}, walker.stranger).status_code == 404
    assert walker.post(PAGE, {"action": f"remove:{item.id}"}).status_code == 302
    assert walker.get(file_url(item)).status_code == 404
    assert f"restore:{item.id}" in text(walker.get(PAGE))
    walker.post(PAGE, {"action": f"restore:{item.id}"})
    assert StoreItem.objects.get(pk=item.id).removed_at is None


def test_one_click_on_the_page_of_a_paper(walker):
    finished(walker.commune, walker.citizen)
    (item,) = kept(walker.citizen)
    draft = walker.begun()
    component = walker.commune.offering.version.components[1]
    url = walker.url("file_paper", draft, component.id)
    assert f"use:{item.id}" in text(walker.get(url))
    assert walker.post(url, {"action": f"use:{item.id}"}).status_code == 302
    with scope_use(walker.citizen.scope):
        (file,) = draft_get(walker.citizen, draft.public_id).files_of(component.id)
    assert file.source == "store"
    assert f"use:{item.id}" not in text(walker.get(url))  # it is there already
