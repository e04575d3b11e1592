"""The sheet: one layout, and every text as it was written, whatever it looks like."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, datetime

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.documents import pdf_text

from motcua.documents.forms import Issuer
from motcua.documents.official import OfficialSheet
from motcua.documents.pdf import form_pdf

AT = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
# What typst, PostScript or a shell would read as something else, and letters of Vietnamese.
SIGNS = "#$*_`~@<>\\/[]{}()\"'=-+&%^|;:,.!?"
LETTERS = "aAăĂâÂđĐêÊôÔơƠưƯếềểễệốồổỗộớờởỡợứừửữựấầẩẫậắằẳẵặỳỵỷỹ0123456789"
WORD = st.text(st.sampled_from(SIGNS + LETTERS), min_size=1, max_size=18)
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


def sheet(**over):
    fields = {
        "issuer": Issuer("", "Ủy ban nhân dân phường Mẫu", "Mẫu"),
        "title": "GIẤY XÁC NHẬN", "symbol": "/GXN-UBND", "subject": "Về việc mẫu",
        "addressee": "", "authority": "", "grounds": (), "paragraphs": ("Nội dung.",),
        "recipients": ("- Như trên;", "- Lưu: VT."), "signer": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        "year": "2026", "dossier_code": "H55", "sample": False, "printed_at": AT,
    }  # fmt: skip
    return OfficialSheet(**{**fields, **over})


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@settings(max_examples=25)
@given(st.lists(LINE, min_size=1, max_size=6), LINE, LINE)
def test_every_text_is_found_in_the_file_as_it_was_written(lines, subject, ground):
    paper = sheet(paragraphs=tuple(lines), subject=subject, grounds=(ground,))
    whole = squeezed(pdf_text(form_pdf(paper)))
    for line in (*lines, subject, ground):
        assert squeezed(line) in whole


def test_combining_marks_are_the_letters_that_they_make():
    loose = unicodedata.normalize("NFD", "Nguyễn Thị Thường, phường Bách Quang")
    assert "Nguyễn Thị Thường, phường Bách Quang" in pdf_text(form_pdf(sheet(paragraphs=(loose,))))


def test_markup_in_a_text_is_only_text():
    nasty = '#import "x" #panic("a") $x^2$ *đậm* _nghiêng_ @ref <nhãn> [a](b) \\ // hết'
    assert nasty in pdf_text(form_pdf(sheet(paragraphs=(nasty,))))


def test_a_decision_has_its_parts_and_the_number_stays_open():
    data = form_pdf(
        sheet(
            title="QUYẾT ĐỊNH", symbol="/QĐ-UBND", authority="Chủ tịch Ủy ban nhân dân phường Mẫu",
            grounds=("Căn cứ Luật mẫu;",), paragraphs=("Điều 1. Một.", "Điều 2. Hai."),
        )
    )  # fmt: skip
    text = pdf_text(data)
    places = [
        text.index(one)
        for one in (
            "CỘNG HÒA", "/QĐ-UBND", "QUYẾT ĐỊNH Về việc", "CHỦ TỊCH ỦY BAN", "Căn cứ Luật mẫu",
            "QUYẾT ĐỊNH:", "Điều 1. Một.", "Điều 2. Hai.", "Nơi nhận:",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.open_metadata()["pdfaid:part"] == "2"


def test_a_letter_has_no_title_but_says_what_it_is_about():
    text = pdf_text(form_pdf(sheet(title="", symbol="/UBND", addressee="Ông Mẫu")))
    assert "V/v Về việc mẫu" in text
    assert "Kính gửi: Ông Mẫu" in text
    assert "GIẤY XÁC NHẬN" not in text


@pytest.mark.parametrize("sample", [True, False])
def test_a_preview_says_that_it_is_one(sample):
    assert ("BẢN XEM TRƯỚC" in pdf_text(form_pdf(sheet(sample=sample)))) is sample
