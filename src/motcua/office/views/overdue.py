"""What is late or will be: without an apology, due soon, apologised, without a cause."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.queries.late import LateList, LateRow, dossiers_late, dossiers_late_count
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Invalid
from motcua.office.late import LISTS
from motcua.office.present import due_words
from motcua.ui.links import url_with
from motcua.ui.types import Tab

PAGE = 50


@requires(Action.WORK_REASSIGN)
@require_safe
def overdue(request: SignedInRequest) -> HttpResponse:
    """Show one of the lists, the longest overdue first; a damaged place begins it anew."""
    units = request.actor.unit_ids_for(Action.WORK_REASSIGN)
    try:
        kind = LateList(request.GET.get("list", ""))
    except ValueError:
        kind = LateList.OVERDUE
    after = request.GET.get("after", "")
    try:
        rows, following = dossiers_late(kind, unit_ids=units, after=after, limit=PAGE)
    except Invalid:
        rows, following = dossiers_late(kind, unit_ids=units, limit=PAGE)
    counts = dossiers_late_count(unit_ids=units)
    may = request.actor.unit_ids_for(Action.DOSSIER_APPROVE)
    picks = kind in {LateList.OVERDUE, LateList.SOON}
    context = {
        "title": LISTS[kind],
        "kind": kind.value,
        "tabs": [
            Tab(str(label), url_with(request, list=one.value, after=None), one is kind, counts[one])
            for one, label in LISTS.items()
        ],
        "rows": [_row(row) for row in rows],
        "picks": picks and any(row.dossier.competent_unit_id in may for row in rows),
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
    }
    return render(request, "office/overdue.html", context)


def _row(row: LateRow) -> dict[str, object]:
    dossier = row.dossier
    due = due_words(
        status=dossier.status,
        due_at=dossier.due_at,
        suspended_from=dossier.suspended_from,
        ended_at=dossier.ended_at,
    )
    return {
        "dossier": dossier,
        "due": due,
        "promised_at": row.promised_at,
        "cause": LATE_CAUSES.get(row.cause, ""),
    }
