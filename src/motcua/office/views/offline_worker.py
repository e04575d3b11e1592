"""The service worker of the off-line page: its own script, and what it keeps."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.scope import no_transaction
from motcua.office.offline_shell import worker_script


@requires(Action.DOSSIER_INTAKE)
@require_safe
@no_transaction
def offline_worker(request: SignedInRequest) -> HttpResponse:
    """Return the script. Its scope is the folder it stands in, `/office/offline/`, and no more."""
    del request
    response = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
