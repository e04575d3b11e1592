"""A unit among its peers of similar load; its times against the limit; what people said."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.comparing.measures import MEASURES
from motcua.kernel.errors import Refused
from motcua.office.comparing.among import (
    Among,
    among_of,
    peers_table,
    rates_of,
    satisfaction_shown,
    times_shown,
)
from motcua.office.comparing.area import Area, unit_compared
from motcua.office.comparing.question import Question, question_of
from motcua.office.figures import instant_of
from motcua.office.passed import passing_among
from motcua.office.unsound import refusal_told
from motcua.organisations.types import UnitView
from motcua.ui import formats
from motcua.ui.types import Crumb


@requires(Action.BOARD_READ)
@require_safe
def compare_unit(request: SignedInRequest) -> HttpResponse:
    """Show it; sums only, and lists behind them only for units of one's own."""
    question = question_of(request)
    unit, area = unit_compared(request)
    context: dict[str, Any] = {
        "question": question,
        "unit": unit,
        "crumbs": _crumbs(unit, area, question),
        "unsound": "",
    }
    try:
        found = among_of(unit, area, question.period)
        context |= {
            "as_of": instant_of(found.sums.until),
            "found": found,
            "passing": passing_among(
                [unit.id],
                found.sums.until,
                partial(request.actor.may, Action.BOARD_READ),
                question.days,
            ),
            "rule": _rule(found),
            "rates": rates_of(found, question, request.actor),
            "peers": peers_table(found) if found.peers.keys else [],
            "measures": [one.name for one in MEASURES.values()],
            "time": times_shown(unit, question.period, request.actor),
            "people": satisfaction_shown(unit, question.period, found.rules),
        }
    except Refused as refusal:
        context["unsound"] = refusal_told(refusal, request.actor)
    return render(request, "office/compare_unit.html", context)


def _rule(found: Among) -> str:
    """Return in words who the peers are, or why there are none."""
    factor = found.peers.factor
    load = formats.number(found.loads[found.unit.id])
    if factor is None:
        return _(
            "No peers: fewer than %(n)s units of its kind received a similar number of dossiers"
            " in the last twelve months (here: %(load)s)."
        ) % {"n": found.rules.peers, "load": load}
    return _(
        "%(n)s units of its kind whose number of dossiers received in the last twelve months is at"
        " most %(factor)s times more or less (here: %(load)s)."
    ) % {
        "n": len(found.peers.keys),
        "factor": formats.number(float(factor), 0 if factor.denominator == 1 else 1),
        "load": load,
    }


def _crumbs(unit: UnitView, area: Area, question: Question) -> tuple[Crumb, ...]:
    name = area.name if area.top else _("Provinces and cities")
    url = f"{reverse('office:compare')}?{urlencode(question.query(area.code))}"
    return (Crumb(name, url), Crumb(unit.full_name))
