"""A stack from a feeder: labels found under dirt, backs seen as empty, files taken apart."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.builders.documents import pdf_make
from tests.builders.scans import jpeg, page_draw, scanner_pdf
from tests.builders.stacks import (
    back_shining,
    blank_sheet,
    labelled,
    scanned,
    separator,
    stack_pdf,
    stack_tiff,
    stamped,
)

from motcua.documents.scans import stacks
from motcua.documents.scans.stacks import sheet_look, stack_gone, stack_pages, stack_take
from motcua.documents.types import FileRefused
from motcua.dossiers.label_rules import MARK, Label, LabelKind, label_read

CODE = "H19.45.12-260910-0001"
SMALL = page_draw(dpi=40)
PAPER = labelled(page_draw(repeat=2), CODE, 2, turn=5)
SHEET = separator(CODE, 1)


def take(data, name="chong.pdf"):
    return stack_take(io.BytesIO(data), name=name)


def looked(page):
    return sheet_look(jpeg(page), mark=MARK)


@settings(max_examples=8)
@given(
    paper=st.booleans(),
    turn=st.floats(-14, 14),
    quarter=st.integers(0, 3),
    faint=st.floats(0.35, 1),
    noise=st.floats(0, 14),
    specks=st.floats(0, 0.003),
    blur=st.floats(0, 1.2),
    streak=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_a_label_is_found_turned_askew_faint_dirty_and_blurred(paper, **how):
    found = looked(scanned(PAPER if paper else SHEET, **how))
    kind = (LabelKind.STICKER, 2) if paper else (LabelKind.SEPARATOR, 1)
    assert [label_read(one) for one in found.labels] == [Label(kind[0], CODE, kind[1])]
    assert not found.blank


@settings(max_examples=5)
@given(noise=st.floats(0, 8), specks=st.floats(0, 0.00005), seed=st.integers(0, 2**32 - 1))
def test_an_empty_back_is_blank_whatever_the_dust(noise, specks, seed):
    assert looked(scanned(blank_sheet(), noise=noise, specks=specks, seed=seed)).blank


def test_a_back_that_the_front_shines_through_is_blank_and_faint_writing_is_not():
    assert looked(back_shining()).blank
    faint = scanned(page_draw(repeat=1), faint=0.35, noise=3)
    assert not looked(faint).blank
    with Image.open(io.BytesIO(looked(faint).preview)) as small:
        assert max(small.size) == 640


def test_a_page_with_one_word_is_not_empty_and_a_line_of_a_dirty_glass_is():
    for dpi in (60, 200):
        assert not looked(page_draw(dpi=dpi, lines=("Trang 1",), repeat=1)).blank
    assert looked(scanned(blank_sheet(), streak=True, noise=3)).blank


def test_other_codes_on_a_page_are_not_told():
    card = "019188000123|090123456|Nông Thị Mai Hương|14031988|Nữ|Tổ 5|12082021"
    assert looked(stamped(page_draw(repeat=1), card, mm=30, at=(0.5, 0.9))).labels == ()


def test_a_scanner_s_pdf_is_taken_apart_without_touching_a_picture():
    data = stack_pdf(SMALL, page_draw(dpi=50), SMALL)
    stack = take(data)
    assert (stack.kind, stack.pages) == ("pdf", 3)
    pages = stack_pages(stack, 1)
    assert [(one.name, one.dpi, one.drawn) for one in pages] == [
        ("2.jpg", 200, False),
        ("3.jpg", 200, False),
    ]
    assert pages[1].data == jpeg(SMALL)
    stack_gone(stack.sha256)
    with pytest.raises(FileNotFoundError):
        stack_pages(stack, 0)


def test_a_page_of_letters_becomes_a_pdf_of_its_own():
    out = io.BytesIO()
    stack, letters = io.BytesIO(stack_pdf(SMALL, SMALL)), io.BytesIO(pdf_make())
    with pikepdf.open(stack) as pdf, pikepdf.open(letters) as one:
        pdf.pages.insert(1, one.pages[0])
        pdf.save(out)
    first, second, third = stack_pages(take(out.getvalue()), 0)
    assert (first.drawn, second.drawn, third.drawn) == (False, True, False)
    with pikepdf.open(io.BytesIO(second.data)) as alone:
        assert len(alone.pages) == 1
        kinds = [one.get("/Subtype") for one in alone.objects if isinstance(one, pikepdf.Stream)]
    assert pikepdf.Name.Image not in kinds, "nothing of the others goes with it"


@pytest.mark.parametrize("one_bit", [True, False])
def test_a_tiff_gives_its_pages_with_their_dots_per_inch(one_bit):
    stack = take(stack_tiff(SMALL, page_draw(dpi=60), dpi=150, one_bit=one_bit), "chong.tif")
    assert (stack.kind, stack.pages) == ("tiff", 2)
    first, second = stack_pages(stack, 0)
    assert (first.dpi, second.dpi) == (150, 150)
    assert first.name == ("1.png" if one_bit else "1.jpg")
    with Image.open(io.BytesIO(second.data)) as page:
        assert page.size == (round(8.27 * 60), round(11.69 * 60))


def test_many_pages_come_in_parts():
    stack = take(scanner_pdf([jpeg(SMALL)] * 7))
    found = []
    while len(found) < stack.pages:
        found += stack_pages(stack, len(found), most=3)
    assert [one.name for one in found] == [f"{number}.jpg" for number in range(1, 8)]


def locked():
    with pikepdf.open(io.BytesIO(pdf_make())) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (locked(), "a.pdf", "file.encrypted"),
        (stack_pdf(SMALL)[:-900], "a.pdf", "file.truncated"),
        (stack_tiff(SMALL)[:600], "a.tif", "file.damaged"),
        (stack_tiff(SMALL), "a.pdf", "file.mislabelled"),
        (b"PK\x03\x04 word/", "a.docx", "file.type_office"),
        (b"", "a.pdf", "file.empty"),
    ],
)
def test_what_is_no_stack_is_refused_in_plain_words(data, name, code):
    with pytest.raises(FileRefused) as refusal:
        take(data, name)
    assert refusal.value.code == code
    assert str(refusal.value.problems[0].message)


def test_a_stack_that_is_too_large_is_refused_by_its_size(monkeypatch):
    monkeypatch.setattr(stacks, "STACK_MOST", 1_000_000)
    with pytest.raises(FileRefused) as refusal:
        take(b"%PDF-" + b"0" * 1_000_000)
    assert refusal.value.code == "file.size"
