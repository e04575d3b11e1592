"""What is pressed on the tablet; answers a page, or plain data to the script that keeps presses."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.outside.words import MISSED, STEPS
from motcua.reception.queries.visits import visit_get
from motcua.reception.services import visit_place
from motcua.reception.services import visit_step as step_do
from motcua.reception.services.road import PRESSED

STEPS_HERE = {one.value: one for one in PRESSED}


@requires(Action.RECEPTION_SERVE)
@require_POST
def visit_step(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """Let the step happen; twice is once. With `place` keep where the house is."""
    wants_data = "application/json" in request.headers.get("Accept", "")
    try:
        one = visit_get(visit_id)
    except NotFound as refusal:
        raise Http404 from refusal
    try:
        words = _do(request, visit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        if wants_data:
            return JsonResponse({"refused": str(refusal)})  # an answer to the press, no failure
        messages.error(request, str(refusal))
    else:
        if wants_data:
            return JsonResponse({"done": words})
        messages.success(request, words)
    if one.round_id is None:
        return redirect("office:visit", visit_id)
    response = redirect("office:round_list", one.round_id)
    response["Location"] += f"#visit-{visit_id}"
    return response


def _do(request: SignedInRequest, visit_id: int) -> str:
    if "place" in request.POST:
        visit_place(actor=request.actor, visit_id=visit_id, place=_place(request.POST["place"]))
        return _("The place of the house is kept.")
    step = STEPS_HERE.get(request.POST.get("step", ""))
    if step is None:
        raise NotFound("step_unknown", "")
    step_do(
        actor=request.actor,
        visit_id=visit_id,
        step=step,
        pressed_at=_instant(request.POST.get("pressed_at", "")),
        answer=str(MISSED.get(request.POST.get("missed", ""), "")),
    )
    return str(STEPS[step][0])


def _place(text: str) -> tuple[float, float]:
    """Return what the tablet tells of its place; what is none lies outside every country."""
    try:
        latitude, longitude = (float(part) for part in text[:40].split(","))
    except ValueError:
        return (0.0, 0.0)
    return (latitude, longitude)


def _instant(text: str) -> datetime | None:
    """Return the tablet's time with its zone; None when it tells none."""
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
