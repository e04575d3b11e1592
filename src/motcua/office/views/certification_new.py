"""Take originals in for certified copies: a person, a row for each, the fee as it grows."""

from __future__ import annotations

import re
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.certification.services import batch_take_in
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.office.certifying import (
    Entry,
    entry_lenient,
    entry_new,
    entry_party,
    entry_read,
    entry_valid,
    refusal_place,
)
from motcua.office.counter.choices import Choice, choices_certified
from motcua.office.hall import dossier_note, ticket_asked

KEY = re.compile(r"[0-9a-z]{32}")


@requires(Action.DOSSIER_INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def certification_new(request: SignedInRequest) -> HttpResponse:
    """Show the rows; a POST helps with them (card, row, fee) or takes the batch in.

    Which procedures these are their versions say; with several, one is chosen first.
    """
    places = choices_certified(request.actor)
    given = request.POST if request.method == "POST" else request.GET
    left = _asked(places, given.get("unit", ""), given.get("procedure", ""))
    if len(left) != 1:
        return _choose(request, left, given.get("ticket", ""))
    chosen = left[0]
    key = given.get("key", "")
    key = key if KEY.fullmatch(key) else uuid4().hex
    if request.method != "POST":
        return _page(request, entry_new(request.actor, chosen.offering, chosen.unit, key), places)
    entry = entry_read(request, chosen.offering, chosen.unit, key)
    if request.POST.get("action") != "accept":
        entry_lenient(entry)
        return _page(request, entry, places)
    return _send(request, entry, places)


def _asked(places: list[Choice], unit: str, procedure: str) -> list[Choice]:
    """Return what the address leaves open; Http404 where it names what is not taken in here."""
    left = [
        one
        for one in places
        if unit in {"", str(one.unit.id)} and procedure in {"", one.offering.code}
    ]
    if not left and (unit or procedure):
        raise Http404
    return left


def _choose(request: SignedInRequest, left: list[Choice], ticket: str) -> HttpResponse:
    context = {
        "places": left,
        "kinds": len({one.offering.code for one in left}) > 1,
        "ticket": ticket_asked(request, ticket),
    }
    return render(request, "office/certification_new.html", context)


def _send(request: SignedInRequest, entry: Entry, places: list[Choice]) -> HttpResponse:
    if not entry_valid(entry):
        return _page(request, entry, places, status=422)
    try:
        taken = batch_take_in(
            actor=request.actor,
            unit_id=entry.unit.id,
            party=entry_party(entry),
            procedure_code=entry.offering.code,
            rows=[form.row() for form in entry.rows],
            groups=entry.groups,
            compared=bool(entry.more.cleaned_data.get("compared")),
            idempotency_key=entry.key,
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        refusal_place(entry, refusal)
        return _page(request, entry, places, status=422)
    if taken.replayed:
        messages.info(
            request,
            _("This form has been sent already. Nothing was made a second time."),
        )
    else:
        dossier_note(request, request.POST.get("ticket", ""), taken.code)
    return redirect("office:certification_batch", taken.code)


def _page(
    request: SignedInRequest, entry: Entry, places: list[Choice], status: int = 200
) -> HttpResponse:
    ticket = ticket_asked(request, (request.POST or request.GET).get("ticket", ""))
    context = {"entry": entry, "several": len(places) > 1, "ticket": ticket}
    return render(request, "office/certification_new.html", context, status=status)
