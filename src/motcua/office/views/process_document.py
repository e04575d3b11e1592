"""The process document (TCVN ISO 9001:2015) of a deployed version for a procedure in a unit."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.office.counter.printing import pdf_answer
from motcua.office.processdesk import version_or_404
from motcua.quality.document import process_document as document_of


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_document(request: SignedInRequest, definition_id: int) -> HttpResponse:
    """Answer with the PDF for `?procedure=CODE&unit=ID`; another unit's place is not there."""
    version = version_or_404(request.actor, definition_id)
    unit = request.GET.get("unit", "")
    unit_id = int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else 0
    if not request.actor.may(Action.PROCESS_APPROVE, unit_id):
        raise Http404
    try:
        pdf = document_of(
            definition_id, procedure_code=request.GET.get("procedure", "")[:40], unit_id=unit_id
        )
    except (NotFound, Refused) as refusal:
        raise Http404 from refusal
    return pdf_answer(pdf, f"quy-trinh-{version.key}-{version.version}.pdf")
