"""Published figures in words: what is shown, and, where something is not, why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.indicators.public.reading import Published, published
from motcua.indicators.public.release import FEW
from motcua.indicators.public.small import YEAR, months_in
from motcua.indicators.public.standing import Standing, Why
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import unit_by_code
from motcua.organisations.types import UnitView
from motcua.portal.catalogue import catalogue_page
from motcua.ui import formats
from motcua.ui.types import Chip, Crumb

Cells = dict[str, int | str]
SECONDS = 60
"""So long a process gives a page again without asking the database."""
RETRY = 300
_WRITTEN = re.compile(r"(\d{4})(?:-(q[1-4]|\d{2}))?", re.ASCII)
GROUPS = {
    "1": gettext_lazy("Publicity and transparency"),
    "2": gettext_lazy("Progress and results"),
    "3": gettext_lazy("Online services"),
    "4": gettext_lazy("Online payment"),
    "5": gettext_lazy("Satisfaction"),
    "6": gettext_lazy("Digitisation"),
}


def minute() -> str:
    """Return what changes once a minute: a page in memory asks for nothing else."""
    return str(int(clock.now().timestamp()) // SECONDS)


class Refusal(Exception):
    """Figures are not shown now; carries why."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.why)
        self.standing = standing


def figures_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a public page of figures: kept a minute in memory, or a plain refusal (503)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal.standing)

    return catalogue_page(minute)(answer)


def refused(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Say why no figure is shown, since when, and what is being done."""
    broken = standing.why is Why.BROKEN
    context = {
        "standing": standing,
        "broken": broken,
        "never": standing.why is Why.NEVER,
        "since": formats.instant(standing.since) if standing.since else "",
        "proved": formats.instant(standing.proved_at) if standing.proved_at else "",
    }
    answer = render(request, "portal/_figures_refused.html", context, status=503)
    answer["Retry-After"] = str(RETRY)
    return answer


@dataclass(frozen=True)
class Chosen:
    """A unit with a span of one of its years; `unit` alone where nothing was published of it."""

    code: str
    name: str
    year: int
    span: str
    found: Published | None
    unit: UnitView | None = None

    @property
    def content(self) -> dict[str, Any]:
        """Return the release of the year."""
        return self.found.content if self.found else {}

    @property
    def cells(self) -> Cells:
        """Return the figures of the span."""
        told: Cells = self.content.get("cells", {}).get(self.span, {})
        return told


def chosen(code: str, period: str = "") -> Chosen:
    """Return what an address asks for; without a period the newest one.

    Raises Refusal while figures are not shown, Http404 for what does not exist.
    """
    written = _WRITTEN.fullmatch(period) if period else None
    if (period and written is None) or not code.isprintable():
        raise Http404
    year = int(written[1]) if written else None
    span = (written[2] or YEAR) if written else ""
    if span.isdigit() and not 1 <= int(span) <= 12:
        raise Http404
    try:
        found = published(code, year)
    except NotFound as missing:
        return _unpublished(code, year, span, missing)
    if not found.standing.sound:
        raise Refusal(found.standing)
    span = span or newest(found.content)
    return Chosen(code, found.content["name"], found.content["year"], span, found)


def _unpublished(code: str, year: int | None, span: str, missing: NotFound) -> Chosen:
    try:
        unit = unit_by_code(code)
    except NotFound:
        raise Http404 from missing
    today = clock.today()
    return Chosen(code, unit.full_name, year or today.year, span or YEAR, None, unit)


def newest(content: dict[str, Any]) -> str:
    """Return the newest month that has figures, else the newest whole span."""
    months = [span for span in content["cells"] if span.isdigit()]
    return max(months) if months else next(iter(content["cells"]), YEAR)


def written(year: int, span: str) -> str:
    """Return a period as the address has it."""
    return str(year) if span == YEAR else f"{year}-{span}"


def told(year: int, span: str) -> str:
    """Return a period in words."""
    if span == YEAR:
        return _("the year %(year)s") % {"year": year}
    if span.startswith("q"):
        return _("quarter %(quarter)s of %(year)s") % {"quarter": span[1:], "year": year}
    return _("%(month)s/%(year)s") % {"month": span, "year": year}


def spans_of(choice: Chosen) -> tuple[list[Chip], list[Chip], list[Chip]]:
    """Return the months, the quarters with the year, and the years that can be chosen."""
    cells = choice.content.get("cells", {})

    def chip(label: str, year: int, span: str, *, selected: bool) -> Chip:
        url = reverse("portal:figures_unit", args=[choice.code, written(year, span)])
        return Chip(label, url, selected=selected)

    months = [
        chip(told(choice.year, span), choice.year, span, selected=span == choice.span)
        for span in sorted(cells)
        if span.isdigit()
    ]
    longer = [
        chip(told(choice.year, span), choice.year, span, selected=span == choice.span)
        for span in sorted(cells)
        if not span.isdigit()
    ]
    years = choice.found.years if choice.found else ()
    others = [
        Chip(str(year), reverse("portal:figures_unit", args=[choice.code]))
        if year == max(years)
        else chip(str(year), year, YEAR, selected=False)
        for year in years
        if year != choice.year
    ]
    return months, longer, others


def crumbs_of(choice: Chosen, *, last: str = "") -> tuple[Crumb, ...]:
    """Return the way from all figures to a unit."""
    parent = choice.content.get("parent")
    above = [Crumb(_("Figures"), reverse("portal:figures"))]
    if parent:
        above.append(Crumb(parent[1], reverse("portal:figures_unit", args=[parent[0]])))
    if last:
        url = reverse("portal:figures_unit", args=[choice.code, written(choice.year, choice.span)])
        return (*above, Crumb(choice.name, url), Crumb(last))
    return (*above, Crumb(choice.name))


def shown(value: int | str | None, smallest: int) -> str:
    """Return a figure as it is written: a number, "fewer than 5", or that it is not shown."""
    if isinstance(value, int):
        return formats.number(value)
    if value == FEW:
        return _("fewer than %(n)s") % {"n": smallest}
    return _("not shown")


def share(cells: Cells, part: str, whole: str) -> str:
    """Return a share in per cent where both figures are shown."""
    counted, total = cells.get(part), cells.get(whole)
    if isinstance(counted, int) and isinstance(total, int) and total:
        return formats.percent(counted / total)
    return ""


def headline_of(cells: Cells, smallest: int) -> dict[str, Any]:
    """Return one figure with its denominator in words."""
    resolved, counted, late = cells.get("resolved", 0), cells.get("in_time"), cells.get("late")
    if isinstance(resolved, str) or not resolved:
        received = cells.get("received", 0)
        if isinstance(received, str) or isinstance(resolved, str):
            return {"value": shown(resolved, smallest), "text": _("resolved"), "note": ""}
        text = _("received; none was resolved in this period")
        return {"value": formats.number(received), "text": text, "note": ""}
    whole = {"n": formats.number(resolved)}
    if isinstance(counted, int):
        text = _("of %(n)s resolved were on time") % whole
        return {
            "value": formats.number(counted),
            "text": text,
            "note": share(cells, "in_time", "resolved"),
        }
    if late == FEW:
        few = _("Fewer than %(n)s") % {"n": smallest}
        return {"value": few, "text": _("of %(n)s resolved were late") % whole, "note": ""}
    if counted == FEW:
        few = _("Fewer than %(n)s") % {"n": smallest}
        return {"value": few, "text": _("of %(n)s resolved were on time") % whole, "note": ""}
    text = ngettext(
        "resolved; how many on time is not shown",
        "resolved; how many of them on time is not shown",
        resolved,
    )
    return {"value": formats.number(resolved), "text": text, "note": ""}


def passed(choice: Chosen, which: str) -> list[tuple[str, str, date]]:
    """Return name, figures and day of who took a unit over (`went`) or was taken over (`took`)."""
    return [
        (
            name,
            reverse("portal:figures_unit", args=[code, str(choice.year)]) if code else "",
            date.fromisoformat(day),
        )
        for code, name, day in choice.content.get(which, [])
    ]


def any_hidden(cells: Sequence[Any]) -> bool:
    """Tell whether something of some figures is not shown."""
    return any(isinstance(value, str) for value in cells)


def span_months(span: str) -> int:
    """Return how many months a span has."""
    return len(months_in(span))
