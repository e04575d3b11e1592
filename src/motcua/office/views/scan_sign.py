"""Sign a digital copy: with the officer's own certificate, or the seal of the unit."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Role
from motcua.dossiers.services.copies import component_sign, copy_sign_prepare
from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.scanning import Place, place_read


@requires(Action.DOSSIER_INTAKE)
@fresh  # a signature has the force of one's hand
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def scan_sign(request: SignedInRequest, code: str, component_id: int) -> HttpResponse:
    """Say who signs; a POST signs. If it fails nothing changes, and it is said."""
    with scope_use(request.actor.scope):
        place = place_read(request, code, component_id)
        copy = place.digital.copy
        if copy is None or copy.signatures:
            return redirect("office:scans", code)
        if request.method != "POST":
            return _page(request, place)
    sha256 = request.POST.get("sha256", "")
    try:
        with scope_use(request.actor.scope):
            order = copy_sign_prepare(request.actor, code, component_id, sha256)
        signed = pdf_sign(order) if order is not None else None
        with scope_use(request.actor.scope):
            component_sign(actor=request.actor, code=code, component_id=component_id, signed=signed)
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("office:scan_sign", code, component_id)
    messages.success(request, _("The digital copy is signed."))
    return redirect("office:scans", code)


def _page(request: SignedInRequest, place: Place) -> HttpResponse:
    copy, order, refusal = place.digital.copy, None, ""
    try:
        sha256 = copy.sha256 if copy else ""
        order = copy_sign_prepare(request.actor, place.dossier.code, place.component.id, sha256)
    except Forbidden as error:
        raise PermissionDenied from error
    except Refused as error:
        refusal = str(error.message)
    context = {
        "dossier": place.dossier,
        "component": place.component,
        "copy": copy,
        "refusal": refusal,
        "personal": order is not None and order.role is Role.PERSONAL,
    }
    return render(request, "office/scan_sign.html", context)
