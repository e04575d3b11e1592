"""Where figures may have been polished: which units stand out beside their peers, by signal."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.signals import (
    Overview,
    matter_state,
    matter_tone,
    months_text,
    overview_read,
    share_text,
    signal_url,
    standing_row,
    unit_name,
    value_text,
)
from motcua.oversight.signals.catalogue import SIGNALS
from motcua.oversight.signals.chance import level_on
from motcua.oversight.signals.definition import Signal
from motcua.oversight.signals.queries.comparing import rates_of
from motcua.ui import formats

SHOWN = 12


@requires(Action.SIGNAL_READ)
@require_safe
def signals(request: SignedInRequest) -> HttpResponse:
    """Show them: sums and units, never a person."""
    found = overview_read(request)
    named = sorted(
        (one for one in found.standings if one.named),
        key=lambda one: (one.chance or 0.0, one.count.unit_id),
    )
    compared = {one.count.unit_id for one in found.standings if one.chance is not None}
    file = reverse("office:signals_file", args=["csv"])
    context: dict[str, Any] = {
        "asked": found.asked,
        "months": months_text(found.asked.months),
        "read_at": found.comparison.read_at,
        "named": [standing_row(found, one) for one in named],
        "standing_out": len({one.count.unit_id for one in named}),
        "compared": len(compared),
        "open": _still_open(found),
        "signals": _signals(found),
        "level": level_on(found.asked.months.last),
        "share": formats.percent(level_on(found.asked.months.last).share, 0),
        "file_url": f"{file}?{urlencode(found.asked.query)}",
    }
    return render(request, "office/signals.html", context)


def _still_open(found: Overview) -> list[dict[str, Any]]:
    """Return what was raised earlier, is not concluded, and does not stand out in these months."""
    named = {(one.count.signal, one.count.unit_id) for one in found.standings if one.named}
    return [
        {
            "signal": SIGNALS[one.signal].name,
            "unit": unit_name(found, one.unit_id),
            "members": one.members,
            "raised_at": one.raised_at,
            "state": matter_state(one),
            "tone": matter_tone(one),
            "url": signal_url(one.signal, found.units[one.unit_id].code, found.asked.query),
        }
        for one in found.matters
        if one.conclusion is None and one.signal in SIGNALS and one.unit_id in found.units
        if (one.signal, one.unit_id) not in named
    ]


def _signals(found: Overview) -> list[dict[str, Any]]:
    rates = rates_of(found.comparison)
    rows = []
    for signal in SIGNALS.values():
        own = [one for one in found.standings if one.count.signal == signal.id]
        own.sort(key=lambda one: (one.chance is None, one.chance, -one.count.cases))
        cases, exposed = rates[signal.id]
        rows.append(
            {
                "signal": signal,
                "title": _title(signal, sum(one.named for one in own)),
                "cases": cases,
                "exposed": exposed,
                "share": share_text(cases, exposed),
                "units": [standing_row(found, one) for one in own if one.count.cases][:SHOWN],
                "parameters": [
                    (value_text(one.value), one.valid_from, one.source) for one in signal.parameters
                ],
            }
        )
    return rows


def _title(signal: Signal, named: int) -> str:
    if not named:
        return str(signal.name)
    return ngettext("%(name)s – one unit stands out", "%(name)s – %(n)s units stand out", named) % {
        "name": signal.name,
        "n": formats.number(named),
    }
