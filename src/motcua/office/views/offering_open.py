"""Open a procedure for intake in a unit: choose the units of its process."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.counter.offering import OfferingForm, bodies_of
from motcua.office.refusals import refusal_show
from motcua.procedures.labels import PART_NAMES as PARTS
from motcua.procedures.labels import review_text, word
from motcua.procedures.queries import procedure_get
from motcua.procedures.services import offering_open as offering_open_do


@requires(Action.PROCEDURE_OFFER)
@require_http_methods(["GET", "POST"])
def offering_open(request: SignedInRequest, unit_id: int, code: str) -> HttpResponse:
    """Show what the record holds and what it lacks; a POST opens the procedure from now on."""
    bodies = bodies_of(request.actor, unit_id)
    try:
        version = procedure_get(code.replace("\x00", "")).version
    except NotFound as refusal:
        raise Http404 from refusal
    form = OfferingForm(request.POST or None, bodies=bodies, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            offering_open_do(
                actor=request.actor,
                unit_id=unit_id,
                code=code,
                units=form.cleaned_data,
                at=clock.now(),
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("“%(name)s” is open for intake.") % {"name": version.name})
            query = urlencode({"unit": bodies.unit.code})
            return redirect(f"{reverse('office:offerings')}?{query}")
    context = {
        "form": form,
        "unit": bodies.unit,
        "version": version,
        "missing": [word(PARTS, part) for part in version.missing],
        "reviews": [review_text(note) for note in version.review_notes],
    }
    refused = request.method == "POST"
    return render(request, "office/offering_open.html", context, status=422 if refused else 200)
