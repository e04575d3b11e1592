"""For whom I may act, who may act for me: confirmed, asked for, ended."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.queries import relations_of
from motcua.citizens.types import RelationState, RelationView
from motcua.citizens.words import relation_word
from motcua.portal.relations import state_label

LIVING = {RelationState.REQUESTED, RelationState.CONFIRMED}


@citizen_only
@never_cache
@require_safe
def my_relations(request: CitizenRequest) -> HttpResponse:
    """Show the switch, and both sides of every relation; two statements."""
    citizen = request.citizen
    relations = relations_of(citizen.person_id)
    mine = [one for one in relations if one.person_id == citizen.person_id]
    others = [one for one in relations if one.person_id != citizen.person_id]
    if citizen.acts_for_another:
        known = {one.id for one in relations}
        others += [
            one
            for one in relations_of(citizen.subject_id)
            if one.subject_id == citizen.subject_id and one.id not in known
        ]
    context = {
        "citizen": citizen,
        "choices": [one for one in mine if one.in_force],
        "mine": [_told(one) for one in mine],
        "others": [_told(one) for one in others if one.state in LIVING],
    }
    return render(request, "portal/my_relations.html", context)


def _told(one: RelationView) -> dict[str, object]:
    return {
        "relation": one,
        "kind": relation_word(one.kind),
        "state": state_label(one),
        "living": one.state in LIVING,
    }
