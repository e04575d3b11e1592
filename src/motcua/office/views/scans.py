"""Where each component of a dossier stands on its way into digital form."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.digital import components_digital
from motcua.dossiers.scan_types import DigitalState, Reuse
from motcua.dossiers.views import ComponentView, DossierView
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.office.filed import reused_words
from motcua.office.hall import desk_of
from motcua.office.reading import dossier_read
from motcua.office.scanning import PURPOSE, Place, may_digitise

COUNTED = {DigitalState.DIGITISED, DigitalState.SIGNED, DigitalState.REUSED, DigitalState.DATA}
OPEN = {DigitalState.TO_DO, DigitalState.FILE, DigitalState.WORK, DigitalState.COMPARE}


@requires(Action.DOSSIER_READ)
@require_safe
def scans(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the components with their state and what comes next."""
    dossier = dossier_read(request, code, purpose=PURPOSE)
    found = components_digital(dossier.id)
    sources = {one.paper: one.text for one in reused_words(dossier) if one.verified}
    places = [Place(dossier, one, found[one.id]) for one in dossier.components]
    copies = [one.digital.copy for one in places if one.digital.copy]
    names = accounts_by_ids({copy.compared_by for copy in copies})
    states = [one.digital.state for one in places]
    first = next((one.component.id for one in places if one.digital.state in OPEN), None)
    context = {
        "dossier": dossier,
        "desk": desk_of(request.actor) if may_digitise(request, dossier) else None,
        "may": may_digitise(request, dossier),
        "done": sum(state in COUNTED for state in states),
        "asked": sum(state in COUNTED | OPEN for state in states),
        "rows": [
            _row(dossier, place.component, place)
            | {
                "next": place.component.id == first,
                "by": names[place.digital.copy.compared_by].name
                if place.digital.copy and place.digital.copy.compared_by in names
                else "",
                "source": "" if place.digital.copy else sources.get(place.component.name, ""),
            }
            for place in places
        ],
    }
    return render(request, "office/scans.html", context)


def _row(dossier: DossierView, component: ComponentView, place: Place) -> dict[str, Any]:
    words, tone, icon = place.state_words
    copy = place.digital.copy
    state = place.digital.state
    return {
        "component": component,
        "state": state.value,
        "words": words,
        "tone": tone.value,
        "icon": icon,
        "copy": copy,
        "before": [
            (one, next((a for a in dossier.attachments if a.id == one.attachment_id), None))
            for one in place.digital.before
        ],
        "signs": state is DigitalState.DIGITISED,
        "returns": bool(copy and copy.reuse is Reuse.DIGITISED and copy.returned_at is None),
    }
