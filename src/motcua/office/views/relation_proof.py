"""The paper that proves a relation, for the officers who compare it."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.downloads import file_answer
from motcua.office.views.relation import relation_read


@requires(Action.RELATION_CONFIRM)
@require_safe
def relation_proof(request: SignedInRequest, relation_id: int) -> HttpResponseBase:
    """Answer the file."""
    found = relation_read(request, relation_id)
    if found.proof_file_id is None:
        raise Http404
    return file_answer(request, found.proof_file_id, found.proof_name)
