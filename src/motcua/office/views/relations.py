"""Requests of citizens to act for another, which officers of this unit compare with the papers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.queries import relations_to_confirm
from motcua.citizens.words import relation_word
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action


@requires(Action.RELATION_CONFIRM)
@require_safe
def relations(request: SignedInRequest) -> HttpResponse:
    """List what waits, the oldest first."""
    waiting = relations_to_confirm(request.actor.unit_ids_for(Action.RELATION_CONFIRM))
    rows = [(one, relation_word(one.kind)) for one in waiting]
    return render(request, "office/relations.html", {"rows": rows})
