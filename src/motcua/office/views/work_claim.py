"""Claim a piece of work, from the dossier's page or from the list, where only its row changes."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.dossiers.services import work_claim as claim
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.acting import act_do, version_read
from motcua.office.places import place_back
from motcua.office.work_rows import frame_of, row_html
from motcua.office.worklists import row_of, rows_build


@requires(Action.WORK_CLAIM)
@require_POST
def work_claim(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Claim; answer the row for htmx, else go back to where the person was."""

    def operate(version: int) -> object:
        return claim(actor=request.actor, item_id=item_id, expected_version=version)

    if "HX-Request" in request.headers:
        return _row(request, item_id)
    answer = act_do(request, code, "claim", operate)
    back = place_back(request)
    return redirect(back) if back else answer


def _row(request: SignedInRequest, item_id: int) -> HttpResponse:
    problem = ""
    try:
        claim(actor=request.actor, item_id=item_id, expected_version=version_read(request))
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        problem = str(refusal)
    rows = rows_build(request.actor, [row_of(item_id)])
    if not rows:
        raise Http404
    # A second click finds what the first one did: no refusal to tell.
    told = "" if rows[0].mine else problem
    picks = request.POST.get("picks") == "1"
    frame = frame_of(request, picks=picks, here=place_back(request))
    return HttpResponse(row_html(rows[0], frame, told))
