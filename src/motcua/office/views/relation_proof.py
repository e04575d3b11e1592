"""The paper that proves a relation, for the officers who compare it."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get, file_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.views.relation import relation_read
from motcua.ui.downloads import file_answer


@requires(Action.RELATION_CONFIRM)
@require_safe
def relation_proof(request: SignedInRequest, relation_id: int) -> HttpResponseBase:
    """Answer the file."""
    found = relation_read(request, relation_id)
    if found.proof_file_id is None:
        raise Http404
    return file_answer(request, file_get(found.proof_file_id), file_open, found.proof_name)
