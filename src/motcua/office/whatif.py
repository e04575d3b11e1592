"""What would lift a unit: which rows somebody chose, and the index if these had met their rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Entity, Indicator, Value
from motcua.indicators.index.valuing import Index
from motcua.indicators.index.whatif import rows_to_full, threshold_crossed
from motcua.indicators.queries.index import UnitIndex
from motcua.indicators.queries.index_lift import MOST, Picks, Wanted, index_lifted, lift_picks
from motcua.kernel.errors import Refused
from motcua.office.serviceindex import GROUPS, count_text, lifts, points_text, ratio_text
from motcua.ui import formats

MOST_TICKED = 100
"""Codes that one address carries; more are asked for by a number, or all at once."""
LONGEST = 48
"""Signs of a code."""
ALL_INDICATORS = 99
CROSSED: dict[int, Any] = {
    1: lambda share: _("reaches the %(share)s that give all points") % {"share": share},
    -1: lambda share: _("falls below the %(share)s that give all points") % {"share": share},
}


class LiftForm(forms.Form):
    """Of each indicator how many of the oldest, or all; what is ticked stands beside it."""

    def __init__(self, data: QueryDict | None, rows: list[dict[str, Any]]) -> None:
        """Make the fields of each line that can be asked."""
        super().__init__(data)
        for row in rows:
            label = _("The first so many by code") if row["by_code"] else _("So many of the oldest")
            self.fields[f"oldest-{row['id']}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=MOST
            )
            self.fields[f"all-{row['id']}"] = forms.BooleanField(
                label=_("All %(n)s") % {"n": row["missing"]}
                if row["missing"]
                else _("All that do not count yet"),
                required=False,
            )

    def wanted(self, ticked: Mapping[str, list[str]]) -> dict[str, Wanted]:
        """Return what is asked of each indicator, as far as anything is."""
        found = {}
        for name in self.fields:
            kind, _dash, id_ = name.partition("-")
            if kind == "oldest":
                oldest = self.cleaned_data.get(name) or 0
                every = bool(self.cleaned_data.get(f"all-{id_}"))
                keys = ticked.get(id_, [])
                if oldest or every or keys:
                    found[id_] = Wanted(keys, oldest, every)
        return found


@dataclass
class Lift:
    """The page's form, what is ticked by indicator, and the answer once something was asked.

    `idle` are the indicators of which something was asked that chose no row.
    """

    rows: list[dict[str, Any]]
    form: LiftForm
    ticked: dict[str, list[str]]
    answer: dict[str, Any] | None = None
    idle: list[Indicator] = field(default_factory=list)


def lift_of(asked: QueryDict, unit: UnitIndex, query: dict[str, str]) -> Lift:
    """Return the page's part: with wrong numbers or codes of elsewhere errors and no answer."""
    rows = lift_rows(unit.whole, query)
    askable = [row for row in rows if row["supposes"]]
    ticked = {row["id"]: _ticked(asked, row["id"]) for row in askable}
    named = [one for one in INDICATORS.values() if one.meets and _is_asked(asked, one.id)]
    lift = Lift(rows, LiftForm(asked if named else None, askable), ticked)
    if not named or not lift.form.is_valid():
        return lift
    if sum(map(len, ticked.values())) > MOST_TICKED:
        lift.form.add_error(
            None,
            _("At most %(most)s can be ticked. Give a number instead, or take all.")
            % {"most": MOST_TICKED},
        )
        lift.ticked = _first(ticked)
        return lift
    picks = _picks(lift, unit)
    if picks is not None:
        lift.idle = [one for one in named if one.id not in picks.found]
        if picks.found:
            lift.answer = answer_of(unit.whole, index_lifted(unit, picks.found), picks)
    return lift


def _is_asked(asked: QueryDict, id_: str) -> bool:
    """Return whether the address asks anything of an indicator, whether it is a line or not."""
    names = (f"{kind}-{id_}" for kind in ("oldest", "all", "tick"))
    return any(value.strip() for name in names for value in asked.getlist(name))


def _ticked(asked: QueryDict, id_: str) -> list[str]:
    """Return the ticked codes in order, each once; nothing that no code can be."""
    found = asked.getlist(f"tick-{id_}")[: MOST_TICKED + 1]
    return sorted({key[:LONGEST].replace("\x00", "") for key in found} - {""})


def _first(ticked: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return as many of the ticked as one address may carry."""
    left, kept = MOST_TICKED, {}
    for id_, keys in ticked.items():
        kept[id_] = keys[:left]
        left -= len(kept[id_])
    return kept


def _picks(lift: Lift, unit: UnitIndex) -> Picks | None:
    """Return the rows that were found; what was not is told at its indicator and unticked."""
    try:
        picks = lift_picks(unit, lift.form.wanted(lift.ticked))
    except Refused as refusal:
        lift.form.add_error(f"oldest-{refusal.details['indicator']}", str(refusal.message))
        return None
    for id_, keys in picks.strangers.items():
        lift.ticked[id_] = [key for key in lift.ticked[id_] if key not in keys]
        lift.form.add_error(
            f"oldest-{id_}",
            ngettext(
                "%(keys)s is not, or no longer, among what does not count here. It was unticked.",
                "%(keys)s are not, or no longer, among what does not count here. They were"
                " unticked.",
                len(keys),
            )
            % {"keys": ", ".join(keys)},
        )
    return None if picks.strangers else picks


def lift_rows(index: Index, query: dict[str, str]) -> list[dict[str, Any]]:
    """Return every indicator by the points still to gain, with what its rows would have to be."""
    values = {one.indicator.id: one for one in index.values}
    found = []
    for row in lifts(index, query, most=ALL_INDICATORS):
        one = values[row["id"]]
        meets, limit = one.indicator.meets, one.indicator.threshold
        found.append(
            {
                **row,
                "supposes": meets.words if meets else "",
                "by_code": one.indicator.entity is Entity.PROCEDURE,
                "entity": one.indicator.entity.value,
                "to_full": rows_to_full(one),
                "threshold": formats.percent(float(limit), 0) if limit else "",
            }
        )
    return found


def answer_of(now: Index, then: Index, picks: Picks) -> dict[str, Any]:
    """Return points, groups and every indicator that changes, as they are and as they would be."""
    pairs = list(zip(now.values, then.values, strict=True))
    return {
        **_points("points", now.points, then.points),
        **_points("reachable", now.reachable, then.reachable),
        "chosen": frozenset(picks.found),
        "groups": [
            {
                "name": GROUPS[had.group],
                **_points("points", had.points, would.points),
                "most": points_text(would.most),
            }
            for had, would in zip(now.groups, then.groups, strict=True)
            if had.points != would.points
        ],
        "rows": [
            _changed(had, would, len(picks.found.get(had.indicator.id, ())))
            for had, would in pairs
            if had.count != would.count
            or had.points != would.points
            or had.indicator.id in picks.found
        ],
    }


def _changed(now: Value, then: Value, chosen: int) -> dict[str, Any]:
    limit = now.indicator.threshold
    crossed = threshold_crossed(now, then)
    return {
        "id": now.indicator.id,
        "name": now.indicator.name,
        "chosen": formats.number(chosen) if chosen else "",
        "counted": _both(_of(now.count), _of(then.count)),
        "share": _both(ratio_text(now.ratio), ratio_text(then.ratio)),
        "points": _both(points_text(now.points), points_text(then.points)),
        "informative": now.indicator.informative,
        "crossed": CROSSED[crossed](formats.percent(float(limit or 0), 0)) if crossed else "",
        "up": crossed > 0,
    }


def _of(count: Count) -> str:
    return _("%(counted)s of %(all)s") % {
        "counted": count_text(count.numerator),
        "all": count_text(count.denominator),
    }


def _both(now: str, then: str) -> tuple[str, str]:
    """Return what is and what would be; the first empty where nothing changes."""
    return ("" if now == then else now, then)


def _points(name: str, now: Fraction, then: Fraction) -> dict[str, str]:
    return {
        name: points_text(then),
        f"{name}_now": points_text(now),
        f"{name}_gain": signed(then - now),
    }


def signed(value: Fraction) -> str:
    """Return points with their sign; a minus is a minus and no hyphen."""
    text = points_text(abs(value))
    return f"−{text}" if value < 0 else f"+{text}"
