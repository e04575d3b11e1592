"""The register of non-conformities: overdue actions first, counts, filters that are the URL."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Invalid
from motcua.office.quality import quality_tabs, row_words
from motcua.office.quality_choices import process_choices, process_told
from motcua.organisations.queries import units_by_ids
from motcua.quality.papers import MEDIA_TYPES
from motcua.quality.queries.processes import process_names
from motcua.quality.queries.register import (
    actions_mine,
    register_counts,
    register_page,
    register_places,
    register_years,
)
from motcua.quality.types import Asked, Source, State
from motcua.quality.words import SOURCES, STATES
from motcua.ui.links import chips_for, url_with

PAGE = 50
KEYS = ("state", "place", "process", "source", "year", "overdue", "live")


@requires(Action.QUALITY_READ)
@require_safe
def nonconformities(request: SignedInRequest) -> HttpResponse:
    """Show a page of it; a damaged place begins anew."""
    asked = asked_of(request)
    after = request.GET.get("after", "")
    try:
        rows, following = register_page(request.actor, asked, after=after, limit=PAGE)
    except Invalid:
        after = ""
        rows, following = register_page(request.actor, asked, limit=PAGE)
    counts = register_counts(request.actor, asked)
    places = units_by_ids({*register_places(request.actor), *(row.place_id for row in rows)})
    processes = process_names(request.actor, [row.process for row in rows])
    query = urlencode({key: request.GET[key] for key in KEYS if request.GET.get(key)})
    files = {kind: reverse("office:nonconformities_file", args=[kind]) for kind in MEDIA_TYPES}
    context: dict[str, Any] = {
        "tabs": quality_tabs("nonconformities"),
        "lines": [
            row_words(row)
            | {"place": places[row.place_id].full_name, "process": processes.get(row.process, "")}
            for row in rows
        ],
        "counts": counts,
        "total": sum(counts[state.value] for state in State),
        "mine": actions_mine(request.actor),
        "filters": _filters(request, counts, places),
        "files": [(kind.upper(), f"{url}?{query}") for kind, url in files.items()],
        "narrowed": bool(query),
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
        "may_report": request.actor.may(Action.QUALITY_REPORT),
    }
    return render(request, "office/nonconformities.html", context)


def _filters(
    request: SignedInRequest, counts: dict[str, int], places: dict[int, Any]
) -> list[tuple[str, Any]]:
    """Return the rows of chips; a row with one choice only is left out."""
    states = [(state.value, STATES[state]) for state in State]
    units = sorted((one.full_name, key) for key, one in places.items())
    processes = process_choices(request.actor)
    years = [(str(one), str(one)) for one in register_years(request.actor)]
    found = [
        (
            _("State"),
            [
                *chips_for(request, "overdue", [("1", _("overdue"))],
                           counts={"1": counts["overdue"]}),
                *chips_for(request, "state", states, counts=counts),
            ],
        ),
        (_("Unit"), chips_for(request, "place", [(str(key), name) for name, key in units])),
        (_("Source"), chips_for(request, "source", [(o.value, SOURCES[o]) for o in Source])),
        (_("Year"), chips_for(request, "year", years)),
    ]  # fmt: skip
    asked = request.GET.get("process", "")
    named = [one for one in processes if one[0] == asked]
    if named:
        found.append((_("Process"), chips_for(request, "process", named)))
    return [(name, chips) for name, chips in found if len(chips) > 1 or name == _("Process")]


def asked_of(request: SignedInRequest) -> Asked:
    """Return what the address asks for; nonsense asks for nothing."""
    state, source = request.GET.get("state", ""), request.GET.get("source", "")
    return Asked(
        state=State(state) if state in set(State) else None,
        place_id=_number(request, "place"),
        process=request.GET.get("process", "")[:80].replace("\x00", ""),
        source=Source(source) if source in set(Source) else None,
        year=_number(request, "year", 4),
        overdue=request.GET.get("overdue") == "1",
        live=request.GET.get("live") == "1",
    )


def chosen_words(actor: Actor, asked: Asked) -> str:
    """Return in Vietnamese what was chosen, for the head of a file."""
    with override("vi"):
        said = [str(asked.year)] if asked.year else []
        said += [str(STATES[asked.state])] if asked.state else []
        said += [str(SOURCES[asked.source])] if asked.source else []
        said += [process_told(actor, asked.process)] if asked.process else []
        return "; ".join([*said, *(["quá hạn"] if asked.overdue else [])])


def _number(request: SignedInRequest, name: str, most: int = 18) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None
