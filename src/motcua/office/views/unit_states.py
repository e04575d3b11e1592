"""The state of each unit over all its targets: green, amber, red, with the targets behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.text import search_key
from motcua.office.difficulties import difficulty_tabs
from motcua.office.targets import (
    TONES,
    at_least,
    board_url,
    counted_url,
    counted_words,
    metric_words,
    passing_targets,
    province_of,
    share_words,
)
from motcua.office.unsound import unsound_told
from motcua.oversight.queries.states import ORDER, Reason, States, UnitState, states_of
from motcua.oversight.target_rules import INDEXED, Status
from motcua.oversight.words import STATE_COLOURS, STATE_RULES
from motcua.ui import formats
from motcua.ui.links import url_with
from motcua.ui.types import Chip


@requires(Action.OVERSIGHT_READ)
@require_safe
def unit_states(request: SignedInRequest) -> HttpResponse:
    """Show them; a state of the address narrows the list. A commune sees its own."""
    province, seen = province_of(request)
    found = states_of(province, seen=seen)
    wanted = request.GET.get("state", "")
    chosen = Status(wanted) if wanted in set(Status) else None
    shown = [one for one in found.units if chosen in {None, one.status}]
    context: dict[str, Any] = {
        "tabs": difficulty_tabs("targets"),
        "province": province,
        "chips": _chips(request, found, chosen),
        "groups": [
            _group(request, status, [one for one in shown if one.status is status])
            for status in ORDER
            if any(one.status is status for one in shown)
        ],
        "chosen": chosen is not None,
        "rules": [(STATE_COLOURS[one], TONES[one], STATE_RULES[one]) for one in ORDER],
        "targets": len(found.followed),
        "until": max((one.until for one in found.followed), default=None),
        "unsound": _unsound(request, found),
        "passing": passing_targets(request, found.followed),
    }
    return render(request, "office/unit_states.html", context)


def _unsound(request: SignedInRequest, found: States) -> str:
    for one in found.followed:
        if one.unsound:
            return unsound_told(one.unsound, one.unsound_codes, request.actor)
    return ""


def _group(request: SignedInRequest, status: Status, units: list[UnitState]) -> dict[str, Any]:
    """Return the units of a state; those of which there is nothing to say only by their names."""
    bare = [one for one in units if status is Status.NONE and not one.unsound]
    return {
        "status": status.value,
        "name": STATE_COLOURS[status],
        "tone": TONES[status],
        "rule": STATE_RULES[status],
        "number": len(units),
        "units": [_unit(request, one) for one in units if one not in bare],
        "bare": sorted((one.unit for one in bare), key=lambda unit: search_key(unit.name)),
    }


def _chips(request: HttpRequest, found: States, chosen: Status | None) -> list[Chip]:
    return [
        Chip(
            STATE_COLOURS[status],
            url_with(request, state=None if status is chosen else status.value),
            selected=status is chosen,
            count=found.number(status),
            removes=True,
        )
        for status in ORDER
        if found.number(status)
    ]


def _unit(request: SignedInRequest, one: UnitState) -> dict[str, Any]:
    because = () if one.status is Status.NONE else one.because
    return {
        "unit": one.unit,
        "board": board_url(request, one.unit),
        "unsound": one.unsound,
        "because": [_reason(request, reason) for reason in because],
        "others": len(one.targets) - len(because) if because else 0,
    }


def _reason(request: SignedInRequest, one: Reason) -> dict[str, Any]:
    target, at = one.followed.target, one.at
    return {
        "target": target,
        "metric": metric_words(target),
        "goal": f"{'≥' if at_least(target) else '≤'} {formats.percent(float(target.goal), 2)}",
        "share": share_words(at.standing.share),
        "counted": counted_words(at),
        "url": counted_url(request, one.followed, at),
        "later": share_words(at.standing.forecast),
        "indexed": target.metric in INDEXED,
    }
