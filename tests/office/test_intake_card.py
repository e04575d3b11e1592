"""The card at the counter beside the hand scanner: photos, other codes, doubts."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for
from tests.documents.test_codes import as_bytes, photo
from tests.office.test_intake import CARD, INTAKE, form, text

from motcua.documents.models import StoredFile
from motcua.dossiers.services.submit import tracking_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


@pytest.fixture
def counter(commune):
    return client_for(commune.counter)


def picture(*texts, **more):
    return SimpleUploadedFile("IMG_1.jpg", as_bytes(photo(*texts, **more)), "image/jpeg")


def shown(commune, counter, upload, **over):
    data = form(
        commune, action="check", **{"applicant-name": "", "applicant-id_number": "", **over}
    )
    return text(counter.post(INTAKE, data | {"applicant-photo": upload}))


def scanned(commune, counter, words):
    data = form(commune, action="person:applicant", **{"applicant-card": words})
    return text(counter.post(INTAKE, data | {"applicant-name": ""}))


def test_a_photographed_card_fills_the_person_and_is_kept_nowhere(commune, counter):
    page = shown(commune, counter, picture(CARD, turn=11))
    assert 'value="Nông Thị Mai Hương"' in page
    assert 'value="019188000123"' in page
    assert "Read from the citizen card" in page
    assert "Look at the card itself" not in page
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (picture, "No QR code was found in the photo"),
        (lambda: picture("https://example.vn/"), "not that of a citizen card"),
        (lambda: picture(CARD, CARD.replace("019188000123", "019188000124"), side=180, turn=0),
         "two cards in the photo"),
        (lambda: SimpleUploadedFile("x.jpg", b"\xff\xd8\xff" + bytes(90), "image/jpeg"), "damaged"),
        (lambda: SimpleUploadedFile("x.pdf", b"%PDF-1.7 x", "application/pdf"), "JPEG or PNG"),
    ],
)  # fmt: skip
def test_a_photo_that_is_no_card_says_what_to_do_and_keeps_what_was_typed(
    commune, counter, upload, says
):
    page = shown(commune, counter, upload(), **{"applicant-name": "Đang Gõ Dở"})
    assert says in page
    assert 'value="Đang Gõ Dở"' in page


def test_a_mangled_scan_says_what_to_switch_off(commune, counter):
    page = scanned(commune, counter, CARD.replace("Nông Thị Mai Hương", "No6ng Thi5 Mai"))
    assert "Switch the input method off" in page
    assert 'value="No6ng Thi5 Mai"' in page
    page = scanned(commune, counter, CARD.encode().decode("latin-1"))
    assert 'value="Nông Thị Mai Hương"' in page
    assert "Set the scanner to UTF-8" in page
    assert "Only a part of the code arrived" in scanned(commune, counter, CARD[:50])


BEFORE = {
    "applicant-name": "Nguyễn Văn Trước",
    "applicant-id_number": "019090000001",
    "applicant-address": "Tổ 1",
    "applicant-phone": "0987 654 321",
}


@pytest.mark.parametrize("source", ["card", "known", ""])
@pytest.mark.parametrize("broken", ["|||||", CARD[:50], "019188|"])
def test_beside_a_card_that_cannot_be_read_nobody_of_before_stands_in_the_fields(
    commune, counter, source, broken
):
    over = {**BEFORE, "applicant-source": source, "applicant-card": broken}
    page = text(counter.post(INTAKE, form(commune, action="person:applicant", **over)))
    stays = source == ""  # typed by the officer
    assert ("Nguyễn Văn Trước" in page) == ('value="019090000001"' in page) == stays
    assert ("Tổ 1" in page, "was taken out" in page) == (stays, not stays)
    assert "0987 654 321" in page, "typed: it came from no card"
    assert 'aria-invalid="true"' in page


def test_a_telephone_that_came_with_the_person_before_goes_with_them(commune, counter):
    dossier_accepted(commune)  # the person of before is known here with a telephone
    over = {**BEFORE, "applicant-source": "card", "applicant-phone": "0912 345 678"}
    for card in ("|||||", CARD):
        asked = form(commune, action="person:applicant", **over, **{"applicant-card": card})
        page = text(counter.post(INTAKE, asked))
        assert "0912 345 678" not in page, card
    again = CARD.replace("019188000123", "019090000001")
    asked = form(commune, action="person:applicant", **over, **{"applicant-card": again})
    assert "0912 345 678" in text(counter.post(INTAKE, asked)), "the same card once more"


def test_a_photo_without_a_card_takes_out_the_card_of_before(commune, counter):
    page = shown(commune, counter, picture(), **BEFORE, **{"applicant-source": "card"})
    assert "Nguyễn Văn Trước" not in page
    assert "was taken out" in page


def test_a_card_that_ran_out_is_told_and_never_in_the_way(commune, counter):
    old = CARD.replace("14031988", "14031979").replace("019188", "019179").replace("2021", "2016")
    page = scanned(commune, counter, old)
    assert "ran out on 14\u00a0Mar\u00a02019" in page
    assert "take the dossier in" in page


def test_the_code_of_a_slip_leads_to_its_dossier_from_scanner_and_photo(commune, counter):
    code = dossier_accepted(commune)
    address = tracking_url(code)
    for page in (
        scanned(commune, counter, address),
        scanned(commune, counter, code),
        shown(commune, counter, picture(address)),
    ):
        assert f'href="/office/dossiers/{code}/"' in page
        assert "QR code of a dossier, not of a card" in page


def test_the_slip_of_another_unit_is_not_opened(commune, counter):
    code = dossier_accepted(commune)
    stranger = commune_at_work(name="Xa")
    data = form(stranger, action="person:applicant", **{"applicant-card": tracking_url(code)})
    page = text(client_for(stranger.counter).post(INTAKE, data))
    assert "not in your unit" in page
    assert f"/office/dossiers/{code}/" not in page


def test_data_of_an_earlier_dossier_are_told_as_such(commune, counter):
    dossier_accepted(commune)
    known = CARD.replace("019188000123", "019090000001")
    page = scanned(commune, counter, known)
    assert "Ask whether they are still right" not in page  # a telephone was typed already
    data = form(commune, action="person:applicant", **{"applicant-card": known})
    page = text(counter.post(INTAKE, data | {"applicant-phone": ""}))
    assert "Ask whether they are still right" in page
