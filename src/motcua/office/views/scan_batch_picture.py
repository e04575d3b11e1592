"""The small picture of a page of a stack.

The reading was recorded by the page that shows it; here only for whoever came without it.
"""

from __future__ import annotations

import io

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.dossiers.services.batch_making import preview_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.batching import sheet_read
from motcua.ui.downloads import download


@requires(Action.DOSSIER_INTAKE)
@no_transaction  # one that was swept is drawn again, outside of one
@require_safe
def scan_batch_picture(request: SignedInRequest, batch_id: int, page_id: int) -> HttpResponseBase:
    """Answer the picture; 404 for a page of another unit's batch and of one put aside."""
    with scope_use(request.actor.scope):
        sheet_read(request, batch_id, page_id)
    try:
        data = preview_open(request.actor, batch_id, page_id)
    except (NotFound, Refused) as refusal:
        raise Http404 from refusal
    return download(io.BytesIO(data), name=f"{page_id}", media_type="image/jpeg", size=len(data))
