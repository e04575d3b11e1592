"""The units under a unit beside one another, ranked by what was on time; ties share a rank."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.indicators.public.release import COMPARED
from motcua.portal.openly import (
    any_hidden,
    chosen,
    crumbs_of,
    figures_page,
    share,
    shown,
    told,
    written,
)


@figures_page
def figures_units(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Show the table; three statements."""
    choice = chosen(code, period)
    rows = choice.content.get("units", {}).get(choice.span, [])
    if choice.found is None or not rows:
        raise Http404
    names = dict(choice.content["below"])
    smallest = choice.content["smallest"]
    units = [
        _line(one[0], names[one[0]], dict(zip(COMPARED, one[1:], strict=True)), smallest)
        for one in rows
    ]
    here = written(choice.year, choice.span)
    for line in units:
        line["url"] = reverse("portal:figures_unit", args=[line["code"], here])
    ranked = _ranked([line for line in units if line["ratio"] is not None])
    context = {
        "choice": choice,
        "crumbs": crumbs_of(choice, last=_("Units beside one another")),
        "period": told(choice.year, choice.span),
        "ranked": ranked,
        "all_equal": len(ranked) > 1 and ranked[-1]["rank"] == 1,
        "others": [line for line in units if line["ratio"] is None],
        "hidden": any_hidden([value for one in rows for value in one[1:]]),
        "smallest": smallest,
        "standing": choice.found.standing,
        "made_at": choice.found.made_at,
    }
    return render(request, "portal/figures_units.html", context)


def _line(code: str, name: str, cells: dict[str, int | str], smallest: int) -> dict[str, Any]:
    counted, total = cells["in_time"], cells["resolved"]
    known = isinstance(counted, int) and isinstance(total, int) and total
    return {
        "code": code,
        "name": name,
        "ratio": (counted, total) if known else None,
        "share": share(cells, "in_time", "resolved"),
        "online": share(cells, "online", "received"),
        "received": shown(cells["received"], smallest),
        "resolved": shown(total, smallest),
        "in_time": shown(counted, smallest),
        "late": shown(cells["late"], smallest),
        "rank": None,
    }


def _ranked(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines by their exact share, the highest first; equal ones share a rank."""
    lines.sort(key=lambda one: (-one["ratio"][0] / one["ratio"][1], one["name"]))
    for place, line in enumerate(lines, 1):
        before = lines[place - 2] if place > 1 else None
        same = before is not None and _same(before["ratio"], line["ratio"])
        line["rank"] = before["rank"] if before is not None and same else place
    return lines


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] * other[1] == other[0] * one[1]
