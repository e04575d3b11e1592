"""End a relation, from either side."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.services import relation_revoke
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use


@citizen_only
@require_POST
def my_relation_end(request: CitizenRequest, relation_id: int) -> HttpResponse:
    """End it at once; 404 for anybody else's."""
    try:
        with scope_use(SYSTEM):
            relation_revoke(citizen=request.citizen, relation_id=relation_id)
    except NotFound as refusal:
        raise Http404 from refusal
    messages.success(request, _("It has ended. Nobody acts under it any more."))
    return redirect("portal:my_relations")
