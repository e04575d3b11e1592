"""What the pages of targets share: colours, shares in words, links to what is counted."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.points import rounded
from motcua.indicators.queries.counted import until_of
from motcua.indicators.types import Period
from motcua.office.briefs import brief_unit
from motcua.office.passed import Passing, passing_among
from motcua.office.serviceindex import list_url
from motcua.organisations.types import UnitView
from motcua.oversight.queries.places import register_unit
from motcua.oversight.queries.targets import Followed, TargetView, UnitStanding
from motcua.oversight.target_rules import INDEXED, METRICS, Status
from motcua.oversight.words import COLOURS, LEVELS
from motcua.oversight.words import METRICS as METRIC_WORDS
from motcua.ui import formats
from motcua.ui.types import Tone


def province_of(request: SignedInRequest) -> tuple[UnitView, frozenset[int] | None]:
    """Return the province whose targets somebody reads, and the units that they see of it.

    None: all of them. Whoever is posted in a commune sees how that stands.
    """
    own = brief_unit(request)
    if own is not None:
        return own, None
    seen = request.actor.unit_ids_for(Action.OVERSIGHT_READ)
    return register_unit(request.actor.postings[0].unit_id), seen


def passing_targets(request: SignedInRequest, followed: Iterable[Followed]) -> Passing:
    """Return what the units of targets took over by the last day that is counted."""
    found = list(followed)
    if not found:
        return Passing()
    first = min(one.target.first_day for one in found)
    last = max(first, *(one.until for one in found))
    return passing_among(
        {at.unit.id for one in found for at in one.units},
        until_of(Period(first, last)),
        partial(request.actor.may, Action.BOARD_READ),
        {"from": str(first), "to": str(last)},
    )


TONES: dict[Status, Tone] = {
    Status.GREEN: Tone.DONE,
    Status.AMBER: Tone.DUE_SOON,
    Status.RED: Tone.OVERDUE,
    Status.NONE: Tone.NEUTRAL,
}


def share_words(share: Fraction | None) -> str:
    """Return a share with two decimals; a dash where nothing is counted."""
    return "–" if share is None else formats.percent(float(share), 2)


def followed_words(one: Followed) -> dict[str, Any]:
    """Return a target as a line of the list."""
    whole = one.whole.standing
    parts = whole.share is None and any(unit.standing.share is not None for unit in one.units)
    return {
        "target": one.target,
        "metric": metric_words(one.target),
        "indexed": one.target.metric in INDEXED,
        "level": LEVELS[one.target.level],
        "at_least": at_least(one.target),
        "goal": formats.percent(float(one.target.goal), 2),
        # Of units of one level alone there is no index of all together (`_index_followed`).
        "colour": _("only by unit") if parts else COLOURS[whole.status],
        "tone": TONES[whole.status],
        "share": share_words(whole.share),
        "forecast": share_words(whole.forecast),
        "counts": [
            (COLOURS[status], TONES[status], one.number(status))
            for status in Status
            if one.number(status)
        ],
        "until": one.until,
    }


def unit_words(request: SignedInRequest, followed: Followed, one: UnitStanding) -> dict[str, Any]:
    """Return a unit as a line of a target."""
    at = one.standing
    return {
        "unit": one.unit,
        "board": board_url(request, one.unit),
        "share": share_words(at.share),
        "forecast": share_words(at.forecast),
        "colour": COLOURS[at.status],
        "tone": TONES[at.status],
        "counted": counted_words(one),
        "missing": at.missing,
        "url": counted_url(request, followed, one),
    }


def board_url(request: SignedInRequest, unit: UnitView) -> str:
    """Return the board of a unit, for whoever may see it."""
    if not request.actor.may(Action.BOARD_READ, unit.id):
        return ""
    return f"{reverse('office:board')}?{urlencode({'unit': unit.code})}"


def metric_words(target: TargetView) -> str:
    """Return what a target counts, with the indicator of the Service Index that it names."""
    words = str(METRIC_WORDS[target.metric])
    known = INDICATORS.get(target.indicator)
    return f"{words}: {known.id} {known.name}" if known else words


def at_least(target: TargetView) -> bool:
    """Return whether more is better; points and shares of the Service Index are always so."""
    return target.metric in INDEXED or METRICS[target.metric].at_least


def any_of(one: UnitStanding) -> bool:
    """Return whether there is anything to say of a unit but its name."""
    return one.standing.share is not None or bool(one.count.whole) or one.points is not None


def counted_words(one: UnitStanding) -> str:
    """Return the base of a share: what was counted of how many, or points of those in reach."""
    if one.points is not None:
        return " / ".join(formats.number(rounded(part), 2) for part in one.points)
    if not one.count.whole:
        return "–"
    return f"{formats.number(one.count.part)} / {formats.number(one.count.whole)}"


def counted_url(request: SignedInRequest, followed: Followed, one: UnitStanding) -> str:
    """Return where the counted stands, for whoever may see boards or the index there."""
    if followed.target.metric in INDEXED:
        return _index_url(request, followed, one)
    if not request.actor.may(Action.BOARD_READ, one.unit.id):
        return ""
    query = urlencode(
        {
            "figure": METRICS[followed.target.metric].denominator,
            "unit": one.unit.code,
            "from": followed.target.first_day.isoformat(),
            "to": followed.until.isoformat(),
        }
    )
    return f"{reverse('office:board_dossiers')}?{query}"


def _index_url(request: SignedInRequest, followed: Followed, one: UnitStanding) -> str:
    if not request.actor.may(Action.REPORT_READ, one.unit.id):
        return ""
    target = followed.target
    query = {
        "unit": one.unit.code,
        "from": target.first_day.isoformat(),
        "to": followed.until.isoformat(),
    }
    if target.indicator:
        return list_url(target.indicator, "counted", query)
    return f"{reverse('office:service_index')}?{urlencode(query)}"
