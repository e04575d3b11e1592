"""Which reminders about a dossier were sent to whom."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.ladders import reminders_of
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.office.reading import dossier_read
from motcua.office.team import RUNGS, TURNS


@requires(Action.DOSSIER_READ)
@require_safe
def dossier_reminders(request: SignedInRequest, code: str) -> HttpResponse:
    """Show them, the last first; a step's reminders bear the step's name."""
    dossier = dossier_read(request, code)
    found = reminders_of(dossier.id)
    names = accounts_by_ids({one.account_id for one in found})
    steps = {item.id: item.name for item in dossier.items}
    rows = [
        {
            "rung": RUNGS[one.rung],
            "step": steps.get(one.item_id, ""),
            "due_at": one.due_at,
            "name": names[one.account_id].name if one.account_id in names else "",
            "turn": TURNS[one.turn],
            "sent_at": one.sent_at,
        }
        for one in found
    ]
    return render(request, "office/dossier_reminders.html", {"dossier": dossier, "rows": rows})
