"""Which unit and which days a board or report is about: read from the address, told as chips."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.indicators.index.places import Counted, UnitRow
from motcua.indicators.queries.counted import counted_lived, taken_over_seen, until_of
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.office.passed import Passed, took_of, went_of
from motcua.organisations.queries import (
    unit_by_code,
    unit_descendant_ids,
    unit_get,
    units_by_ids,
)
from motcua.organisations.types import UnitView
from motcua.ui.links import url_with
from motcua.ui.templatetags.parts_forms import errors_text
from motcua.ui.types import Chip, Crumb

FIRST_YEAR = 2000
NAMED: tuple[tuple[str, Any], ...] = (
    ("month", gettext_lazy("This month")),
    ("last", gettext_lazy("Last month")),
    ("quarter", gettext_lazy("This quarter")),
    ("year", gettext_lazy("This year")),
)


class PeriodForm(forms.Form):
    """Two days of one's own choice; the names are those of the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the fields: `from` is a word of Python and cannot be an attribute."""
        super().__init__(*args, **kwargs)
        for name, label in (
            ("from", pgettext_lazy("period", "From")),
            ("to", pgettext_lazy("period", "To")),
        ):
            self.fields[name] = forms.DateField(
                label=label,
                required=True,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, has not begun or lies out of range."""
        cleaned = super().clean() or {}
        last_year = clock.today().year + 1
        words = {"first": FIRST_YEAR, "last": last_year}
        first, last = cleaned.get("from"), cleaned.get("to")
        for name, day in (("from", first), ("to", last)):
            if day is not None and not FIRST_YEAR <= day.year <= last_year:
                self.add_error(name, _("Enter a day in the years %(first)s to %(last)s.") % words)
        if first is not None and last is not None and last < first:
            self.add_error("to", _("The last day lies before the first day."))
        elif first is not None and first > clock.today():
            self.add_error("from", _("This period has not begun yet."))
        return cleaned


@dataclass(frozen=True)
class Choice:
    """The unit, the period, and the words and links by which others are chosen."""

    unit: UnitView
    period: Period
    form: PeriodForm
    periods: tuple[Chip, ...]
    units: tuple[Chip, ...]
    crumbs: tuple[Crumb, ...]
    query: dict[str, str]
    own: bool = False
    taken: int = 0
    may: Callable[[int], bool] = lambda _unit: False

    @property
    def address(self) -> str:
        """Unit and days as an address asks for them: another page opens with the same choice."""
        return urlencode(self.query)

    @property
    def problem(self) -> str:
        """Why the days of the address are not those shown, for a page without the form."""
        return errors_text(self.form)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """The unit and everything under it, or the unit alone (`own=1` in the address).

        Where somebody works; whose figures are counted says `counted`. Of what was taken over alone
        (`taken` in the address) there are none.
        """
        if self.taken:
            return frozenset()
        return frozenset({self.unit.id}) if self.own else unit_descendant_ids(self.unit.id)

    @cached_property
    def counted(self) -> Counted:
        """The units whose figures are counted in the period.

        Raises Http404 where the address asks for something that the unit did not take over.
        """
        found = self.counted_at(until_of(self.period))
        if self.taken and not found.taken:
            raise Http404
        return found

    def counted_at(self, until: datetime) -> Counted:
        """Return the units whose figures are counted up to an instant."""
        if self.own and not self.taken:
            return Counted(self.unit.id, frozenset({self.unit.id}))
        found = counted_lived(self.unit.id, until)
        if not self.taken:
            return found
        part = tuple(one for one in found.taken if one.unit_id == self.taken)
        return Counted(self.unit.id, frozenset(), part)

    def seen(self, counted: Counted | None = None) -> AbstractContextManager[None]:
        """Let whoever sees the unit count what it took over, for the block."""
        return taken_over_seen(self.unit.id, (counted or self.counted).taken_ids)

    def wholly(self) -> Choice:
        """Return the same of the whole unit, for a page that is not narrowed to a part of it."""
        return replace(self, own=False, taken=0)

    @cached_property
    def took(self) -> tuple[Passed, ...]:
        """What of the figures was taken over: from whom, since when, and its own figures."""
        board = f"{reverse('office:board')}?{urlencode(self.query)}&taken="
        may = self.may(self.unit.id)
        return took_of(self.counted, lambda part: f"{board}{part}" if may else "")

    @cached_property
    def went(self) -> tuple[Passed, ...]:
        """Who took this unit over by the end of the period, and their figures."""
        days = {key: self.query[key] for key in ("from", "to")}

        def board(heir: UnitRow) -> str:
            query = urlencode({**unit_query(heir), **days})
            return f"{reverse('office:board')}?{query}" if self.may(heir.unit_id) else ""

        return went_of(self.unit.id, until_of(self.period), board)


def unit_query(unit: UnitRow | UnitView) -> dict[str, str]:
    """Return what names a unit in an address: its code, and a day of its own where it ended."""
    ended = unit.valid_to
    if isinstance(ended, datetime):
        ended = clock.local(ended).date()
    if ended is None or ended > clock.today():
        return {"unit": unit.code}
    return {"unit": unit.code, "on": str(ended - timedelta(days=1))}


def choice_of(request: SignedInRequest, action: Action) -> Choice:
    """Read the choice; what is missing is the person's widest unit and this month.

    Raises Http404 for a unit in which the person may not do this.
    """
    unit = _unit(request, action)
    name = request.GET.get("period", "month")
    own = "from" in request.GET or "to" in request.GET
    period = named_period(name if name in dict(NAMED) else "month")
    form = PeriodForm(request.GET if own else {"from": period.first, "to": period.last})
    if form.is_valid():
        period = Period(form.cleaned_data["from"], form.cleaned_data["to"])
    query = {**unit_query(unit), "from": str(period.first), "to": str(period.last)}
    chips = tuple(
        Chip(
            label,
            url_with(request, **{"period": key, "from": None, "to": None, "figure": None}),
            selected=period == named_period(key),
        )
        for key, label in NAMED
    )
    return Choice(
        unit=unit,
        period=period,
        form=form,
        periods=chips,
        units=_units(request, action, unit),
        crumbs=_crumbs(request, unit, action),
        query=query,
        own=request.GET.get("own") == "1",
        taken=_number(request.GET.get("taken", "")),
        may=lambda unit_id: request.actor.may(Action.BOARD_READ, unit_id),
    )


def named_period(name: str) -> Period:
    """Return whole days: this or the last month, this quarter, this year."""
    today = clock.today()
    month = today.replace(day=1)
    if name == "last":
        end = month - timedelta(days=1)
        return Period(end.replace(day=1), end)
    if name == "quarter":
        return Period(date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), today)
    if name == "year":
        return Period(date(today.year, 1, 1), today)
    return Period(month, today)


def _unit(request: SignedInRequest, action: Action) -> UnitView:
    code = request.GET.get("unit", "")
    if not code:
        widest = max(
            (p for p in request.actor.postings if p.may(action)), key=lambda p: len(p.unit_ids)
        )
        return unit_get(widest.unit_id)
    try:
        unit = unit_by_code(code, on=_day(request.GET.get("on", "")))
    except NotFound:
        raise Http404 from None
    if not request.actor.may(action, unit.id):
        raise Http404
    return unit


def _day(text: str) -> date | None:
    """Return the day on which a unit bore its code; what is no day means today."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _units(request: SignedInRequest, action: Action, unit: UnitView) -> tuple[Chip, ...]:
    """Return the units of the person's postings, when there is more than one to choose from."""
    roots = {posting.unit_id for posting in request.actor.postings if posting.may(action)}
    if roots <= {unit.id}:
        return ()
    views = sorted(units_by_ids(roots).values(), key=lambda one: one.path)
    return tuple(
        Chip(view.full_name, url_with(request, **_other(view)), selected=view.id == unit.id)
        for view in views
    )


def _other(unit: UnitView) -> dict[str, str | None]:
    """Return what names another unit in an address, without what was of this one alone."""
    return {"on": None, "taken": None, **unit_query(unit)}


def _crumbs(request: SignedInRequest, unit: UnitView, action: Action) -> tuple[Crumb, ...]:
    """Return the way down to the unit, from the highest one that the person may look at."""
    above = [one for one in unit.path_ids[:-1] if request.actor.may(action, one)]
    if not above:
        return ()
    views = units_by_ids(above)
    return (
        *(
            Crumb(views[one].full_name, url_with(request, **_other(views[one])))
            for one in above
            if one in views
        ),
        Crumb(unit.full_name),
    )
