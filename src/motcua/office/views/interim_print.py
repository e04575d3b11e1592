"""Print the blank slips of a book; each printing is noted, and once more it needs a reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.documents.blank_slip_sheet import BlankSlips
from motcua.documents.pdf import form_pdf
from motcua.dossiers.queries.headings import heads_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.office.counter.printing import pdf_answer
from motcua.reception.interim import number_text
from motcua.reception.queries.interim_paper import PaperBook, PrintView, paper_book
from motcua.reception.services.interim_paper import paper_print


@requires(Action.RECEPTION_SERVE)
@require_POST
def interim_print(request: SignedInRequest, book_id: int) -> HttpResponse:
    """Answer with the sheets; what speaks against it is said on the book's page."""
    try:
        paper = paper_book(book_id)
        request.actor.posting_for(Action.RECEPTION_SERVE, paper.book.unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    try:
        made = paper_print(
            actor=request.actor, book_id=book_id, reason=request.POST.get("reason", "")
        )
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, Invalid) else ()
        told = " ".join(str(one.message) for one in problems) or str(refusal.message)
        messages.error(request, told)
        return redirect("office:interim_book", book_id)
    name = f"{paper.book.prefix.rstrip('-')}-lan-{made.time}.pdf"
    return pdf_answer(form_pdf(_sheet(paper, made)), name)


def _sheet(paper: PaperBook, made: PrintView) -> BlankSlips:
    book = paper.book
    heads = heads_of([book.unit_id])
    numbers = tuple(number_text(book.day, book.serial, seq) for seq in made.seqs)
    return BlankSlips(
        issuer=heads.issuer(heads.units[book.unit_id]),
        prefix=book.prefix,
        numbers=numbers,
        codes=numbers,
        place=book.device_name,
        time=made.time,
        ends_at=book.ends_at,
        printed_at=made.printed_at,
    )
