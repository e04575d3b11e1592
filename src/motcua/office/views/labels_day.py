"""Separator sheets or labels of everything that a unit accepted on a day, printed at once."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.documents.label_sheet import labels_pdf, separators_pdf
from motcua.dossiers.label_rules import LabelKind
from motcua.dossiers.queries.batches import labels_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action, PostingView
from motcua.kernel import clock
from motcua.office.batching import label_lines, label_none, units_open_to
from motcua.office.counter.printing import pdf_answer


@requires(Action.DOSSIER_INTAKE)
@require_safe
def labels_day(request: SignedInRequest) -> HttpResponse:
    """Answer with the PDF of `?day=` (today without); `?as=labels` for labels.

    `?unit=` is one of those that one is posted at (the first without): its name stands on them.
    """
    unit_id, unit = _unit(request)
    day = _day(request.GET.get("day", ""))
    as_labels = request.GET.get("as") == "labels"
    rows = labels_of(
        {one for posting in _postings(request, unit_id) for one in posting.unit_ids},
        since=clock.midnight(day),
        until=clock.midnight(day + timedelta(days=1)),
    )
    lines, missing = label_lines(rows, LabelKind.STICKER if as_labels else LabelKind.SEPARATOR)
    if not lines:
        none = _("No dossier with papers was accepted on this day.")
        messages.warning(request, label_none(missing) if missing else none)
        return redirect("office:scan_batches")
    make = labels_pdf if as_labels else separators_pdf
    name = "nhan" if as_labels else "phieu-tach"
    made = make(lines, unit=unit, at=clock.now(), missing=missing)
    return pdf_answer(made, f"{name}-{day:%Y%m%d}.pdf")


def _postings(request: SignedInRequest, unit_id: int) -> list[PostingView]:
    mine = [one for one in request.actor.postings if Action.DOSSIER_INTAKE in one.actions]
    return [one for one in mine if one.unit_id == unit_id]


def _unit(request: SignedInRequest) -> tuple[int, str]:
    """Return the unit that was asked for; 404 for one that nobody posted the reader at."""
    units, text = units_open_to(request), request.GET.get("unit", "")
    found = [one for one in units if not text or str(one[0]) == text]
    if not found:
        raise Http404
    return found[0]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if date(2000, 1, 1) <= day <= clock.today() else clock.today()
