"""Note that the original of a digitised component was given back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.dossiers.services.copies import original_return
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.scanning import place_read


@requires(Action.DOSSIER_INTAKE)
@require_POST
def scan_return(request: SignedInRequest, code: str, component_id: int) -> HttpResponse:
    """Record it and go back to the list."""
    place_read(request, code, component_id)
    try:
        original_return(actor=request.actor, code=code, component_id=component_id)
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Recorded: the original was given back."))
    return redirect("office:scans", code)
