"""A deployed version: drawing, who approved it, where it holds from when, what came before."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action, Actor
from motcua.office.processdesk import people, version_or_404
from motcua.office.processversus import procedures_named
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import offerings_of
from motcua.workflow.drawn import VersionView
from motcua.workflow.queries import (
    definition_get,
    definition_text,
    process_palette,
    process_running,
    process_versions,
)


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_version(request: SignedInRequest, definition_id: int) -> HttpResponse:
    """Show a version; it never changes, a next one is drawn beside it."""
    version = version_or_404(request.actor, definition_id)
    uses = sorted(version.uses, key=lambda use: (not use.in_force, use.procedure))
    units = units_by_ids({use.unit_id for use in uses} | {version.unit_id or 0})
    named = dict(procedures_named({use.procedure for use in uses}))
    palette = process_palette()
    roles = {one.code: one.name for one in palette.roles}
    parts = {one.code: one.name for one in palette.parts}
    context = {
        "version": version,
        "unit": units.get(version.unit_id or 0),
        "approver": people([version.approved_by_id]).get(version.approved_by_id or 0, ""),
        "uses": [(use, named[use.procedure], units.get(use.unit_id)) for use in uses],
        "others": [
            one
            for one in process_versions(request.actor, key=version.key)
            if one.definition_id != definition_id
        ],
        "steps": [
            (step, roles.get(step.role, step.role), parts.get(step.unit, step.unit))
            for step in definition_get(definition_id).steps
        ],
        "documents": _documents(request.actor, version, named),
        "running": process_running(request.actor, version.key).get(definition_id, 0),
        "text": definition_text(definition_id),
        "may_draw": request.actor.may(Action.PROCESS_DRAW),
    }
    return render(request, "office/process_version.html", context)


def _documents(
    actor: Actor, version: VersionView, named: dict[str, str]
) -> list[tuple[str, str, int]]:
    """Return (code, name, unit) of procedures whose process document can be printed."""
    unit_id = actor.posting_for(Action.PROCESS_APPROVE).unit_id
    if version.unit_id is not None:
        own = actor.unit_ids_for(Action.PROCESS_APPROVE)
        return [
            (use.procedure, named[use.procedure], use.unit_id if use.unit_id in own else unit_id)
            for use in version.uses
        ]
    return [
        (one.version.code, one.version.name, unit_id)
        for one in offerings_of(unit_id)
        if one.version.process_key == version.key
    ]
