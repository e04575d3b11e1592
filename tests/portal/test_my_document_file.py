"""Download of one of one's own documents, also while it cannot be handed out."""

from __future__ import annotations

from motcua.documents.models import Quarantine
from motcua.kernel import clock
from tests.filing.test_keep import finished, kept
from tests.portal.test_my_documents import file_url
from tests.portal.walking import walker

__all__ = ["walker"]


def test_the_owner_gets_the_file_and_nobody_else(walker):
    finished(walker.commune, walker.citizen)
    (item,) = kept(walker.citizen)
    answer = walker.get(file_url(item))
    assert len(b"".join(answer.streaming_content)) == item.size
    assert walker.get(file_url(item), walker.stranger).status_code == 404


def test_what_the_scanner_has_not_seen_is_told_and_not_handed_out(walker):
    finished(walker.commune, walker.citizen)
    (item,) = kept(walker.citizen)
    Quarantine.objects.create(file_id=item.file_id, since=clock.now())
    answer = walker.get(file_url(item))
    assert answer.status_code == 409
    assert "Content-Disposition" not in answer.headers


def test_a_store_that_is_down_is_told(walker, settings):
    finished(walker.commune, walker.citizen)
    (item,) = kept(walker.citizen)
    settings.FILES_URL = "s3://giay-to?endpoint=http://127.0.0.1:9"
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"
    assert walker.get(file_url(item)).status_code == 503
