"""The report of an internal audit as PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.printing import pdf_answer
from motcua.office.quality import audit_or_404
from motcua.quality.papers import audit_report as report_of


@requires(Action.QUALITY_READ)
@require_safe
def audit_report(request: SignedInRequest, audit_id: int) -> HttpResponse:
    """Answer with the report as the audit stands now."""
    audit = audit_or_404(request, audit_id)
    return pdf_answer(report_of(request.actor, audit_id), f"bao-cao-danh-gia-{audit.id}.pdf")
