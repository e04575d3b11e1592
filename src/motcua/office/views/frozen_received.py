"""What a unit received from those below: who has sent, who is late, who was confirmed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.frozen_reports import (
    EVERY,
    expected_words,
    line_words,
    period_words,
    report_tabs,
    report_title,
    report_unit,
)
from motcua.organisations.queries import units_by_ids
from motcua.oversight.frozen.queries import (
    followed,
    lines_received,
    periods_asked,
    rules_towards,
)
from motcua.oversight.frozen.types import Expected, Rule
from motcua.ui.links import url_with
from motcua.ui.types import Chip

SHOWN = 6


@requires(Action.REPORT_READ)
@require_safe
def frozen_received(request: SignedInRequest) -> HttpResponse:
    """Show one period of one rule, the late ones first; without a rule what was sent."""
    unit = report_unit(request)
    asked = rules_towards(unit)
    named = {f"{report}-{every.value}": (report, every) for report, every in asked}
    chosen = named.get(request.GET.get("rule", ""), next(iter(asked), None))
    after = request.GET.get("after", "")[:120].replace("\x00", "")
    lines, following = lines_received(unit.id, after=after)
    units = units_by_ids({one.unit_id for one in lines})
    context: dict[str, Any] = {
        "tabs": report_tabs("frozen_received", unit),
        "unit": unit,
        "today": clock.today(),
        "rules": [
            Chip(
                f"{report_title(key[0])}, {EVERY[key[1]]}",
                url_with(request, rule=name, period=None, after=None),
                selected=key == chosen,
            )
            for name, key in named.items()
        ],
        "rows": [line_words(one, units) for one in lines],
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
        **(_followed(request, asked[chosen]) if chosen is not None else {}),
    }
    return render(request, "office/frozen_received.html", context)


def _followed(request: SignedInRequest, known: list[Rule]) -> dict[str, Any]:
    today = clock.today()
    over = {one for rule in known for one in periods_asked(rule, today)}
    periods = sorted(over, key=lambda one: one.first, reverse=True)[:SHOWN]
    chosen = next((one for one in periods if str(one.first) == request.GET.get("period")), None)
    chosen = chosen or next(iter(periods), None)
    if chosen is None:
        return {"periods": []}
    found = followed(known, chosen)
    found.sort(key=lambda one: (not one.late(today), _sent(one), one.unit_name))
    return {
        "rule_title": report_title(known[0].report),
        "period": period_words(chosen),
        "periods": [
            Chip(
                period_words(one),
                url_with(request, period=str(one.first), after=None),
                selected=one == chosen,
            )
            for one in periods
        ],
        "followed": expected_words(found),
        "sent": sum(1 for one in found if _sent(one)),
        "late": sum(1 for one in found if one.late(today)),
        "wanted": len(found),
    }


def _sent(one: Expected) -> bool:
    return one.line is not None and one.line.sent_at is not None
