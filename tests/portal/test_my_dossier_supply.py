"""What was asked for is put up item by item, kept, and sent when the person says so."""

from __future__ import annotations

import json
from datetime import timedelta

import jsonschema
import pytest

from motcua.dossiers import services
from motcua.dossiers.models import SupplementRequest
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.supplements import supplement_requested
from motcua.filing.exporting.archive import SCHEMA
from motcua.filing.models import Supply
from motcua.filing.services import drafts_expire
from motcua.kernel import clock
from motcua.kernel.scope import scope_use
from tests.builders.documents import pdf_make
from tests.portal.owning import asked, upload, url
from tests.portal.test_my_data_download import fetched
from tests.portal.walking import text, walker

__all__ = ["walker"]


@pytest.fixture(autouse=True)
def uploads_dir(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "uploads"


def item(code, place=0):
    return url("my_dossier_supply_item", code, place)


def put(walker, code, place=0, words="", data=None):
    files = {"file": upload(data)} if data else {}
    answer = walker.post(item(code, place), {"action": "done", "text": words, **files})
    assert answer.status_code == 302, text(answer)


def withdrawn(walker, code):
    """End the request as an applicant's withdrawal of the dossier does."""
    services.dossier_withdraw_own(citizen=walker.citizen, code=code, reason="Không cần nữa")


def test_what_is_put_up_is_kept_until_it_is_sent(walker):
    code = asked(walker)
    page = url("my_dossier_supply", code)
    assert "Bản chụp mờ" in text(walker.get(page))
    assert 'value="send"' not in text(walker.get(page))
    put(walker, code, 0, data=pdf_make())
    put(walker, code, 1, words="Ảnh kèm theo")
    assert dossier_get(code).supplements[0].answers == (), "nothing is sent yet"
    done = walker.post(page)
    assert (done.status_code, done.headers["Location"]) == (302, url("my_dossier", code))
    supplement = dossier_get(code).supplements[0]
    assert supplement.state == "received"
    first, second = supplement.answers
    assert (len(first.file_ids), second.text) == (1, "Ảnh kèm theo")
    assert walker.get(page).status_code == 302, "nothing is asked for any more"
    assert walker.post(page, {}, walker.stranger).status_code == 404


def test_nothing_is_not_sent(walker):
    code = asked(walker)
    assert walker.post(url("my_dossier_supply", code)).status_code == 422


def test_a_part_goes_now_and_the_rest_later_and_twice_is_once(walker):
    code = asked(walker)
    page = url("my_dossier_supply", code)
    put(walker, code, 0, data=pdf_make(text="một"))
    assert walker.post(page).headers["Location"] == page
    assert walker.post(page).headers["Location"] == page, "pressed twice"
    (answer,) = dossier_get(code).supplements[0].answers
    assert (answer.item, len(answer.file_ids)) == (0, 1)
    shown = text(walker.get(page))
    assert "Đã gửi" in shown or "Sent already" in shown
    put(walker, code, 1, words="Đây")
    walker.post(page)
    assert dossier_get(code).supplements[0].state == "received"


def test_of_two_presses_at_once_the_second_sees_what_the_first_has_sent(walker, monkeypatch):
    code = asked(walker)
    page = url("my_dossier_supply", code)
    with scope_use(walker.citizen.scope):
        before = supplement_requested(code)
    put(walker, code, 0, words="Đây")
    assert walker.post(page).headers["Location"] == page
    seen = iter([before])  # read before the first had ended

    def read(code):
        return next(seen, None) or supplement_requested(code)

    monkeypatch.setattr("motcua.filing.services.supply.supplement_requested", read)
    assert walker.post(page).headers["Location"] == page


def test_a_request_that_ended_meanwhile_is_told_and_nothing_is_lost(walker):
    code = asked(walker)
    page = url("my_dossier_supply", code)
    put(walker, code, 0, words="Của tôi", data=pdf_make())
    withdrawn(walker, code)
    refused = walker.post(page)
    assert refused.status_code == 409
    assert "giay.pdf" in text(refused)
    shown = walker.get(page)
    assert (shown.status_code, "Của tôi" in text(shown)) == (200, True)
    led = walker.post(item(code), {"action": "done", "text": "Thêm"})
    assert (led.status_code, led.headers["Location"]) == (302, page)


def test_after_the_last_day_it_is_told_and_can_still_be_sent(walker):
    code = asked(walker)
    yesterday = clock.today() - timedelta(days=1)
    SupplementRequest.objects.filter(dossier__code=code).update(deadline=yesterday)
    assert "notice" in text(walker.get(url("my_dossier_supply", code)))
    put(walker, code, 0, words="Muộn")
    put(walker, code, 1, words="Muộn")
    assert walker.post(url("my_dossier_supply", code)).status_code == 302
    assert dossier_get(code).supplements[0].state == "received"


def test_what_was_never_sent_is_forgotten_in_time(walker, settings):
    code = asked(walker)
    put(walker, code, 0, data=pdf_make())
    drafts_expire()
    assert Supply.objects.count() == 1
    Supply.objects.update(saved_at=clock.now() - timedelta(days=settings.DRAFT_DAYS, hours=1))
    drafts_expire()
    assert Supply.objects.count() == 0


def test_what_is_not_sent_is_among_all_data_of_the_person(walker):
    code = asked(walker)
    put(walker, code, 0, words="Chưa gửi", data=pdf_make())
    data, archive = fetched(walker.client)
    jsonschema.validate(data, json.loads(SCHEMA.read_bytes()))
    (one,) = data["supplies"]
    assert (one["dossier"], one["answers"]) == (code, {"0": "Chưa gửi"})
    assert archive.read(one["files"][0]["file"]["path"]).startswith(b"%PDF")
