"""Begin a manifest, with the dossiers that were ticked or with none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.dossiers.services.manifests import manifest_begin
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Refused


@requires(Action.WORK_CLAIM)
@require_POST
def manifest_new(request: SignedInRequest) -> HttpResponse:
    """Begin it and lead to it; what could not be put on it is told, dossier by dossier."""
    units = [request.POST.get(name, "") for name in ("from", "to")]
    if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in units):
        return redirect("office:manifests")
    try:
        found, refused = manifest_begin(
            actor=request.actor,
            from_unit_id=int(units[0]),
            to_unit_id=int(units[1]),
            codes=request.POST.getlist("code")[:200],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("office:manifests")
    for words in refused:
        messages.warning(request, words)
    return redirect("office:manifest", found)
