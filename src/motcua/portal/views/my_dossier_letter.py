"""Download of a form that the office issued in one's own dossier."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.papers import paper_pdf
from motcua.kernel.errors import NotFound
from motcua.portal.filing import filing_page


@filing_page
@require_safe
def my_dossier_letter(request: CitizenRequest, code: str, paper_id: int) -> HttpResponse:
    """Answer with the PDF as it was issued, with the unit's seal where it has one."""
    del request
    dossier = dossier_get(code)
    try:
        view, data = paper_pdf(dossier.id, paper_id)
    except NotFound as refusal:
        raise Http404 from refusal
    name = f"{dossier.code}-form-{view.form.value}-{view.seq}.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
