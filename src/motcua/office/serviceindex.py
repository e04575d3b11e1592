"""What the pages of the Service Index share: numbers, words of notes, links to the lists."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.build import Side
from motcua.indicators.index.definition import Count, Value
from motcua.indicators.index.points import rounded
from motcua.indicators.index.valuing import (
    FACTOR_APPLIED,
    FACTOR_UNKNOWN,
    NOT_AT_LEVEL,
    SPLIT_UNSURE,
    GroupValue,
    Index,
)
from motcua.indicators.index.whatif import rows_left
from motcua.ui import formats

GROUPS: dict[int, Any] = {
    1: _("Publicity and transparency"),
    2: _("Progress of resolving"),
    3: _("Online services"),
    4: _("Online payment"),
    5: _("Satisfaction"),
    6: _("Digitisation"),
}
NOTES: dict[str, Any] = {
    SPLIT_UNSURE: _("how the points of this group are split is in no source: evenly until then"),
    FACTOR_UNKNOWN: _("not multiplied by 1.4: what the national portal received is not known here"),
    FACTOR_APPLIED: _("multiplied by 1.4"),
    NOT_AT_LEVEL: _("not computed for a unit of this level"),
}
HOUR = 3600
SECONDS = frozenset({"2.2"})
"""Indicators whose numerator are seconds: shown as hours, their ratio is an average."""
SIDES: dict[str, Side] = {
    "counted": Side.NUMERATOR,
    "missing": Side.REST,
    "unknown": Side.UNKNOWN,
}
SIDE_WORDS: dict[Side, Any] = {
    Side.NUMERATOR: _("Counted"),
    Side.REST: _("Not counted yet"),
    Side.UNKNOWN: _("Not known, in neither number"),
}


CHOICES: dict[tuple[str, str], Any] = {
    ("second_supplement", "late"): _("late, whatever came of it"),
    ("second_supplement", "open"): _("late only while it has no end"),
    ("dossiers", "resolved"): _("those resolved in the period"),
    ("dossiers", "received"): _("those received in the period"),
    ("dossiers", "handled"): _("those received or processed in the period"),
    ("procedures", "competence"): _("all procedures in competence"),
    ("procedures", "with_dossiers"): _("only those with a dossier in the period"),
    ("window", "published"): _("published or open in the period"),
    ("window", "due"): _("due in the period"),
    ("time", "point"): _("as things stand at the end of the period"),
    ("time", "period"): _("published in the period"),
    ("level", "any"): _("full and partial"),
    ("level", "full"): _("full only"),
    ("level", "partial"): _("partial only"),
    ("definition", "updated"): _("the newer definition"),
    ("definition", "old"): _("the older definition"),
    ("result", "asked"): _("the result is asked for"),
    ("result", "not_asked"): _("the result is not asked for"),
    ("parts", "any"): _("one is enough"),
    ("parts", "all"): _("all are asked for"),
    ("publication", "left_out"): _("publication is left out"),
    ("publication", "counted"): _("publication counts"),
    ("both", "twice"): _("taken off twice"),
    ("both", "once"): _("taken off once"),
}
"""What each choice of an option of the index says; a test holds it against the catalogue."""


def choice_words(option: str, choice: str) -> str:
    """Return in words which of its choices an option has here."""
    return gettext("Chosen here: %(choice)s.") % {"choice": CHOICES[option, choice]}


def points_text(value: Fraction | None) -> str:
    """Return points with two decimals, a dash where the indicator does not apply."""
    return "–" if value is None else formats.number(rounded(value), 2)


def ratio_text(value: Fraction | None) -> str:
    """Return a ratio as a percentage with two decimals, a dash where there is none."""
    return "–" if value is None else formats.percent(rounded(value * 100) / 100, 2)


def between_text(one: Value) -> str:
    """Return between which shares the true one lies where something is not known, else nothing."""
    if one.between is None:
        return ""
    least, most = map(ratio_text, one.between)
    return gettext("between %(least)s and %(most)s") % {"least": least, "most": most}


def count_text(value: Fraction) -> str:
    """Return a count; sums of durations and shares may have decimals."""
    return formats.number(rounded(value), 0 if value.denominator == 1 else 2)


def hours_text(value: Fraction) -> str:
    """Return hours with two decimals."""
    return gettext("%s hours") % formats.number(rounded(value), 2)


def _average(seconds: Fraction | None) -> str:
    return "–" if seconds is None else hours_text(seconds / HOUR)


def group_rows(index: Index, query: dict[str, str]) -> list[dict[str, Any]]:
    """Return the groups with their indicators, in the order of the Decision."""
    return [
        {
            "number": group.group,
            "name": GROUPS[group.group],
            "points": points_text(group.points),
            "most": points_text(group.most),
            "lost": group.reachable != group.most,
            "reachable": points_text(group.reachable),
            "values": [
                value_row(one, query) for one in index.values if one.indicator.group == group.group
            ],
        }
        for group in index.groups
    ]


def value_row(one: Value, query: dict[str, str]) -> dict[str, Any]:
    """Return an indicator as a line: counts that open, ratio, points, what to know about it."""
    timed = one.indicator.id in SECONDS
    numerator = one.count.numerator / HOUR if timed else one.count.numerator
    return {
        "id": one.indicator.id,
        "name": one.indicator.name,
        "words": one.indicator.words,
        "source": one.indicator.source,
        "numerator": hours_text(numerator) if timed else count_text(numerator),
        "denominator": count_text(one.count.denominator),
        "missing": _missing(one),
        "unknown": one.count.unknown,
        "ratio": _average(one.ratio) if timed else ratio_text(one.ratio),
        "between": between_text(one),
        "points": "" if one.indicator.informative else points_text(one.points),
        "most": points_text(one.most),
        "informative": one.indicator.informative,
        "notes": [NOTES[note] for note in one.notes],
        "options": [
            (option.doc, choice_words(option.name, one.options[option.name]))
            for option in one.indicator.options
        ],
        "urls": {
            name: list_url(one.indicator.id, name, query)
            for name, side in SIDES.items()
            if _any(one.count, side)
        },
    }


def _missing(one: Value) -> str:
    """Return how many rows do not count yet; empty where the two counts do not tell."""
    left = rows_left(one)
    return "" if left is None else formats.number(left)


def _any(count: Count, side: Side) -> bool:
    return {
        Side.NUMERATOR: count.numerator > 0,
        Side.REST: count.denominator > count.numerator,
        Side.UNKNOWN: count.unknown > 0,
    }[side]


def list_url(indicator: str, side: str, query: dict[str, str]) -> str:
    """Return where the codes behind one side of an indicator stand."""
    asked = urlencode({**query, "indicator": indicator, "side": side})
    return f"{reverse('office:service_index_list')}?{asked}"


def lift_url(query: dict[str, str], indicator: str = "") -> str:
    """Return where one asks what would lift the unit, opened at an indicator."""
    asked = urlencode({**query, "open": indicator} if indicator else query)
    place = f"#i-{indicator}" if indicator else ""
    return f"{reverse('office:service_index_lift')}?{asked}{place}"


def lifts(index: Index, query: dict[str, str], most: int = 6) -> list[dict[str, Any]]:
    """Return the indicators by the points still to gain: what would lift this unit."""
    gains = [
        (one.most - one.points, one)
        for one in index.values
        if one.points is not None and one.most > one.points
    ]
    gains.sort(key=lambda pair: (-pair[0], pair[1].indicator.id))
    return [
        {
            **value_row(one, query),
            "gain": points_text(gain),
        }
        for gain, one in gains[:most]
    ]


def ranked(parts: list[tuple[str, str, Index]]) -> list[dict[str, Any]]:
    """Return units by what they reached of what they could, ties sharing a rank.

    `parts` are code, name, index. A unit without anything to count stands last, without a rank.
    """
    shares = {
        code: index.points / index.reachable if index.reachable else None
        for code, _name, index in parts
    }
    order = sorted(parts, key=lambda one: (shares[one[0]] is None, -(shares[one[0]] or 0), one[0]))
    rows: list[dict[str, Any]] = []
    for place, (code, name, index) in enumerate(order, 1):
        share = shares[code]
        tied = bool(rows) and share is not None and rows[-1]["exact"] == share
        rows.append(
            {
                "code": code,
                "name": name,
                "rank": "" if share is None else rows[-1]["rank"] if tied else place,
                "exact": share,
                "share": ratio_text(share),
                "points": points_text(index.points),
                "reachable": points_text(index.reachable),
                "groups": [_group(one) for one in index.groups],
            }
        )
    return rows


def _group(one: GroupValue) -> str:
    return points_text(one.points) if one.reachable else "–"
