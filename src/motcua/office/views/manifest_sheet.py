"""A manifest on paper: the sheet that both sign, and a label for each dossier's folder."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from motcua.documents.manifest_sheet import ManifestLine, ManifestSheet
from motcua.documents.pdf import form_pdf
from motcua.dossiers.queries.headings import heads_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.counter.printing import pdf_answer
from motcua.office.manifest_words import manifest_read


@requires(Action.WORK_CLAIM)
@require_safe
def manifest_sheet(request: SignedInRequest, manifest_id: int) -> HttpResponse:
    """Answer with the PDF; 404 for units without a part in it. The reading is recorded."""
    view = manifest_read(request, manifest_id, "print of a manifest")
    with override("vi"):
        sheet = ManifestSheet(
            issuer=heads_of([view.from_unit.id]).issuer(view.from_unit),
            number=view.name,
            code=view.code,
            from_unit=view.from_unit.full_name,
            to_unit=view.to_unit.full_name,
            made_at=view.sent_at or view.made_at,
            giver=view.sent_by or view.made_by,
            lines=tuple(
                ManifestLine(one.code, one.applicant, one.procedure, one.originals, one.copies)
                for one in view.lines
            ),
            codes=(view.code, *(one.code for one in view.lines)),
            printed_at=clock.now(),
        )
    return pdf_answer(form_pdf(sheet), f"{view.code}.pdf")
