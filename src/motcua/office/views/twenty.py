"""The twenty that matter: which procedures bring what, and where online service and data pay."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.queries.twenty import Twenty
from motcua.indicators.twenty_rules import (
    TWENTY,
    Matter,
    Placed,
    data_pays,
    fewest,
    full_service_pays,
    ordered,
    share_of_first,
)
from motcua.indicators.types import Figure
from motcua.office import twenty as words
from motcua.office.figures import instant_of
from motcua.office.period import choice_of
from motcua.office.sorting import Order
from motcua.office.unsound import unsound_told
from motcua.ui import formats
from motcua.ui.links import url_with
from motcua.ui.types import Point, Tab


@requires(Action.REPORT_READ)
@require_safe
def twenty(request: SignedInRequest) -> HttpResponse:
    """Show curve and tables; unit, period, measure and order are the address."""
    choice = choice_of(request, Action.REPORT_READ)
    found = words.twenty_read(choice)
    links = words.links_of(request, choice)
    matter = matter_of(request)
    placed = ordered(found.rows, matter)
    context = {
        "choice": choice,
        "as_of": instant_of(found.window.until),
        "days": found.days,
        "unsound": unsound_told(found.unsound, found.unsound_codes, request.actor),
        "tabs": [
            Tab(str(name), url_with(request, by=one.value, sort=None), one is matter)
            for one, name in words.MATTERS.items()
        ],
        "headline": _headline(placed, matter),
        "points": [Point(one.row.label, float(one.together * 100)) for one in placed],
        "caption": _("Share of the first procedures together"),
        "mark": fewest(placed),
        "main": _main(request, placed, found, links),
        "full": _full(request, found, links),
        "data": _data(request, found, links),
        "more": len(placed) - TWENTY if request.GET.get("all") != "1" else 0,
        "all_url": url_with(request, all="1"),
        "files": [
            (
                kind.upper(),
                f"{reverse('office:twenty_file', args=[kind])}?"
                + urlencode({**choice.query, "by": matter.value}),
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return render(request, "office/twenty.html", context)


def matter_of(request: SignedInRequest) -> Matter:
    """Return the measure of the address, dossiers when it names none."""
    asked = request.GET.get("by", "")
    return Matter(asked) if asked in set(Matter) else Matter.DOSSIERS


def _headline(placed: tuple[Placed, ...], matter: Matter) -> dict[str, str]:
    """Return how few procedures bring 80%, of how many, and what the first twenty bring."""
    if not placed:
        return {}
    text = {
        Matter.DOSSIERS: _("of %(n)s procedures bring 80%% of the dossiers"),
        Matter.ONLINE: _("of %(n)s procedures bring 80%% of what is filed online"),
        Matter.LATE: _("of %(n)s procedures bring 80%% of the late dossiers"),
        Matter.REUSED: _("of %(n)s procedures bring 80%% of the dossiers with re-used data"),
    }[matter]
    few, n = fewest(placed), formats.number(len(placed))
    if few == len(placed):  # "15 of 15" would say nothing
        text = ngettext("procedure alone", "procedures; all of them are needed for 80%", few)
    note = _("The first %(n)s bring %(share)s of %(whole)s.") % {
        "n": formats.number(min(TWENTY, len(placed))),
        "share": words.share_text(share_of_first(placed)),
        "whole": formats.number(sum(one.row.of(matter) for one in placed)),
    }
    return {
        "value": formats.number(few),
        "text": text if few == len(placed) else text % {"n": n},
        "note": note if len(placed) > TWENTY else "",
    }


def _main(
    request: SignedInRequest, placed: tuple[Placed, ...], found: Twenty, links: words.Links
) -> dict[str, Any]:
    """Return the first twenty (or all) with everything that each brought, and the sums."""
    order = Order(request, "sort", words.PLACED_KEYS, "-share")
    whole = words.sums(found.rows)
    first = list(placed) if request.GET.get("all") == "1" else list(placed[:TWENTY])
    return {
        "heads": order.heads(
            [
                ("name", _("Procedure")),
                ("received", _("Received")),
                ("online", _("Online")),
                ("late", _("Resolved late")),
                ("overdue", _("Overdue at the end of the period")),
                ("reused", _("With re-used data")),
                ("share", _("Share")),
                ("together", _("Up to here")),
            ]
        ),
        "rows": [
            {
                "row": one.row,
                "place": one.place,
                "cells": words.cells_of(one.row, links),
                "share": words.share_text(one.share),
                "together": words.share_text(one.together),
            }
            for one in order.rows(first)
        ],
        "sums": [
            links.figure(Figure.RECEIVED, whole["received"]),
            links.figure(Figure.RECEIVED_ONLINE, whole["online"]),
            links.figure(Figure.LATE, whole["late"]),
            links.figure(Figure.OVERDUE, whole["overdue"]),
            links.reuse(whole["reused"], "counted"),
        ],
    }


def _full(request: SignedInRequest, found: Twenty, links: words.Links) -> dict[str, Any]:
    """Return where opening a full online service pays most, with the parts."""
    order = Order(request, "full", words.FULL_KEYS, "-yearly")
    rows = full_service_pays(found.rows, found.days)
    return {
        "heads": order.heads(
            [
                ("name", _("Procedure")),
                ("level", _("Online service")),
                ("online", _("Online")),
                ("counter", _("At the counter")),
                ("post", _("By post")),
                ("yearly", _("Not online, a year")),
            ]
        ),
        "rows": [
            {
                "row": one.row,
                "level": words.LEVELS[one.row.level],
                "cells": [
                    links.figure(Figure.RECEIVED_ONLINE, one.row.online, one.row.code),
                    links.figure(Figure.RECEIVED_COUNTER, one.row.counter, one.row.code),
                    links.figure(Figure.RECEIVED_POST, one.row.post, one.row.code),
                ],
                "yearly": words.yearly_text(one.yearly),
            }
            for one in order.rows(rows)[: None if request.GET.get("all") == "1" else TWENTY]
        ],
    }


def _data(request: SignedInRequest, found: Twenty, links: words.Links) -> dict[str, Any]:
    """Return where data that the State holds would spare most papers, with the parts."""
    order = Order(request, "data", words.DATA_KEYS, "-yearly")
    rows = data_pays(found.rows, found.days)
    return {
        "heads": order.heads(
            [
                ("name", _("Procedure")),
                ("held", _("Papers that the State holds")),
                ("reused", _("With re-used data")),
                ("without", _("Nothing re-used")),
                ("unknown", _("Re-use not known")),
                ("yearly", _("Papers to spare, a year")),
            ]
        ),
        "rows": [
            {
                "row": one.row,
                "held": _("%(held)s of %(all)s") % {"held": one.row.held, "all": one.row.papers},
                "cells": [
                    links.reuse(one.row.reuse.reused, "counted", one.row.code),
                    links.reuse(one.row.reuse.without, "missing", one.row.code),
                    links.reuse(one.row.reuse.unknown, "unknown", one.row.code),
                ],
                "yearly": words.yearly_text(one.yearly),
            }
            for one in order.rows(rows)[: None if request.GET.get("all") == "1" else TWENTY]
        ],
    }
