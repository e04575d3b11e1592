"""Paper that travels: what is to be sent, on the way, to be confirmed, missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries.manifests import (
    by_way,
    manifest_find,
    manifest_of_dossier,
    manifests_closed,
    manifests_on_the_way,
    manifests_open,
    manifests_to_confirm,
    manifests_with_differences,
    papers_to_send,
)
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.codes import code_in
from motcua.organisations.queries import units_by_ids


@requires(Action.WORK_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def manifests(request: SignedInRequest) -> HttpResponse:
    """Show the lists; a POST with a scanned code leads to its manifest."""
    units = request.actor.unit_ids_for(Action.WORK_CLAIM)
    if request.method == "POST":
        text = request.POST.get("code", "")[:200]
        found = manifest_find(text, units) or manifest_of_dossier(code_in(text), units)
        if found is not None:
            return redirect("office:manifest", found)
        messages.warning(
            request, _("No manifest of your unit has this code, and none lists such a dossier.")
        )
        return redirect("office:manifests")
    ways = by_way(papers_to_send(units))
    names = {
        key: unit.full_name
        for key, unit in units_by_ids({one for way in ways for one in way}).items()
    }
    context: dict[str, Any] = {
        "to_send": [
            {"from": way[0], "to": way[1], "from_name": names[way[0]], "to_name": names[way[1]],
             "rows": rows}
            for way, rows in sorted(ways.items())
        ],
        "lists": [
            (_("Being put together"), manifests_open(units)),
            (_("To be confirmed by you"), manifests_to_confirm(units)),
            (_("On the way, sent by you"), manifests_on_the_way(units)),
            (_("Missing or damaged, not explained"), manifests_with_differences(units)),
            (_("Done lately"), manifests_closed(units)),
        ],
    }  # fmt: skip
    context["nothing"] = not ways and not any(rows for _title, rows in context["lists"])
    return render(request, "office/manifests.html", context)
