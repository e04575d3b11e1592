"""The figures of one unit in a month, a quarter or a year."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.portal.openly import (
    GROUPS,
    Chosen,
    any_hidden,
    chosen,
    crumbs_of,
    figures_page,
    headline_of,
    passed,
    share,
    shown,
    spans_of,
    told,
    written,
)
from motcua.portal.words import vietnamese
from motcua.ui.types import Bar, Point, Tone


@figures_page
def figures_unit(request: HttpRequest, code: str, period: str = "") -> HttpResponse:
    """Show what was published of a unit; three statements, none from the process's memory."""
    choice = chosen(code, period)
    if choice.found is None:
        return render(request, "portal/_figures_none.html", {"choice": choice})
    cells, smallest = choice.cells, choice.content["smallest"]
    months, longer, years = spans_of(choice)
    here = written(choice.year, choice.span)
    points = choice.content["points"].get(choice.span)
    context = {
        "choice": choice,
        "crumbs": crumbs_of(choice),
        "period": told(choice.year, choice.span),
        "months": months,
        "longer": longer,
        "years": years,
        "smallest": smallest,
        "headline": headline_of(cells, smallest),
        "lines": _lines(cells, smallest),
        "trends": _trends(choice),
        "hidden": any_hidden(list(cells.values())),
        "points": points,
        "groups": _groups(points),
        "procedures": [
            Bar(
                vietnamese(str(name)),
                step,
                reverse("portal:procedure", args=[number]) if number else "",
                Tone.RUNNING,
            )
            for number, name, step in choice.content["procedures"].get(choice.span, [])
        ],
        "below_url": reverse("portal:figures_units", args=[code, here])
        if choice.content["units"].get(choice.span)
        else "",
        "files": [
            (kind.upper(), reverse("portal:figures_file", args=[code, choice.year, kind]))
            for kind in ("csv", "json")
        ],
        "standing": choice.found.standing,
        "made_at": choice.found.made_at,
        "went": passed(choice, "went"),
        "took": passed(choice, "took"),
    }
    return render(request, "portal/figures_unit.html", context)


def _lines(cells: dict[str, int | str], smallest: int) -> list[tuple[str, str, str]]:
    """Return label, figure and share; every share says of what."""
    rows = (
        ("received", _("Received"), "", ""),
        ("online", _("Received online"), "received", _("%(share)s of those received")),
        ("resolved", _("Resolved"), "", ""),
        ("in_time", _("Resolved on time"), "resolved", _("%(share)s of those resolved")),
        ("late", _("Resolved late"), "resolved", _("%(share)s of those resolved")),
    )
    found = []
    for name, label, whole, words in rows:
        part = share(cells, name, whole) if whole else ""
        note = words % {"share": part} if part else ""
        found.append((label, shown(cells.get(name, 0), smallest), note))
    return found


def _trends(choice: Chosen) -> list[dict[str, Any]]:
    """Return small multiples of one scale over the months of the year; a gap is not a zero."""
    months = sorted(span for span in choice.content["cells"] if span.isdigit())
    if len(months) < 2:
        return []
    series = [
        (title, [choice.content["cells"][span].get(name) for span in months])
        for name, title in (
            ("received", _("Received")),
            ("resolved", _("Resolved")),
            ("in_time", _("Resolved on time")),
        )
    ]
    series = [one for one in series if sum(isinstance(value, int) for value in one[1]) > 1]
    most = max((value for _t, row in series for value in row if isinstance(value, int)), default=0)
    return [
        {
            "title": title,
            "most": most,
            "points": [
                Point(told(choice.year, span), value if isinstance(value, int) else None)
                for span, value in zip(months, row, strict=True)
            ],
        }
        for title, row in series
    ]


def _groups(points: dict[str, Any] | None) -> list[tuple[str, int, int, int]]:
    if points is None:
        return []
    return [(str(GROUPS[key]), *values) for key, values in sorted(points["groups"].items())]
