"""Approve what somebody who had a part in a difference has explained."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.payments import KINDS, METHODS, resolution, whose
from motcua.payments.queries.desk import mismatch_get
from motcua.payments.services import mismatch_approve as approve


@requires(Action.REFUND_APPROVE)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def mismatch_approve(request: SignedInRequest, mismatch_id: int) -> HttpResponse:
    """Show both sides and the explanation; the second person approves it or leaves it open."""
    try:
        found = mismatch_get(mismatch_id)
        request.actor.posting_for(Action.REFUND_APPROVE, found.unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    if request.method == "POST":
        read = _read(request.POST.get("explained_at", ""))
        try:
            approve(actor=request.actor, mismatch_id=mismatch_id, explained_at=read)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("office:mismatch_approve", mismatch_id)
        messages.success(request, _("The difference is made clear."))
        return redirect("office:refunds")
    explainer = found.explained_by
    known = accounts_by_ids([explainer]) if explainer is not None else {}
    context = {
        "found": found,
        "kind": KINDS[found.kind],
        "method": METHODS[found.method],
        "whose": whose(found)[0],
        "resolution": resolution(found),
        "explainer": known[explainer].name if explainer in known else "",
        "explained_at": found.explained_at.isoformat() if found.explained_at else "",
        "own": explainer == request.actor.account_id,
    }
    return render(request, "office/mismatch_approve.html", context)


def _read(text: str) -> datetime:
    """Return when what was read had been written; nonsense is no explanation that there is."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Http404
    return found
