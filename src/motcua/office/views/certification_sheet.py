"""The certification clause for each copy of a batch, as labels to cut or pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from motcua.certification.papers import clause_parts, clauses_pdf
from motcua.dossiers.queries.headings import heads_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.certifying import batch_or_404
from motcua.office.counter.printing import pdf_answer
from motcua.office.reading import dossier_read


@requires(Action.DOSSIER_READ)
@require_safe
def certification_sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer with the PDF (`?as=pages`: a page for each copy); the reading is recorded.

    Many copies come in several files (`?part=2`); 404 for a part that there is not.
    """
    dossier = dossier_read(request, code, purpose="print of certification clauses")
    batch = batch_or_404(dossier.code)
    parts = clause_parts(batch.entries)
    if not parts:
        messages.warning(request, _("Nothing is certified yet, so there is no clause to print."))
        return redirect("office:certification_batch", dossier.code)
    asked = request.GET.get("part", "1")
    if asked not in {str(nth) for nth in range(1, len(parts) + 1)}:
        raise Http404
    with override("vi"):
        heads = heads_of([batch.unit_id])
        data = clauses_pdf(
            parts[int(asked) - 1],
            issuer=heads.issuer(heads.units[batch.unit_id]),
            as_pages=request.GET.get("as") == "pages",
            at=clock.now(),
        )
    end = f"-{asked}" if len(parts) > 1 else ""
    return pdf_answer(data, f"{dossier.code}-loi-chung{end}.pdf")
