"""Separator sheets or labels of one dossier's components, to be printed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.documents.label_sheet import labels_pdf, separators_pdf
from motcua.dossiers.label_rules import LabelKind
from motcua.dossiers.queries.batches import labels_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.batching import label_lines, label_none
from motcua.office.counter.printing import pdf_answer
from motcua.office.reading import dossier_read


@requires(Action.DOSSIER_INTAKE)
@require_safe
def labels(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer with the PDF: `?as=labels` for labels, separator sheets without.

    `?component=` (its number) prints one; `?skip=` leaves places of a begun sheet of labels empty.
    """
    dossier = dossier_read(request, code, purpose="print of labels")
    as_labels = request.GET.get("as") == "labels"
    wanted = request.GET.get("component", "")
    units = request.actor.unit_ids_for(Action.DOSSIER_INTAKE)
    rows = labels_of(units, code=dossier.code, every=bool(wanted))
    if wanted:
        rows = [one for one in rows if str(one.number) == wanted]
    lines, missing = label_lines(rows, LabelKind.STICKER if as_labels else LabelKind.SEPARATOR)
    if not lines:
        none = _("There is no component with paper to print a label for.")
        messages.warning(request, label_none(missing) if missing else none)
        return redirect("office:scans", dossier.code)
    unit, at = dossier.receiving_unit.full_name, clock.now()
    if as_labels:
        skip = request.GET.get("skip", "")
        left = int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 3 else 0
        made = labels_pdf(lines, unit=unit, at=at, missing=missing, skip=left)
    else:
        made = separators_pdf(lines, unit=unit, at=at, missing=missing)
    return pdf_answer(made, f"{dossier.code}-{'nhan' if as_labels else 'phieu-tach'}.pdf")
