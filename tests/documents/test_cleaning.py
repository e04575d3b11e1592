"""Active content is taken out on the person's word alone, and never of a signed file."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.builders.documents import pdf_make
from tests.builders.nasty import nasty_pdfs

from motcua.documents import queries
from motcua.documents.models import StoredFile
from motcua.documents.services import file_store
from motcua.documents.types import FileRefused

pytestmark = pytest.mark.django_db
ACTIVE = {name: case[0] for name, case in nasty_pdfs().items() if case[2] == "active"}


def script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def signed(pdf):
    script(pdf)
    value = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=b"x")
    given = Dictionary(FT=Name.Sig, T="s", V=pdf.make_indirect(value))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(given)]), SigFlags=3)


def refused(data, **over):
    with pytest.raises(FileRefused) as caught:
        file_store(data=data, name="a.pdf", **over)
    return caught.value


@pytest.mark.parametrize("case", ACTIVE)
def test_what_acts_is_offered_then_taken_out_and_the_pages_stay(case):
    offer = refused(ACTIVE[case])
    assert (offer.code, bool(offer.details["removable"])) == ("file.active", True)
    assert StoredFile.objects.count() == 0, "nothing is taken out before the person says so"
    view = file_store(data=ACTIVE[case], name="a.pdf", clean=True)
    assert view.cleaned == offer.details["removable"]
    assert queries.file_get(view.id).cleaned == view.cleaned
    with pikepdf.open(queries.file_open(view.id)) as pdf:
        assert len(pdf.pages) == 1
        assert b"(0)" in pdf.pages[0].Contents.read_bytes()
    data = queries.file_open(view.id).read()
    assert file_store(data=data, name="b.pdf").id == view.id, "what is left passes every check"


def test_a_signed_file_is_left_alone_and_the_reason_says_why():
    data = pdf_make(change=signed)
    assert refused(data).code == "file.active_signed"
    problem = refused(data, clean=True)
    assert problem.code == "file.active_signed"
    assert "signature" in str(problem)


def test_a_certified_file_is_left_alone():
    def certified(pdf):
        script(pdf)
        pdf.Root.Perms = Dictionary(DocMDP=Dictionary())

    assert refused(pdf_make(change=certified), clean=True).code == "file.active_signed"


@pytest.mark.parametrize("key", ["Collection", "NeedsRendering"])
def test_what_would_be_empty_without_it_is_not_offered(key):
    def whole(pdf):
        script(pdf)
        pdf.Root[f"/{key}"] = Dictionary() if key == "Collection" else True

    assert refused(pdf_make(change=whole)).code == "file.active_whole"


def test_polyglots_are_refused_and_never_cleaned():
    page = pdf_make(change=script) + b"\n<script>alert(1)</script>"
    assert refused(page, clean=True).code == "file.polyglot"
    tail = pdf_make(change=script) + b"\nMZ something else"
    assert refused(tail, clean=True).code == "file.trailing"


def test_a_clean_file_stays_byte_for_byte_even_when_cleaning_is_asked():
    data = pdf_make(text="sạch")
    view = file_store(data=data, name="a.pdf", clean=True)
    assert (view.cleaned, queries.file_open(view.id).read()) == ((), data)


def test_several_things_are_taken_out_together_and_all_are_named():
    def much(pdf):
        script(pdf)
        pdf.attachments["a.txt"] = b"attached"
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
        note.A = Dictionary(S=Name.URI, URI="https://example.vn", Next=Dictionary(S=Name.Launch))
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    view = file_store(data=pdf_make(change=much), name="a.pdf", clean=True)
    assert set(view.cleaned) == {"JavaScript", "EmbeddedFiles", "Launch"}
    with pikepdf.open(io.BytesIO(queries.file_open(view.id).read())) as pdf:
        (link,) = pdf.pages[0].Annots
        assert str(link.A.URI) == "https://example.vn", "what is harmless stays"
    assert b"attached" not in queries.file_open(view.id).read()
