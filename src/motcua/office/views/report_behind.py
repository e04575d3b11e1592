"""What stands behind a cell of an official report: dossiers, or procedures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.sheets import TOTAL, report_codes, report_line_label
from motcua.indicators.reports.words import column_title, column_words
from motcua.kernel.errors import NotFound, Refused
from motcua.office.boards.behind import listed
from motcua.office.period import Choice, choice_of
from motcua.office.sheets import form_context
from motcua.office.unsound import refusal_told
from motcua.ui.links import url_with
from motcua.ui.types import Crumb

PAGE = 50


@requires(Action.BOARD_READ)
@require_safe
def report_behind(request: SignedInRequest, key: str) -> HttpResponse:
    """List a page of it; names of people only where the person may read the dossiers."""
    choice = choice_of(request, Action.BOARD_READ)
    line, column = request.GET.get("line", TOTAL), request.GET.get("column", "")
    if column not in REPORTS[key].by_key:
        raise Http404
    after = request.GET.get("after", "")[:80].replace("\x00", "")
    refused, codes, label = "", [], ""
    try:
        label = report_line_label(key, choice.unit.id, choice.period, line)
        codes = report_codes(
            key,
            choice.unit.id,
            choice.period,
            line=line,
            column=column,
            after=after,
            most=PAGE + 1,
        )
    except NotFound:
        raise Http404 from None
    except Refused as refusal:
        refused = refusal_told(refusal, request.actor)
    shown = codes[:PAGE]
    title = f"{REPORTS[key].by_key[column].number} {column_title(key, column, whole=True)}"
    context: dict[str, Any] = {
        "choice": choice,
        **form_context(key, choice.period.last),
        "figure": title,
        "line": label or _("Total"),
        "words": column_words(key, column),
        "crumbs": _crumbs(choice, key, title),
        "refused": refused,
        "filters": (),
        **listed(request.actor, shown),
        "next_url": url_with(request, after=shown[-1]) if len(codes) > PAGE else "",
        "first_url": url_with(request, after=None) if after else "",
    }
    return render(request, "office/report_behind.html", context)


def _crumbs(choice: Choice, key: str, title: str) -> list[Crumb]:
    query = urlencode(choice.query)
    return [
        Crumb(
            f"{REPORTS[key].symbol} {choice.unit.full_name}",
            f"{reverse('office:report', args=[key])}?{query}",
        ),
        Crumb(title),
    ]
