"""Download of a paper that the person at the counter shows at this moment; recorded for them."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_open
from motcua.filing.queries.shares import OPENED, share_subject, shared_file
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import NotFound
from motcua.ui.downloads import file_answer


@requires(Action.DOSSIER_INTAKE)
@require_safe
def shown_paper(request: SignedInRequest, share_id: int, item_id: int) -> HttpResponseBase:
    """Answer the file; 404 for what is not, or no longer, shown to this officer."""
    try:
        share, paper, stored, name = shared_file(request.actor, share_id, item_id)
    except NotFound as refusal:
        raise Http404 from refusal
    reading_record(
        account_id=request.actor.account_id,
        posting_id=request.actor.posting_for(Action.DOSSIER_INTAKE).id,
        subject=share_subject(share.id, paper.item.id),
        purpose=f"{OPENED}: a paper",
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[share.id_number],
    )
    return file_answer(request, stored, file_open, name)
