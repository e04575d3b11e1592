"""What was put up for a supplement comes back to its person, and to nobody else."""

from __future__ import annotations

from motcua.filing.models import SupplyFile
from tests.builders.documents import pdf_make
from tests.portal.owning import asked, upload, url
from tests.portal.test_file_upload import uploads_dir
from tests.portal.walking import walker

__all__ = ["uploads_dir", "walker"]


def test_it_is_handed_out_to_its_person_only(walker):
    code, data = asked(walker), pdf_make()
    item = url("my_dossier_supply_item", code, 0)
    walker.post(item, {"action": "add", "file": [upload(data)]})
    page = url("my_dossier_supply_file", code, 1, SupplyFile.objects.get().pk)
    assert b"".join(walker.get(page).streaming_content) == data
    assert walker.get(page, walker.stranger).status_code == 404
    assert walker.get(url("my_dossier_supply_file", code, 2, 1)).status_code == 404
