"""Two drawings side by side, with marks that read in black and white, and the list in sentences."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.processversus import comparison_of, side_read


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_compare(request: SignedInRequest) -> HttpResponse:
    """Compare `left` with `right`: `v12` is a version, `d7` a draft."""
    left = side_read(request.actor, request.GET.get("left", ""))
    right = side_read(request.actor, request.GET.get("right", ""))
    return render(request, "office/process_compare.html", comparison_of(left, right))
