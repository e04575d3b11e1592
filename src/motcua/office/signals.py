"""What the pages of the signals share: months of the address, units one sees, words of chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import (
    unit_by_code,
    unit_descendant_ids,
    unit_get,
    units_by_ids,
)
from motcua.organisations.types import UnitView
from motcua.oversight.signals.catalogue import SIGNALS
from motcua.oversight.signals.chance import Standing
from motcua.oversight.signals.queries.comparing import comparison_of
from motcua.oversight.signals.queries.matters import matters_of, month_before
from motcua.oversight.signals.services.raising import SPAN
from motcua.oversight.signals.types import Comparison, MatterView, Months, Verdict
from motcua.ui import formats
from motcua.ui.links import url_with
from motcua.ui.types import Chip, Tone

LENGTHS = (1, 3, 6, 12)
FIRST_YEAR = 2000
VERDICTS: dict[Verdict, Any] = {
    Verdict.EXPLAINED: gettext_lazy("Explained"),
    Verdict.TO_MEND: gettext_lazy("To be mended"),
    Verdict.NOTHING: gettext_lazy("Nothing to it"),
}
LEAST = 1e-9


class MonthForm(forms.Form):
    """Which month is the last one that is looked at, and how many there are."""

    month = forms.CharField(
        label=gettext_lazy("Up to the month"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    months = forms.TypedChoiceField(
        label=gettext_lazy("How many months"),
        coerce=int,
        choices=[(one, one) for one in LENGTHS],
    )

    def clean_month(self) -> date:
        """Return the month's first day; refuse what is none of this time."""
        try:
            found = date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            found = date.min
        if not found.year >= FIRST_YEAR or found > clock.today():
            raise forms.ValidationError(_("Enter a month of this time, such as 2026-09."))
        return found


@dataclass(frozen=True)
class Asked:
    """The unit and the months of the address."""

    unit: UnitView
    months: Months
    form: MonthForm
    chips: tuple[Chip, ...]
    units: tuple[Chip, ...]
    query: dict[str, str]


def asked_of(request: SignedInRequest) -> Asked:
    """Read the address: by default the widest unit, the three months that the nights look at.

    Raises Http404 for a unit whose signals the person may not see.
    """
    unit = _unit(request)
    this = clock.today().replace(day=1)
    last, number = this, SPAN
    own = "month" in request.GET or "months" in request.GET
    given = {"month": f"{this:%Y-%m}", "months": str(SPAN), **request.GET.dict()} if own else None
    form = MonthForm(given, initial={"month": f"{this:%Y-%m}", "months": SPAN})
    if form.is_valid():
        last, number = form.cleaned_data["month"], form.cleaned_data["months"]
    query = {"unit": unit.code, "month": f"{last:%Y-%m}", "months": str(number)}
    return Asked(
        unit=unit,
        months=Months(month_before(last, number - 1), last),
        form=form,
        chips=tuple(
            Chip(
                _length(one),
                url_with(request, month=f"{last:%Y-%m}", months=one, after=None),
                selected=one == number,
            )
            for one in LENGTHS
        ),
        units=_units(request, unit),
        query=query,
    )


def _length(number: int) -> str:
    return _("One month") if number == 1 else _("%d months") % number


def _unit(request: SignedInRequest) -> UnitView:
    code = request.GET.get("unit", "")
    if code:
        return unit_seen(request, code)
    fitting = [one for one in request.actor.postings if one.may(Action.SIGNAL_READ)]
    return unit_get(max(fitting, key=lambda one: len(one.unit_ids)).unit_id)


def unit_seen(request: SignedInRequest, code: str) -> UnitView:
    """Return a unit whose signals the person may see; raises Http404 for any other."""
    try:
        unit = unit_by_code(code)
    except NotFound:
        raise Http404 from None
    if not request.actor.may(Action.SIGNAL_READ, unit.id):
        raise Http404
    return unit


def _units(request: SignedInRequest, unit: UnitView) -> tuple[Chip, ...]:
    roots = {one.unit_id for one in request.actor.postings if one.may(Action.SIGNAL_READ)}
    if roots <= {unit.id}:
        return ()
    views = sorted(units_by_ids(roots).values(), key=lambda one: one.path)
    return tuple(
        Chip(one.full_name, url_with(request, unit=one.code), selected=one.id == unit.id)
        for one in views
    )


@dataclass(frozen=True)
class Overview:
    """Everything that a person may see of some months under a unit."""

    asked: Asked
    comparison: Comparison
    standings: tuple[Standing, ...]
    units: Mapping[int, UnitView]
    parents: Mapping[int, UnitView]
    matters: tuple[MatterView, ...]


def overview_read(request: SignedInRequest) -> Overview:
    """Read what the address asks for: standings of the unit and all under it, what was raised."""
    asked = asked_of(request)
    seen = unit_descendant_ids(asked.unit.id) & request.actor.unit_ids_for(Action.SIGNAL_READ)
    comparison = comparison_of(asked.months)
    own = tuple(one for one in comparison.standings if one.count.unit_id in seen)
    matters = tuple(matters_of(seen))
    units = units_by_ids({one.count.unit_id for one in own} | {one.unit_id for one in matters})
    parents = units_by_ids({one.parent_id for one in units.values() if one.parent_id})
    return Overview(asked, comparison, own, units, parents, matters)


def unit_name(found: Overview, unit_id: int) -> str:
    """Return a unit's name, with whose it is where it is a body of a commune."""
    unit = found.units[unit_id]
    above = found.parents.get(unit.parent_id or 0)
    if above is None or above.id == found.asked.unit.id or above.kind.value == "country":
        return unit.full_name
    return f"{unit.full_name}, {above.full_name}"


def standing_row(found: Overview, one: Standing) -> dict[str, Any]:
    """Return a standing as a line of a table."""
    unit = found.units[one.count.unit_id]
    matter = _matter(found, one)
    return {
        "signal": SIGNALS[one.count.signal].name,
        "unit": unit_name(found, unit.id),
        "code": unit.code,
        "cases": one.count.cases,
        "exposed": one.count.exposed,
        "share": share_text(one.count.cases, one.count.exposed),
        "expected": expected_text(one.expected),
        "chance": chance_text(one.chance),
        "named": one.named,
        "state": matter_state(matter),
        "tone": matter_tone(matter),
        "url": signal_url(one.count.signal, unit.code, found.asked.query),
    }


def _matter(found: Overview, one: Standing) -> MatterView | None:
    key = (one.count.signal, one.count.unit_id)
    return next((m for m in found.matters if (m.signal, m.unit_id) == key), None)


def matter_state(matter: MatterView | None) -> str:
    """Return in one word where a matter stands."""
    if matter is None:
        return _("raised tonight")
    if matter.conclusion is not None and matter.conclusion.verdict is not None:
        return str(VERDICTS[matter.conclusion.verdict])
    return _("explained by the unit") if matter.said else _("waits for an explanation")


def matter_tone(matter: MatterView | None) -> str:
    """Return the colour role of that word."""
    if matter is None:
        return Tone.NEUTRAL.value
    if matter.conclusion is not None:
        mend = matter.conclusion.verdict is Verdict.TO_MEND
        return (Tone.OVERDUE if mend else Tone.DONE).value
    return (Tone.RUNNING if matter.said else Tone.DUE_SOON).value


def signal_url(signal: str, code: str, query: Mapping[str, str]) -> str:
    """Return where the cases of a signal at a unit stand, in the same months."""
    months = {name: query[name] for name in ("month", "months") if name in query}
    return f"{reverse('office:signal', args=[signal, code])}?{urlencode(months)}"


def share_text(cases: int, exposed: int) -> str:
    """Return a share as a percentage, a dash without a denominator."""
    return formats.percent(cases / exposed) if exposed else "–"


def expected_text(expected: float) -> str:
    """Return how many were to be expected: with one decimal while it is small."""
    return formats.number(expected, 1 if expected < 100 else 0)


def chance_text(chance: float | None) -> str:
    """Return how likely so many cases or more are, as people say it."""
    if chance is None:
        return _("not compared")
    if chance > 0.1:
        return _("nothing unusual")
    if chance < LEAST:
        return _("less than 1 in %s") % formats.number(1e9)
    odds = 1 / chance
    step = 10 ** (floor(log10(odds)) - 1)
    return _("about 1 in %s") % formats.number(round(odds / step) * step)


def months_text(months: Months) -> str:
    """Return some whole months in words: the first day of the first to the last of the last."""
    end = month_before(months.last, -1)
    last = date.fromordinal(end.toordinal() - 1)
    return f"{formats.day(months.first)} – {formats.day(last)}"


def value_text(value: timedelta | int) -> str:
    """Return a parameter's value in words."""
    if isinstance(value, int):
        return formats.number(value)
    seconds = int(value.total_seconds())
    if seconds % 3600 == 0:
        return _("%s hours") % formats.number(seconds // 3600)
    if seconds % 60 == 0 and seconds > 60:
        return _("%s minutes") % formats.number(seconds // 60)
    return _("%s seconds") % formats.number(seconds)
