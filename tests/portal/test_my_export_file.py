"""An archive of a large download is a file and nothing that a browser would run."""

from __future__ import annotations

import pytest

from motcua.filing.models import Export
from motcua.filing.services import export_request
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import citizen_make, client_of

pytestmark = pytest.mark.django_db


def test_it_is_handed_out_as_a_download_that_no_cache_keeps():
    citizen = citizen_make()
    with scope_use(SYSTEM):
        export_request(citizen=citizen)
        while outbox_deliver():
            pass
        name = Export.objects.get().public_id
    answer = client_of(citizen).get(f"/my/data/export/{name}/1/")
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/zip"


@pytest.mark.parametrize("path", ["x/1/", f"{'0' * 32}/1/"])
def test_what_does_not_exist_is_not_found(path):
    assert client_of(citizen_make()).get(f"/my/data/export/{path}").status_code == 404
