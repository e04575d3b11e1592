"""The register of difficulties: what is late first, then what blocks most; filters are the URL."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Invalid
from motcua.office.difficulties import difficulty_tabs, line_words
from motcua.organisations.queries import units_by_ids
from motcua.oversight.queries.register import register_counts, register_page
from motcua.oversight.types import ENDED, Asked, Group, State
from motcua.oversight.words import GROUPS, STATES
from motcua.ui.links import chips_for, url_with

PAGE = 50
KEYS = ("state", "group", "place", "overdue", "broken", "q")


@requires(Action.OVERSIGHT_READ)
@require_safe
def difficulties(request: SignedInRequest) -> HttpResponse:
    """Show a page of it; a damaged place begins anew."""
    asked = asked_of(request)
    after = request.GET.get("after", "")
    try:
        rows, following = register_page(request.actor, asked, after=after, limit=PAGE)
    except Invalid:
        after = ""
        rows, following = register_page(request.actor, asked, limit=PAGE)
    counts = register_counts(request.actor, asked)
    names = units_by_ids({row.place_id for row in rows})
    context: dict[str, Any] = {
        "tabs": difficulty_tabs("difficulties"),
        "lines": [line_words(row, names) for row in rows],
        "counts": counts,
        "open": sum(counts[state.value] for state in State if state not in ENDED),
        "filters": _filters(request, counts),
        "query": asked.words,
        "narrowed": any(request.GET.get(key) for key in KEYS),
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
        "may_report": request.actor.may(Action.OVERSIGHT_REPORT),
    }
    return render(request, "office/difficulties.html", context)


def _filters(request: SignedInRequest, counts: dict[str, int]) -> list[tuple[str, Any]]:
    """Return the rows of chips."""
    states = [(state.value, STATES[state]) for state in State]
    return [
        (
            _("State"),
            [
                *chips_for(request, "overdue", [("1", _("overdue"))],
                           counts={"1": counts["overdue"]}),
                *chips_for(request, "broken", [("1", _("promise not kept"))],
                           counts={"1": counts["broken"]}),
                *chips_for(request, "state", states, counts=counts),
            ],
        ),
        (_("What it is about"), chips_for(request, "group", [(o.value, GROUPS[o]) for o in Group])),
    ]  # fmt: skip


def asked_of(request: SignedInRequest) -> Asked:
    """Return what the address asks for; nonsense asks for nothing."""
    state, group = request.GET.get("state", ""), request.GET.get("group", "")
    place = request.GET.get("place", "")
    return Asked(
        state=State(state) if state in set(State) else None,
        group=Group(group) if group in set(Group) else None,
        place_id=int(place) if place.isascii() and place.isdigit() and len(place) < 18 else None,
        overdue=request.GET.get("overdue") == "1",
        broken=request.GET.get("broken") == "1",
        words=request.GET.get("q", "")[:120].replace("\x00", ""),
    )
