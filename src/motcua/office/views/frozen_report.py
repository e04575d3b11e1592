"""One frozen report: the sheet, its checks, who did what, what differs, what can be done now."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action, Role
from motcua.identity.words import role_name
from motcua.indicators.public.standing import standing
from motcua.indicators.reports.types import TOTAL
from motcua.indicators.reports.words import check_text, column_title, line_label, note_text
from motcua.office.figures import instant_of
from motcua.office.frozen_acts import offers_of
from motcua.office.frozen_reports import (
    FACTS,
    causes_words,
    cell_words,
    line_words,
    plain_words,
    report_or_404,
    waits_words,
)
from motcua.office.offers import Offer, Tried, offer_do, offers_shown
from motcua.office.report_orders import order_do, orders_words
from motcua.office.sheets import counts_nothing, lines_uncounted
from motcua.oversight.frozen.papers import MEDIA_TYPES
from motcua.oversight.frozen.queries import Report, acts_at, looked_last, orders_shown, spots_of
from motcua.oversight.frozen.services.asking import report_look_ask
from motcua.oversight.frozen.services.looking import report_checked
from motcua.oversight.frozen.types import OPEN, Act, Difference, OrderView, Spot

NAMED = 20
LOOK = "look"


@requires(Action.REPORT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def frozen_report(request: SignedInRequest, code: str) -> HttpResponse:
    """Show it; a POST does one act. What the worker's last look at it found stands on it."""
    view = report_or_404(request, code)
    line = view.line
    orders = orders_shown(line.unit_id, line)
    offers = offers_of(request.actor, view, busy=any(one.blocks for one in orders))
    if request.method != "POST":
        return _page(request, view, offers, orders)
    if "order" in request.POST:
        order_do(request)
        return redirect("office:frozen_report", code)
    if request.POST.get("act") == LOOK:
        if not report_look_ask(actor=request.actor, code=code):
            messages.info(request, _("Somebody has asked for it already. You see how far it is."))
        return redirect("office:frozen_report", code)
    tried = offer_do(request, offers, code)
    if tried:
        return _page(request, view, offers, orders, tried)
    return redirect("office:frozen_report", code)


def _page(
    request: SignedInRequest,
    view: Report,
    offers: list[Offer],
    orders: list[OrderView],
    tried: Tried | None = None,
) -> HttpResponse:
    line = view.line
    named = request.actor.may(Action.BOARD_READ, line.unit_id)
    context: dict[str, Any] = {
        **line_words(line),
        "view": view,
        "unit": view.unit,
        "standing": standing() if view.standing.state in OPEN else None,
        "orders": orders_words(orders, request.actor),
        "orders_url": reverse("office:frozen_report", args=[line.code]),
        "may_make": acts_at(request.actor, Action.REPORT_MAKE, line.unit_id),
        "as_of": instant_of(line.cut_off),
        "columns": [
            (one.number, column_title(line.report, one.key, whole=True))
            for one in view.sheet.columns
        ],
        "rows": _rows(view, spots_of(request.actor, line.code)),
        "uncounted": lines_uncounted(view.sheet),
        "checks": [(check_text(one), one.holds) for one in view.sheet.checks],
        "notes": [note_text(one) for one in view.sheet.notes],
        "named": named,
        "difference": _difference(view, view.difference, named=named, of="before"),
        "causes": causes_words(view.difference),
        **_looked(request, view, named=named),
        "looking": any(one.open and one.act is Act.LOOK for one in orders),
        "offers": offers_shown(offers, tried),
        "waits": "" if orders else waits_words(view),
        "failed": [tried.form] if tried else [],
        "steps": [
            {
                "step": one,
                "title": FACTS[one.fact],
                "role": role_name(Role(one.role)) if one.role else "",
            }
            for one in reversed(view.steps)
        ],
        "versions": [line_words(one) for one in reversed(view.versions)],
        "files": [
            (kind.upper(), reverse("office:frozen_report_file", args=[line.code, kind]))
            for kind in MEDIA_TYPES
        ],
    }
    status = tried.status if tried else 200
    return render(request, "office/frozen_report.html", context, status=status)


def _looked(request: SignedInRequest, view: Report, *, named: bool) -> dict[str, Any]:
    """Return whether it is what was kept, and what the last look found: when, and what differs."""
    stored, last = report_checked(request.actor, view.line.code), looked_last(view.line.id)
    if stored.stored or last is None:
        return {"check": stored}
    differs = last.check.difference
    return {
        "check": last.check,
        "looked_at": last.at,
        "now": _difference(view, differs, named=named, of="now") if differs else [],
        "now_causes": causes_words(differs) if differs else [],
    }


def _rows(view: Report, spots: frozenset[Spot]) -> list[dict[str, Any]]:
    """Return the total and the lines that count anything; the files hold every line."""
    sheet, base = view.sheet, reverse("office:frozen_report_codes", args=[view.line.code])
    listed = [
        (line_label(sheet, one), one.key, one.cells)
        for one in sheet.lines
        if not counts_nothing(one)
    ]
    return [
        {
            "label": label,
            "total": key == TOTAL,
            "cells": [
                (
                    cell_words(value, column.kind),
                    f"{base}?{urlencode({'line': key, 'column': column.key})}"
                    if (key, column.key) in spots
                    else "",
                )
                for column, value in zip(sheet.columns, cells, strict=True)
            ],
        }
        for label, key, cells in [("", TOTAL, sheet.totals), *listed]
    ]


def _difference(view: Report, found: Difference, *, named: bool, of: str) -> list[dict[str, Any]]:
    """Return the cells that differ, with the dossiers that came or went and why.

    Without codes for whoever may not open the lists behind the numbers; others open the whole list:
    `of` the version before, or of what the last look found now.
    """
    kinds = {one.key: one.kind for one in view.sheet.columns}
    labels = {one.key: line_label(view.sheet, one) for one in view.sheet.lines}
    events = found.events or {}
    caused = {code for one in found.causes for code in one.dossiers}
    base = reverse("office:frozen_report_codes", args=[view.line.code])
    alone = len(view.sheet.lines) == 1  # then the total says the same again
    return [
        {
            "label": one.label or labels.get(one.line, ""),
            "column": column_title(view.line.report, one.column, whole=True),
            "before": plain_words(one.before, kinds[one.column]),
            "after": plain_words(one.after, kinds[one.column]),
            "others": one.what == "others",
            "moves": [
                {
                    "code": code,
                    "came": code in one.came,
                    "last": (events.get(code) or [None])[-1],
                    "caused": code in caused,
                }
                for code in (*one.came, *one.went)[: NAMED if named else 0]
            ],
            "url": f"{base}?{urlencode({'line': one.line, 'column': one.column, 'moved': of})}",
            "more": max(0, len(one.came) + len(one.went) - NAMED) if named else 0,
        }
        for one in found.cells
        if not (alone and one.line == TOTAL)
    ]
