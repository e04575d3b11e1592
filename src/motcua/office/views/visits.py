"""Requests for a visit at home: who waits, the oldest first; who is on a round; what ended."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.outside.reading import centre_of, centres_for, reading_note
from motcua.office.outside.words import STATES
from motcua.reception.labels import REASONS
from motcua.reception.queries.visits import (
    VisitView,
    visits_ended,
    visits_live,
)
from motcua.reception.visiting import WAITS_LONG, VisitState
from motcua.ui.types import Tab

LISTS = ("waiting", "planned", "ended")


@requires(Action.RECEPTION_SERVE)
@require_safe
def visits(request: SignedInRequest) -> HttpResponse:
    """Show one of three lists of a centre."""
    unit = centre_of(request.actor, Action.RECEPTION_SERVE, request.GET.get("unit", ""))
    if unit is None:
        return render(request, "office/visits.html", {"unit": None})
    wanted = request.GET.get("list", "")
    chosen = wanted if wanted in LISTS else LISTS[0]
    live = visits_live(unit.id)
    waiting = [one for one in live if one.state is VisitState.REQUESTED]
    found: dict[str, list[VisitView]] = {
        "waiting": waiting,
        "planned": [one for one in live if one not in waiting],
        "ended": visits_ended(unit.id) if chosen == "ended" else [],
    }
    rows = found[chosen]
    if rows:
        reading_note(request, f"visits:{unit.id}", unit.id, rows)
    words = {"waiting": _("Waiting"), "planned": _("On a round"), "ended": _("Ended")}
    context = {
        "unit": unit,
        "units": centres_for(request.actor, Action.RECEPTION_SERVE),
        "chosen": chosen,
        "tabs": [
            Tab(
                words[one],
                f"?unit={unit.id}&list={one}",
                one == chosen,
                None if one == "ended" else len(found[one]),
            )
            for one in LISTS
        ],
        "rows": [
            (one, STATES[one.state], REASONS[one.reason], one.is_live and one.waits >= WAITS_LONG)
            for one in rows
        ],
        "longest": max((one.waits for one in waiting), default=0),
        "may_edit": request.actor.may(Action.RECEPTION_EDIT, unit.id),
    }
    return render(request, "office/visits.html", context)
