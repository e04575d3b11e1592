"""A file that proves a finding, or what was done about a non-conformity."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.documents.queries import file_get, file_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.quality.queries.audits import evidence_get
from motcua.ui.downloads import file_answer


@requires(Action.QUALITY_READ)
@require_safe
def quality_file(request: SignedInRequest, evidence_id: int) -> HttpResponseBase:
    """Answer the file; another unit's is not there."""
    try:
        found = evidence_get(request.actor, evidence_id)
    except NotFound as refusal:
        raise Http404 from refusal
    return file_answer(request, file_get(found.file_id), file_open, found.name)
