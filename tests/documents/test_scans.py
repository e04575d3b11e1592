"""Pictures of paper: straightened, measured, bound, with text that can be found."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from datetime import date

import numpy as np
import pikepdf
import pytest
from PIL import Image
from tests.builders.documents import pdf_make, photo_make
from tests.builders.scans import (
    LINES,
    blurred,
    jpeg,
    page_draw,
    page_photographed,
    page_turned,
    png,
    scanner_pdf,
)

from motcua.documents.scans import text
from motcua.documents.scans.pages import BookPage, PageWish, leaf_take, page_make, pages_bind
from motcua.documents.scans.quality import Finding, Grade, quality_check, quality_read
from motcua.documents.scans.standards import standard_on
from motcua.documents.types import FileRefused

TODAY = standard_on(date(2026, 9, 10))


@pytest.fixture(scope="module")
def page():
    return page_draw()


def look(picture, **wish):
    made = page_make(jpeg(picture), PageWish(**wish))
    return made, np.asarray(Image.open(io.BytesIO(made.data)).convert("L"))


def ink_box(grey):
    """Where the writing begins and ends, as shares of the page: left, top, right, bottom."""
    rows, columns = np.where(grey < 120)
    return (
        columns.min() / grey.shape[1], rows.min() / grey.shape[0],
        columns.max() / grey.shape[1], rows.max() / grey.shape[0],
    )  # fmt: skip


def test_a_flat_page_stays_as_it_is_and_becomes_black_and_white(page):
    made, grey = look(page)
    assert made.facts["outline"] == []
    assert made.facts["skew"] == 0
    assert made.facts["tone"] == "text"
    assert made.facts["dpi"] == 200
    assert set(np.unique(grey)) == {0, 255}


def test_a_page_that_lies_askew_is_turned_straight(page):
    made, _grey = look(page_turned(page, 7))
    assert made.facts["skew"] == pytest.approx(7, abs=0.3)
    again = page_make(made.data, PageWish())
    assert again.facts["skew"] == 0


def test_a_page_photographed_at_a_slant_is_cut_out_and_laid_flat(page):
    made, grey = look(page_photographed(page))
    assert len(made.facts["outline"]) == 4
    assert made.facts["height"] / made.facts["width"] == pytest.approx(2**0.5, abs=0.02)
    flat = ink_box(look(page)[1])
    assert ink_box(grey) == pytest.approx(flat, abs=0.025)


def test_a_shadow_does_not_become_ink(page):
    made, grey = look(page_photographed(np.full_like(page, 250)))
    assert made.facts["blank"]
    assert (grey < 128).mean() < 0.001


def test_a_red_seal_keeps_its_colour():
    made, _grey = look(page_photographed(page_draw(seal=True)))
    assert made.facts["tone"] == "colour"
    colours = np.asarray(Image.open(io.BytesIO(made.data))).astype(int)
    assert ((colours[:, :, 0] - colours[:, :, 1]) > 90).sum() > 1000


def test_corners_and_turn_set_by_hand_are_obeyed(page):
    whole, _grey = look(page_photographed(page), corners=())
    assert whole.facts["outline"] == []
    half, _grey = look(page, corners=((0, 0), (1, 0), (1, 0.5), (0, 0.5)), turn=90)
    assert half.facts["width"] < half.facts["height"]


def test_a_blurred_page_is_told_from_a_sharp_one(page):
    sharp = look(page)[0].facts["sharpness"]
    soft = look(blurred(page, 3))[0].facts["sharpness"]
    gone = look(blurred(page, 6))[0].facts
    assert sharp > TODAY.sharp_good > soft > TODAY.sharp_poor > gone["sharpness"]
    assert not gone["blank"]


def test_the_camera_s_orientation_is_obeyed_and_its_story_cut_out(page):
    sideways = np.ascontiguousarray(np.rot90(page))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telephone Maker"
    made = page_make(jpeg(sideways, exif=exif), PageWish())
    assert made.facts["height"] > made.facts["width"]
    assert b"Telephone Maker" not in made.data + made.preview


def test_what_is_no_picture_is_refused_in_words(page, settings):
    with pytest.raises(FileRefused) as damaged:
        page_make(jpeg(page)[:4000], PageWish())
    assert damaged.value.code == "file.damaged"
    bomb = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(bomb, "PNG")
    with pytest.raises(FileRefused) as large:
        page_make(bomb.getvalue(), PageWish())
    assert large.value.code == "file.pixels"
    with pytest.raises(FileRefused) as other:
        page_make(photo_make("GIF"), PageWish())
    assert other.value.code == "file.damaged" or other.value.code.startswith("file.type")


def test_a_scanner_s_pdf_gives_its_pictures_and_a_drawn_page_stays(page):
    picture = jpeg(page)
    leaf = leaf_take(scanner_pdf([picture, picture]), 1)
    assert (leaf.pages, leaf.picture, leaf.dpi) == (2, picture, 200)
    assert leaf_take(pdf_make(text="A letter"), 0).picture is None


A4_IMAGE = b"q 595 0 0 842 0 0 cm /Im Do Q"
LETTERS = b"BT /F1 12 Tf 72 720 Td (A letter) Tj ET"


def page_with(content, *, size=(595, 842), form=b"", change=None):
    """Return a PDF page that may draw an image (`/Im`) and a form (`/Fm`)."""

    def put(pdf):
        made = pdf.pages[0]
        image = pdf.make_stream(jpeg(page_draw(dpi=20)))
        width, height = Image.open(io.BytesIO(image.read_raw_bytes())).size
        if size[0] == size[1]:
            image = pdf.make_stream(jpeg(np.full((60, 60, 3), 90, np.uint8)))
            width = height = 60
        image.Subtype, image.Filter = pikepdf.Name.Image, pikepdf.Name.DCTDecode
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        image.Width, image.Height = width, height
        fm = pdf.make_stream(form, Subtype=pikepdf.Name.Form, BBox=[0, 0, 595, 842])
        made.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image, Fm=fm))
        made.Contents = pdf.make_stream(content)
        if change is not None:
            change(pdf)

    return leaf_take(pdf_make(change=put), 0)


def stamped(pdf):
    seen = pdf.make_stream(b"0 0 9 9 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    stamp = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Stamp, Rect=[9, 9, 99, 99], AP=pikepdf.Dictionary(N=seen)
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(stamp)])


def test_a_page_of_a_scanner_stays_a_picture_with_its_invisible_text():
    assert page_with(A4_IMAGE).picture
    hidden = b"q BT 3 Tr /F1 9 Tf (unseen) Tj ET Q "
    assert page_with(hidden + A4_IMAGE).picture
    assert page_with(b"q 0.24 0 0 0.24 0 0 cm q 2479 0 0 3508 0 0 cm /Im Do Q Q").picture


@pytest.mark.parametrize(
    "content",
    [
        LETTERS + b" q 60 0 0 60 500 740 cm /Im Do Q",
        b"72 72 m 500 700 l S q 560 0 0 800 10 10 cm /Im Do Q",  # lines instead of letters
        b"q 400 0 0 566 90 130 cm /Im Do Q",  # the page's shape, but small on it
        A4_IMAGE + b" /Fm Do",
        A4_IMAGE + b" " + A4_IMAGE,
        A4_IMAGE + b" 0 0 m 99 99 l S",
        A4_IMAGE + b" /Sh sh",
        A4_IMAGE + b" q 3 Tr Q " + LETTERS,  # the mode ends with Q
        b"q -595 0 0 842 595 0 cm /Im Do Q",  # mirrored
        b"q 595 0 0 842 300 0 cm /Im Do Q",  # half outside
        LETTERS,
    ],
)
def test_a_page_that_shows_more_than_one_picture_stays_as_it_is(content):
    assert page_with(content, form=LETTERS).picture is None


def test_a_logo_or_a_code_on_a_drawn_page_does_not_become_the_page():
    logo = b"100 100 400 300 re f q 60 0 0 60 20 20 cm /Im Do Q"
    assert page_with(logo, size=(60, 60)).picture is None
    qr = b"/Fm Do q 60 0 0 60 20 20 cm /Im Do Q"
    assert page_with(qr, size=(60, 60), form=LETTERS).picture is None
    small = b"q 60 0 0 85 500 740 cm /Im Do Q /Fm Do"
    assert page_with(small, form=LETTERS).picture is None


def test_what_lies_on_a_page_is_not_lost_with_it():
    assert page_with(A4_IMAGE, change=stamped).picture is None


def test_a_pdf_with_a_password_is_refused():
    locked = pdf_make(encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(FileRefused) as refusal:
        leaf_take(locked, 0)
    assert refusal.value.code == "file.encrypted"


def test_pages_are_bound_without_a_second_compression(page):
    picture, drawn = jpeg(page_draw(seal=True)), pdf_make(text="A letter")
    bound = pages_bind(
        [BookPage(picture, dpi=200), BookPage(png(page), dpi=200), BookPage(drawn, number=0)],
        title="Giấy xác nhận",
    )
    with pikepdf.open(io.BytesIO(bound)) as pdf:
        assert len(pdf.pages) == 3
        assert next(iter(pdf.pages[0].resources.XObject.values())).read_raw_bytes() == picture
        assert [round(float(one)) for one in pdf.pages[0].mediabox[2:]] == [595, 842]
    assert bound == pages_bind(
        [BookPage(picture, dpi=200), BookPage(png(page), dpi=200), BookPage(drawn, number=0)],
        title="Giấy xác nhận",
    )


def test_two_hundred_pages_are_bound(page):
    picture = jpeg(page[:400, :400])
    bound = pages_bind([BookPage(picture, dpi=200)] * 200)
    with pikepdf.open(io.BytesIO(bound)) as pdf:
        assert len(pdf.pages) == 200


@pytest.mark.skipif(not text.is_installed(), reason="TEXT TESTS SKIPPED: no tesseract with vie")
def test_vietnamese_text_lies_under_the_picture_and_is_found(page, tmp_path):
    made, _grey = look(page_photographed(page))
    read = text.text_read(made.data, dpi=made.facts["dpi"])
    assert read is not None
    assert read.confidence > 70
    bound = pages_bind([BookPage(made.data, dpi=made.facts["dpi"], text=read.pdf)])
    file = tmp_path / "page.pdf"
    file.write_bytes(bound)
    if shutil.which("pdftotext") is None:
        pytest.skip("TEXT TESTS SKIPPED: no pdftotext")
    told = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout
    words = unicodedata.normalize("NFC", told.decode())
    assert LINES[0] in words
    assert "Nguyễn Văn Mẫu" in words
    assert "phường Bách Quang" in words


@pytest.mark.skipif(not text.is_installed(), reason="TEXT TESTS SKIPPED: no tesseract with vie")
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_an_upside_down_page_is_noticed(page, turn):
    lying = np.ascontiguousarray(np.rot90(page, turn // 90))
    assert text.turn_needed(page_make(jpeg(lying), PageWish()).data) == turn


def test_without_the_program_there_is_no_text_and_no_turn(page, monkeypatch):
    monkeypatch.setattr(text, "_languages", frozenset)
    assert not text.is_installed()
    assert text.text_read(b"", dpi=200) is None
    assert text.turn_needed(b"") == 0


def facts(**over):
    return {"dpi": 300, "tone": "text", "sharpness": 90, "blank": False, "pattern": "", **over}


def test_a_good_document_passes():
    found = quality_check([facts(), facts()], declared=2, standard=TODAY)
    assert found.grade is Grade.PASS
    assert quality_read(found.data()) == found


@pytest.mark.parametrize(
    ("pages", "declared", "grade", "finding"),
    [
        ([], 0, Grade.FAIL, Finding.NO_PAGES),
        ([facts()], 2, Grade.FAIL, Finding.PAGES_FEWER),
        ([facts(), facts()], 1, Grade.WARN, Finding.PAGES_MORE),
        ([facts(dpi=150)], 0, Grade.WARN, Finding.COARSE),
        ([facts(dpi=90)], 0, Grade.FAIL, Finding.TOO_COARSE),
        ([facts(dpi=220, tone="colour")], 0, Grade.WARN, Finding.COARSE),
        ([facts(sharpness=50)], 0, Grade.WARN, Finding.SOFT),
        ([facts(sharpness=20)], 0, Grade.FAIL, Finding.UNREADABLE),
        ([facts(confidence=40, words=90)], 0, Grade.WARN, Finding.DOUBTFUL_TEXT),
        ([facts(blank=True)], 0, Grade.WARN, Finding.BLANK),
        ([facts(pattern="0f01"), facts(pattern="0f01")], 0, Grade.WARN, Finding.SAME),
    ],
)
def test_what_is_not_good_is_named_with_its_number(pages, declared, grade, finding):
    found = quality_check(pages, declared=declared, standard=TODAY)
    assert found.grade is grade
    assert [note.finding for note in found.notes] == [finding]


def test_the_same_page_twice_is_noticed_and_another_one_is_not(page):
    once, again = look(page)[0].facts, look(page_photographed(page))[0].facts
    other = look(page_draw(lines=tuple(reversed(LINES[:5])), repeat=2))[0].facts
    found = quality_check([once, other, again], declared=3, standard=TODAY)
    same = [note for note in found.notes if note.finding is Finding.SAME]
    assert [(note.page, note.measured) for note in same] == [(3, 1)]


def test_a_page_that_is_drawn_needs_no_look():
    assert quality_check([{"kind": "drawn"}], declared=1, standard=TODAY).grade is Grade.PASS
