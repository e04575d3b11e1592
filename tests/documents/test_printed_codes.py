"""The codes on printed forms lead where they say: read from the page as a telephone reads them."""

from __future__ import annotations

import pytest
from tests.builders import documents as build
from tests.builders.codes import codes_read

from motcua.documents import forms
from motcua.documents.pdf import form_freeze, form_pdf, frozen_pdf
from motcua.dossiers.chain import letter_code, tracking_token

CODE = "H19.055.28-261119-0004"
SLIP = f"https://motcua.thainguyen.example.gov.vn/t/{CODE}/" + "z45" * 8 + "ab/"
CHECK = "https://motcua.thainguyen.example.gov.vn/verify/result/?code=7K2M9QX47K2M9QX4"


def receipt(**over):
    """Return a receipt of a payment; nobody's."""
    return forms.FeeReceipt(
        issuer=forms.Issuer("", "UBND phường Mẫu", "Mẫu"),
        number="BL-1",
        issued_at=build.form01().received_at,
        payer="Nguyễn Văn Mẫu",
        purpose="Lệ phí",
        lines=(),
        total="8.000 ₫",
        method="tiền mặt",
        code="ABCD",
        check_page="example.gov.vn",
        **over,
    )


def test_tokens_are_as_long_as_these_addresses_say():
    assert len(tracking_token(CODE)) == 26
    assert len(letter_code(CODE, 7)) == 16
    assert letter_code(CODE, 7) != letter_code(CODE, 8)


@pytest.mark.parametrize("make", [build.form01, build.form02, build.form06, receipt])
def test_the_code_of_a_form_is_the_very_address(make):
    assert codes_read(form_pdf(make(tracking_url=SLIP))) == [SLIP]


@pytest.mark.parametrize("make", [build.form03, build.form04, build.form05])
def test_a_letter_leads_to_its_check(make):
    form = make(check_code="7K2M9QX47K2M9QX4", check_url=CHECK)
    data = form_pdf(form)
    assert codes_read(data) == [CHECK]
    assert "7K2M-9QX4-7K2M-9QX4" in build.pdf_text(data)


def test_the_request_for_papers_has_one_code_and_the_check_in_letters():
    form = build.form02(tracking_url=SLIP, check_code="7K2M9QX47K2M9QX4", check_url=CHECK)
    data = form_pdf(form)
    assert codes_read(data) == [SLIP], "two would be mistaken for each other at the kiosk"
    assert "7K2M-9QX4-7K2M-9QX4" in build.pdf_text(data)


def test_what_was_kept_with_places_to_break_is_printed_right_again():
    kept = form_freeze(build.form01(tracking_url=SLIP))
    assert "\u200b" in kept["tracking_url"], "as kept since the first form"
    printed = frozen_pdf(forms.Form01.template, kept, at=build.form01().received_at)
    assert codes_read(printed) == [SLIP]


@pytest.mark.parametrize("make", [build.form03, build.form04, build.form05, build.form02])
def test_a_letter_of_before_codes_says_nothing_of_them(make):
    kept = form_freeze(make())
    for name in ("check_code", "check_url"):
        del kept[name]
    printed = frozen_pdf(make().template, kept, at=make().issued_at)
    assert "Kiểm tra văn bản này" not in build.pdf_text(printed)
