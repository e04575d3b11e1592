"""A unit among its peers: its rates beside theirs, how long it takes, what people say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil, floor, isinf
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.identity.types import Action, Actor
from motcua.indicators.comparing.measures import MEASURES, Measure
from motcua.indicators.comparing.rules import (
    Peers,
    Rules,
    Spread,
    Standing,
    peers_of,
    rules_on,
    spread_of,
    wilson,
)
from motcua.indicators.queries.compare import Sum, Sums, loads_of, sums_of
from motcua.indicators.queries.ratings import SCORES, Said, satisfaction_of
from motcua.indicators.queries.times import EDGES, NO_TIMES, WITHIN, Split, times_of
from motcua.indicators.types import Figure, Period
from motcua.office.comparing.area import Area
from motcua.office.comparing.question import Question
from motcua.office.comparing.table import behind_url
from motcua.office.comparing.words import share_text
from motcua.office.serviceindex import count_text
from motcua.organisations.types import UnitView
from motcua.procedures.queries import procedure_ids, procedure_names
from motcua.ui import formats
from motcua.ui.types import Bar, Dot, Tone

BUSIEST = 12
SCORE_WORDS = {
    5: gettext_lazy("Very satisfied"),
    4: gettext_lazy("Satisfied"),
    3: pgettext_lazy("rating", "Neither"),
    2: gettext_lazy("Dissatisfied"),
    1: gettext_lazy("Very dissatisfied"),
}


@dataclass(frozen=True)
class Among:
    """A unit, its peers by load, and the sums of all of them."""

    unit: UnitView
    peers: Peers
    members: dict[int, UnitView]
    loads: dict[int, int]
    sums: Sums
    rules: Rules


def among_of(unit: UnitView, area: Area, period: Period) -> Among:
    """Return a unit among those of its kind and similar load; raises what `sums_of` raises."""
    rules = rules_on(period.last)
    alike = {one.id: one for one in area.members if one.kind is unit.kind}
    alike.setdefault(unit.id, unit)
    loads = loads_of(alike, period.last)
    peers = peers_of(unit.id, loads, rules)
    sums = sums_of(MEASURES, {unit.id, *peers.keys}, period)
    return Among(unit, peers, alike, loads, sums, rules)


def rates_of(found: Among, question: Question, actor: Actor) -> list[dict[str, Any]]:
    """Return every rate of the unit beside those of its peers."""
    return [_rate(found, one, question, actor) for one in MEASURES.values()]


def _rate(found: Among, measure: Measure, question: Question, actor: Actor) -> dict[str, Any]:
    own = found.sums.of(measure.key, found.unit.id)
    others = {one: found.sums.of(measure.key, one) for one in found.peers.keys}
    measured = [one.measured(key) for key, one in others.items()]
    spread = spread_of(own.measured(found.unit.id), measured, found.rules)
    query = question.query(found.unit.code)
    return {
        "measure": measure,
        "ratio": share_text(own.ratio),
        "part": count_text(own.count.numerator),
        "whole": count_text(own.count.denominator),
        "unknown": own.count.unknown,
        "behind": behind_url(found.unit, measure, query, actor, own),
        "any": own.ratio is not None,
        "few": own.ratio is None and bool(own.count.denominator),
        "standing": _standing(spread, measure, own, found.rules),
        "strip": _strip(found, measure, own, others, spread) if spread else None,
    }


def _standing(
    spread: Spread | None, measure: Measure, own: Sum, rules: Rules
) -> tuple[str, str, str]:
    """Return words, tone and icon of how it stands; a difference only where it is one."""
    if own.ratio is None or own.count.denominator < rules.least:
        return _("Too few to compare"), "neutral", "circle"
    if spread is None:
        return _("Too few peers with enough cases"), "neutral", "circle"
    if spread.standing is Standing.WITHIN:
        return _("No difference that chance would not make"), "neutral", "minus"
    above = spread.standing is Standing.ABOVE
    if above == measure.more_is_better:
        return _("Better than the middle of its peers"), "done", "check"
    return _("Worse than the middle of its peers"), "due_soon", "alert-triangle"


def _strip(
    found: Among, measure: Measure, own: Sum, others: dict[int, Sum], spread: Spread
) -> dict[str, Any]:
    dots = [
        Dot(f"{found.members[key].full_name}: {share_text(one.ratio)}", float(one.ratio))
        for key, one in others.items()
        if one.ratio is not None and one.count.denominator >= found.rules.least
    ]
    quartiles = (float(spread.low), float(spread.middle), float(spread.high))
    shown = None if spread.standing is Standing.NONE or own.ratio is None else float(own.ratio)
    words = _(
        "%(measure)s: %(own)s; half of its %(n)s peers lie between %(low)s and %(high)s, the"
        " middle one at %(middle)s"
    ) % {
        "measure": measure.name,
        "own": share_text(own.ratio),
        "n": spread.number,
        "low": share_text(spread.low),
        "high": share_text(spread.high),
        "middle": share_text(spread.middle),
    }
    return {
        "dots": dots,
        "quartiles": quartiles,
        "own": shown,
        "interval": spread.interval,
        "words": words,
    }


def peers_table(found: Among) -> list[dict[str, Any]]:
    """Return the peers with the unit among them, the most loaded first: the twin of the strips."""
    keys = sorted((*found.peers.keys, found.unit.id), key=lambda one: (-found.loads[one], one))
    return [
        {
            "unit": found.members[key],
            "own": key == found.unit.id,
            "load": found.loads[key],
            "ratios": [share_text(found.sums.of(one, key).ratio) for one in MEASURES],
        }
        for key in keys
    ]


def times_shown(unit: UnitView, period: Period, actor: Actor) -> dict[str, Any]:
    """Return how long handling took; by procedure only for units of one's own."""
    until, found = times_of(unit.id, period)
    times = found.get("", NO_TIMES)
    own = actor.may(Action.BOARD_READ, unit.id)
    late = {"unit": unit.code, "from": period.first, "to": period.last, "figure": Figure.LATE.value}
    href = f"{reverse('office:board_dossiers')}?{urlencode(late)}" if own else ""
    return {
        "until": until,
        "times": times,
        "bars": [
            Bar(
                words,
                number,
                "",
                Tone.RUNNING if place < WITHIN else Tone.OVERDUE,
                formats.percent(number / times.total) if number else "",
            )
            for place, (words, number) in enumerate(zip(_classes(), times.classes, strict=True))
        ]
        if times.total
        else [],
        "within": formats.number(times.within),
        "median": used_text(times.median),
        "ninth": used_text(times.ninth),
        "late_url": href if times.total > times.within else "",
        "procedures": _procedures(unit, period) if own and times.total else [],
    }


def _procedures(unit: UnitView, period: Period) -> list[dict[str, Any]]:
    _until, found = times_of(unit.id, period, split=Split.PROCEDURE)
    busiest = sorted(found.items(), key=lambda pair: (-pair[1].total, pair[0]))[:BUSIEST]
    ids = procedure_ids([code for code, _times in busiest])
    names = procedure_names(ids.values())
    return [
        {
            "code": code,
            "name": names.get(ids.get(code, 0), ("", code))[1],
            "times": times,
            "median": used_text(times.median),
            "ninth": used_text(times.ninth),
        }
        for code, times in busiest
    ]


def _classes() -> list[str]:
    edges = [formats.percent(edge / 100, 0) for edge in EDGES]
    return [
        _("up to %(high)s") % {"high": edges[0]},
        *(
            _("above %(low)s to %(high)s") % {"low": low, "high": high}
            for low, high in pairwise(edges)
        ),
        _("above %(low)s") % {"low": edges[-1]},
    ]


def used_text(used: float | None) -> str:
    """Return a share of the limit in whole per cent; late never reads as exactly the limit."""
    if used is None:
        return "–"
    if isinf(used) or used > EDGES[-1] / 100:
        return _("more than %(high)s") % {"high": formats.percent(EDGES[-1] / 100, 0)}
    whole = ceil(used * 100) if used > 1 else floor(used * 100)
    return formats.percent(whole / 100, 0)


def satisfaction_shown(unit: UnitView, period: Period, rules: Rules) -> dict[str, Any]:
    """Return what people said, with its uncertainty; no share where too few answered."""
    until: datetime
    until, said = satisfaction_of(unit.id, period)
    enough = said.answers >= rules.answers
    low, high = wilson(said.satisfied, said.answers)
    return {
        "until": until,
        "said": said,
        "enough": enough,
        "share": formats.percent(said.satisfied / said.answers) if enough else "",
        "low": formats.percent(low),
        "high": formats.percent(high),
        "response": formats.percent(said.answers / said.resolved) if said.resolved else "–",
        "bars": _scores(said) if enough else [],
    }


def _scores(said: Said) -> list[Bar]:
    return [
        Bar(
            SCORE_WORDS[score],
            said.scores[score],
            "",
            Tone.DONE if score > 3 else Tone.NEUTRAL if score == 3 else Tone.DUE_SOON,
            formats.percent(said.scores[score] / said.answers),
        )
        for score in SCORES
    ]
