"""The small picture of a page of a stack."""

from __future__ import annotations

import pytest
from tests.builders.batches import batch_held
from tests.builders.dossiers import commune_at_work
from tests.builders.identity import client_for

from motcua.documents.passing import passing_remove
from motcua.dossiers.models import BatchPage
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_picture_that_was_swept_is_made_again_and_others_get_none(commune, scan_code):
    batch = batch_held(commune, scan_code)
    with scope_use(SYSTEM):
        page = BatchPage.objects.get(number=2)
    url = f"/office/digitise/stacks/{batch}/pages/{page.pk}/"
    client = client_for(commune.counter)
    first = b"".join(client.get(url))
    assert first.startswith(b"\xff\xd8")
    passing_remove(page.preview_sha256)
    assert b"".join(client.get(url)) == first
    assert client.get(url.replace(f"/{page.pk}/", "/999999/")).status_code == 404
    stranger = commune_at_work(code="77777", name="Xa")
    assert client_for(stranger.counter).get(url).status_code == 404
