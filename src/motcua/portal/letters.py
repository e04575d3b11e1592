"""Letters of the office in words, and answering with one as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy

from motcua.dossiers.queries.papers import paper_pdf
from motcua.dossiers.slip_paper import slip_pdf
from motcua.dossiers.types import PaperForm
from motcua.dossiers.views import DossierView, PaperView
from motcua.kernel.errors import NotFound

LETTERS = {
    PaperForm.SUPPLEMENT: gettext_lazy("What the office asks for (form 02)"),
    PaperForm.REFUSAL: gettext_lazy("Why it was not accepted (form 03)"),
    PaperForm.APOLOGY: gettext_lazy("Apology with a new date (form 04)"),
    PaperForm.STOP: gettext_lazy("Notice that work has ended (form 05)"),
}
Letters = tuple[tuple[Any, PaperView], ...]


def letters_told(papers: Iterable[PaperView]) -> Letters:
    """Return the letters with what each is, the newest first."""
    return tuple((LETTERS[one.form], one) for one in reversed(tuple(papers)))


def letter_answer(dossier: DossierView, paper_id: int) -> HttpResponse:
    """Answer with a letter of a dossier as it was issued; 404 for one of another dossier."""
    try:
        view, data = paper_pdf(dossier.id, paper_id)
    except NotFound as refusal:
        raise Http404 from refusal
    return _file(data, f"{dossier.code}-form-{view.form.value}-{view.seq}.pdf")


def slip_answer(dossier: DossierView) -> HttpResponse:
    """Answer with the slip (form 01); 404 before the dossier is accepted."""
    try:
        data = slip_pdf(dossier.code)
    except NotFound as refusal:
        raise Http404 from refusal
    return _file(data, f"{dossier.code}-form-01.pdf")


def _file(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
