"""One form that was issued in a dossier, as it was issued."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.papers import paper_pdf
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.counter.printing import pdf_answer
from motcua.office.reading import dossier_read


@requires(Action.DOSSIER_READ)
@require_safe
def paper(request: SignedInRequest, code: str, paper_id: int) -> HttpResponse:
    """Answer with the stored, perhaps sealed PDF; 404 outside one's units."""
    dossier = dossier_read(request, code, purpose="print of an issued form")
    try:
        view, data = paper_pdf(dossier.id, paper_id)
    except NotFound as refusal:
        raise Http404 from refusal
    return pdf_answer(data, f"{dossier.code}-form-{view.form.value}-{view.seq}.pdf")
