"""My dossiers: everything that was filed for whom it is for, the newest first."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.queries import dossiers_search
from motcua.dossiers.views import DossierPage
from motcua.filing.queries import groups_of
from motcua.kernel import clock
from motcua.kernel.errors import Invalid
from motcua.kernel.text import nfc
from motcua.portal.filing import filing_page
from motcua.portal.grouped import group_told, groups_matching
from motcua.portal.receipts import dossier_url
from motcua.ui.links import chips_for, url_with

STATES = {
    "running": (1, 2, 4),
    "yours": (5, 6),
    "done": (9, 10),
    "ended": (3, 7, 8),
}
WORDS = (
    ("running", gettext_lazy("Under way")),
    ("yours", gettext_lazy("Waiting for you")),
    ("done", gettext_lazy("Finished")),
    ("ended", gettext_lazy("Ended without a result")),
)
LONGEST = 100
Days = tuple[date | None, date | None]


@filing_page
@require_safe
def my_dossiers(request: CitizenRequest) -> HttpResponse:
    """Show a page of them; a filter or place that does not exist counts as none.

    What was filed as one is one line, before the others; its parts are on its page.
    """
    text = nfc(request.GET.get("q", ""))[:LONGEST]
    state = request.GET.get("state", "")
    status = STATES.get(state)
    after = request.GET.get("after", "")[:60]
    days = (_day(request.GET.get("from", "")), _day(request.GET.get("to", "")))
    groups = groups_of(request.citizen)
    filed = [one for group in groups for one in group.parts]
    parts = [one.dossier.id for one in filed if one.dossier]
    parts += [old.id for one in filed for old in one.earlier]
    try:
        page = _page(text, status, parts, days, after)
    except Invalid:
        after = ""
        page = _page(text, status, parts, days, "")
    shown = [] if after else groups_matching(groups, text, state if status else "")
    shown = [one for one in shown if _between(clock.local(one.sent_at).date(), days)]
    context = {
        "query": text,
        "state": state if status else "",
        "groups": [group_told(one) for one in shown],
        "lines": len(shown) + len(page.rows),
        "rows": [(row, dossier_url(row.code)) for row in page.rows],
        "states": chips_for(request, "state", WORDS),
        "days": days,
        "filtered": bool(text or status or any(days)),
        "next_url": url_with(request, after=page.after) if page.after else "",
        "first_url": url_with(request, after=None) if after else "",
    }
    return render(request, "portal/my_dossiers.html", context)


def _page(
    text: str, status: tuple[int, ...] | None, parts: list[int], days: Days, after: str
) -> DossierPage:
    return dossiers_search(
        text,
        status=status,
        without=parts,
        received_from=days[0],
        received_to=days[1],
        after=after,
    )


def _day(text: str) -> date | None:
    """Return a day as a browser sends it; what is none counts as not asked."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _between(day: date, days: Days) -> bool:
    return (days[0] is None or days[0] <= day) and (days[1] is None or day <= days[1])
