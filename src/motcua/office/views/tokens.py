"""API tokens of the units that somebody administers: scopes, last use, end."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.programs import TOKENS_SHOWN, tokens_administered
from motcua.identity.services import token_revoke
from motcua.identity.types import Action
from motcua.identity.words import action_name, role_name
from motcua.kernel.errors import NotFound


@requires(Action.ACCOUNT_ADMIN)
@fresh
@require_http_methods(["GET", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """Show the tokens; a POST ends one."""
    if request.method == "POST":
        wanted = request.POST.get("token", "")
        if not wanted:
            return redirect("office:tokens")
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
            raise Http404
        try:
            token_revoke(actor=request.actor, token_id=int(wanted))
        except NotFound as refusal:
            raise Http404 from refusal
        messages.success(request, _("The token has ended. The program can do nothing any more."))
        return redirect("office:tokens")
    rows = tokens_administered(request.actor)
    context = {
        "rows": [
            (row, role_name(row.role), sorted(action_name(one) for one in row.token.actions))
            for row in rows
        ],
        "more": len(rows) == TOKENS_SHOWN,
    }
    return render(request, "office/tokens.html", context)
