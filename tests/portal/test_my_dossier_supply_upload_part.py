"""Pieces of a supplement's file: broken off, taken up, ended with its request."""

from __future__ import annotations

from motcua.dossiers import services
from motcua.filing.queries import supply_of
from motcua.kernel.scope import scope_use
from tests.builders.documents import pdf_make
from tests.portal.owning import asked, url
from tests.portal.test_file_upload import uploads_dir
from tests.portal.test_my_dossier_supply_upload import begin, call, named
from tests.portal.walking import text, walker

__all__ = ["uploads_dir", "walker"]


def there(walker, code):
    with scope_use(walker.citizen.scope):
        return supply_of(walker.citizen, code, 1).files


def test_a_broken_line_costs_one_piece_and_the_file_lies_at_its_item(walker):
    code, data = asked(walker), pdf_make(text="đứt")
    place = begin(walker, code, data, **named(data)).headers["Location"]
    first = call(walker, "PATCH", place, data[:100], Upload_Offset=0)
    assert first.headers["Upload-Expires"]
    assert call(walker, "HEAD", place).headers["Upload-Offset"] == "100"
    assert "100 %" not in text(walker.get(url("my_dossier_supply_item", code, 0)))
    call(walker, "PATCH", place, data[100:], Upload_Offset=100)
    (file,) = there(walker, code)
    assert (file.name, file.component_id) == ("giay.pdf", 0)


def test_a_request_that_ended_is_told_to_the_sender(walker):
    code, data = asked(walker), pdf_make()
    place = begin(walker, code, data, **named(data)).headers["Location"]
    services.dossier_withdraw_own(citizen=walker.citizen, code=code, reason="Không cần nữa")
    ended = call(walker, "PATCH", place, data, Upload_Offset=0)
    assert ended.status_code == 409
    assert text(ended)


def test_another_items_and_a_strangers_upload_are_not_found(walker):
    code, data = asked(walker), pdf_make()
    place = begin(walker, code, data, **named(data)).headers["Location"]
    elsewhere = place.replace("/supply/0/", "/supply/1/")
    assert call(walker, "HEAD", elsewhere).status_code == 404
    assert call(walker, "HEAD", place, client=walker.stranger).status_code == 404
