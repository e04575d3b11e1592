"""Confirm what is to be done with several chosen pieces of work: hand over, or finish alike."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.bulk_rules import ALIKE_MAX
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.alike import groups_of, picked_read, receivers
from motcua.office.views.work_bulk_assign import chosen_read


@requires(Action.WORK_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def work_together(request: SignedInRequest) -> HttpResponse:
    """Show what can be done with what was chosen, and with what it cannot; does nothing itself."""
    found = [chosen_read(value) for value in request.POST.getlist("item")]
    chosen = list({one.item_id: one for one in found if one is not None}.values())
    if not chosen:
        messages.warning(request, _("Choose at least one piece of work first."))
        return redirect("office:worklist")
    rows = picked_read(request.actor, chosen[:ALIKE_MAX])
    context = {
        "gives": [row for row in rows if row.gives],
        "people": receivers(request.actor, rows),
        "groups": groups_of(rows),
        "barred": [row for row in rows if row.barred],
        "more": len(chosen) > ALIKE_MAX,
        "most": ALIKE_MAX,
        "title": _("Hand over or finish several"),
    }
    return render(request, "office/work_together.html", context)
