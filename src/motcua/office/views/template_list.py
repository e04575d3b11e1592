"""Templates of results: what is in force, what is being written, what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.drafting.queries import templates_holding, templates_list
from motcua.drafting.types import TemplateState, TemplateView
from motcua.drafting.words import KINDS
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.text import search_key
from motcua.office.drafting import STATES
from motcua.office.processdesk import people
from motcua.organisations.queries import units_by_ids
from motcua.ui.links import chips_for
from motcua.ui.types import Label

_OPEN = (TemplateState.SUBMITTED, TemplateState.EDITING, TemplateState.RETURNED)


@dataclass(frozen=True)
class Line:
    """A version with names; `holds` when it is what new drafts begin from today."""

    view: TemplateView
    state: Label
    kind: str
    unit: str
    editor: str
    holds: bool


@requires(Action.TEMPLATE_APPROVE)
@require_safe
def template_list(request: SignedInRequest) -> HttpResponse:
    """List versions under way and approved; `state` and words narrow them."""
    text = request.GET.get("q", "")[:200].replace("\x00", "")
    words = search_key(text).split()
    found = [
        one
        for one in templates_list(request.actor)
        if all(
            word in search_key(f"{one.name} {' '.join(one.content.procedures)}") for word in words
        )
    ]
    lines = _lines(found)
    groups = {
        "written": [one for one in lines if one.view.state.can_save],
        "waiting": [one for one in lines if one.view.state is TemplateState.SUBMITTED],
        "older": [
            one
            for one in lines
            if one.view.state is TemplateState.WITHDRAWN
            or (one.view.state is TemplateState.APPROVED and not one.holds)
        ],
    }
    state = request.GET.get("state", "")
    context = {
        "chips": chips_for(
            request,
            "state",
            [
                ("written", _("being written")),
                ("waiting", _("waiting for approval")),
                ("older", _("not in force")),
            ],
            counts={name: len(rows) for name, rows in groups.items()},
        ),
        "q": text,
        "narrowed": bool(text or state in groups),
        "open": groups.get(state, [one for one in lines if one.view.state in _OPEN]),
        "held": [] if state in groups else [one for one in lines if one.holds],
        "with_held": state not in groups,
        "may_write": request.actor.may(Action.TEMPLATE_EDIT),
    }
    return render(request, "office/template_list.html", context)


def _lines(views: list[TemplateView]) -> list[Line]:
    units = units_by_ids({one.unit_id for one in views})
    names = people(one.edited_by_id for one in views)
    holding = templates_holding(views)
    return [
        Line(
            one,
            STATES[one.state],
            str(KINDS[one.content.kind]),
            units[one.unit_id].full_name,
            names.get(one.edited_by_id, ""),
            one.id in holding,
        )
        for one in views
    ]
