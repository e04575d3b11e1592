"""Questions between units: what mine were asked and what mine have asked, late ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motcua.dossiers.opinion_views import OpinionView
from motcua.dossiers.queries.opinions import opinions_asked_by, opinions_asked_of, units_placed
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.opinions import state_tone, state_words
from motcua.procedures.queries import versions_by_ids
from motcua.ui.links import chips_for
from motcua.ui.types import Tone

SHOWN = 100
WHO = (("theirs", gettext_lazy("Asked by us")),)
STATES = (("over", gettext_lazy("Answered and closed")), ("late", gettext_lazy("Overdue")))


@dataclass(frozen=True)
class Line:
    """A question in the list."""

    view: OpinionView
    procedure: str
    other: str  # who asks, or who is asked
    words: str
    tone: Tone
    own: bool  # our dossier: it leads there


@requires(Action.WORK_READ)
@require_safe
def opinions(request: SignedInRequest) -> HttpResponse:
    """List them; filters are the address."""
    own = request.GET.get("who") == "theirs"
    state = request.GET.get("state", "")
    units = request.actor.unit_ids_for(Action.WORK_READ)
    read = opinions_asked_by if own else opinions_asked_of
    found = read(units, pending=state != "over", limit=SHOWN)
    if state == "late":
        found = tuple(one for one in found if one.overdue)
    context = {
        "title": _("Opinions"),
        "lines": _lines(found, own=own),
        "own": own,
        "state": state,
        "who": chips_for(request, "who", WHO),
        "states": chips_for(request, "state", STATES),
        "shown": SHOWN,
        "more": len(found) >= SHOWN,
    }
    return render(request, "office/opinions.html", context)


def _lines(found: Sequence[OpinionView], *, own: bool) -> list[Line]:
    units = units_placed({one.unit_id if own else one.asking_unit_id for one in found})
    versions = versions_by_ids({one.procedure_version_id for one in found})
    return [
        Line(
            view=one,
            procedure=versions[one.procedure_version_id].name,
            other=units[one.unit_id if own else one.asking_unit_id],
            words=state_words(one),
            tone=state_tone(one),
            own=own,
        )
        for one in found
    ]
