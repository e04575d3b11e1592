"""Printed forms: archival PDF, every Vietnamese letter, text that stays text."""

from __future__ import annotations

import dataclasses
import io
import re
import time
import unicodedata

import pikepdf
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import documents as build

from motcua.documents import forms, print_text
from motcua.documents.pdf import form_pdf, pdf_render
from motcua.documents.qr import qr_svg

FORMS = build.forms_all()
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
LOWER = (
    "".join(unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in TONES)
    + "đbcdghklmnpqrstvxfjwz"
)
ALPHABET = LOWER + LOWER.upper()
INJECTIONS = [
    '#import "common.typ"; #panic()',
    '#read("/etc/passwd")',
    "$ x^2 $",
    "\\ \\u{41} \\#",
    "*đậm* _nghiêng_ `mã` = đầu",
    "@nhan <nhan> // chú thích /* x */",
    "</script><script>alert(1)</script>",
    "[ngoặc] {ngoặc} ]]]} )",
    '"; "x',
    "- mục\n+ mục\n/ từ: nghĩa",
]


def text_of(data: bytes) -> str:
    """The text as the fonts' own tables give it back (what copying from the page gives)."""
    return "".join(texts_of(data))


def texts_of(data: bytes) -> list[str]:
    """The same of each page."""
    pages: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            found: list[str] = []
            maps = {name: to_unicode(font) for name, font in page.Resources.Font.items()}
            current: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    current = maps[str(operands[0])]
                elif str(operator) in {"Tj", "TJ"}:
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            raw = bytes(part)
                            found += [
                                current.get(int.from_bytes(raw[at : at + 2]), "\ufffd")
                                for at in range(0, len(raw), 2)
                            ]
            pages.append("".join(found))
    return pages


def to_unicode(font) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\n", table)
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in pairs
        if len(code) == 4
    }


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffd-]", "", unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_archival_and_tagged(name):
    data = form_pdf(FORMS[name])
    with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
            assert meta["dc:title"]
        assert pdf.Root.OutputIntents[0].S == pikepdf.Name.GTS_PDFA1
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "vi"
        assert not pdf.is_encrypted
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary)
            and item.get("/Type") == pikepdf.Name.FontDescriptor
        ]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


@pytest.mark.parametrize("name", FORMS)
def test_the_same_data_give_the_same_bytes(name):
    assert form_pdf(FORMS[name]) == form_pdf(FORMS[name])


@pytest.mark.parametrize("name", FORMS)
def test_every_text_of_the_data_stands_on_the_paper(name):
    form = FORMS[name]
    printed = squeezed(text_of(form_pdf(form))).lower()

    def texts(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                yield from texts(item)
        elif dataclasses.is_dataclass(value):
            for item in dataclasses.fields(value):
                if item.name not in {"tracking_url", "align", "address", "phone"}:
                    yield from texts(getattr(value, item.name))

    wanted = [text for text in texts(form) if text]
    if isinstance(form, forms.ReportII06A | forms.Form03):
        wanted = [
            text
            for text in wanted
            if text not in {form.issuer.superior, form.issuer.place, form.issuer.name}
        ]
    if isinstance(form, forms.ReportII06A | forms.Form06):
        wanted = [text for text in wanted if text != "x"]
    assert [text for text in wanted if squeezed(text).lower() not in printed] == []


@pytest.mark.parametrize("letter_case", ["thường", "hoa"])
def test_every_vietnamese_letter_is_printed(letter_case):
    letters = LOWER if letter_case == "thường" else LOWER.upper()
    spaced = " ".join(letters)
    printed = squeezed(
        text_of(form_pdf(build.form01(received_from=spaced, note=spaced, due_reason=spaced)))
    )
    assert printed.count(squeezed(spaced)) == 3  # bold, upright, italic
    assert print_text.MISSING not in printed


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("name", ["form01@1", "form02@1", "list@1"])
def test_what_people_write_is_text_and_never_markup(name, text):
    form = {
        "form01@1": lambda: build.form01(
            received_from=text,
            note=text,
            requested=text,
            components=(forms.ComponentLine(text, note=text),),
        ),
        "form02@1": lambda: build.form02(items=(forms.MissingItem(text, text, text),), reason=text),
        "list@1": lambda: build.list_sheet(
            title=text, columns=(text,), rows=((text,),), widths=(), align=()
        ),
    }[name]()
    printed = squeezed(text_of(form_pdf(form)))
    assert printed.count(squeezed(text)) >= 3


def test_decomposed_vietnamese_is_composed():
    name = "Nguyễn Thị Bưởi"
    printed = text_of(form_pdf(build.form01(received_from=unicodedata.normalize("NFD", name))))
    assert squeezed(name) in squeezed(printed)


@pytest.mark.parametrize(
    "text",
    ["张伟", "😀", "\U000e0041", "\ue000", "\ud800", "a\u202eb\u2066", "\x00\x07", "नमस्ते", "مرحبا"],
)
def test_letters_that_no_font_has_do_not_stop_the_print(text):
    data = form_pdf(build.form01(received_from=f"Ông {text}!"))
    printed = text_of(data)
    assert "Ông" in squeezed(printed)


@pytest.mark.parametrize("text", ["A" * 3000, "ệ" * 500, "tên " * 800, "x\n" * 300])
def test_over_long_texts_stay_on_the_paper(text):
    data = form_pdf(
        build.form01(
            received_from=text, requested=text, components=(forms.ComponentLine(text),) * 3
        )
    )
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert 1 < len(pdf.pages) < 60
    assert squeezed(text_of(data)).count("A" if text[0] == "A" else text[0]) >= text.count(text[0])


@given(st.text(max_size=120), st.text(max_size=120))
@settings(max_examples=40, deadline=None)
def test_any_text_prints(one, two):
    assert form_pdf(build.form03(addressee=one, reason=two, legal_basis=one)).startswith(b"%PDF-")


@pytest.mark.parametrize("hints", ["en", "id", "xx"])
def test_a_second_language_helps_people_who_read_no_vietnamese(hints):
    printed = squeezed(text_of(form_pdf(build.form01(hints=hints))))
    assert ("Receivedfrom" in printed) == (hints == "en")
    assert ("Diterimadari" in printed) == (hints == "id")


def test_a_slip_of_usual_length_is_one_page():
    lines = tuple(
        forms.ComponentLine(f"Giấy tờ thứ {number}", originals=1) for number in range(1, 9)
    )
    with pikepdf.open(io.BytesIO(form_pdf(build.form01(components=lines)))) as pdf:
        assert len(pdf.pages) == 1


def test_an_empty_optional_field_is_a_dotted_line():
    assert "....." in text_of(form_pdf(build.form01(submitter_email="")))


def test_a_list_without_rows_and_a_sheet_without_hops_print():
    assert form_pdf(build.list_sheet(rows=()))
    assert form_pdf(build.form06(hops=()))
    assert form_pdf(build.report(rows=(), totals=(0,) * 11))


@pytest.mark.parametrize(
    "template",
    ["form99@1", "form01@9", "form01", "common@1", "parts@2", "../form01@1", "v1/form01@1", ""],
)
def test_an_unknown_template_is_a_bug(template):
    with pytest.raises(ValueError, match="no template"):
        pdf_render(template, {}, at=build.RECEIVED)


def test_rows_of_the_wrong_width_are_a_bug():
    with pytest.raises(ValueError, match="eleven"):
        build.report(totals=(1, 2))
    for over in ({"columns": ()}, {"rows": (("a",),)}, {"widths": (1,)}, {"align": ("left",)}):
        with pytest.raises(ValueError, match=r"column|cell"):
            build.list_sheet(**over)


def test_a_warm_print_takes_milliseconds():
    form_pdf(build.form01())
    begun = time.process_time()
    for number in range(10):
        form_pdf(build.form01(number=str(number)))
    assert (time.process_time() - begun) / 10 < 0.1


def test_the_qr_code_says_the_address():
    url = build.form01().tracking_url
    svg = qr_svg(url)
    assert svg.startswith("<svg")
    assert "<script" not in svg
    size = segno.make(url, error="m", micro=False).symbol_size(border=4)[0]
    assert f"0 0 {size} {size}" in svg
    with pytest.raises(ValueError, match="needs a text"):
        qr_svg("")
    with pytest.raises(ValueError, match="does not fit"):
        qr_svg("x" * 5000)
