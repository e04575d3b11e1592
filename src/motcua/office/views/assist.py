"""Help citizens who are signed in, under one's own name: the code, and who is helped now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.queries import sittings_helped
from motcua.citizens.services import help_code_make, help_end
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.scope import SYSTEM, scope_use


@requires(Action.CITIZEN_ASSIST)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assist(request: SignedInRequest) -> HttpResponse:
    """Show who is helped; make a code or end a help on POST."""
    code = ""
    if request.method == "POST":
        ended = request.POST.get("end", "")
        with scope_use(SYSTEM):
            if ended.isdecimal() and len(ended) < 18:
                help_end(session_id=int(ended), account_id=request.actor.account_id)
            else:
                code = help_code_make(actor=request.actor)
        if not code:
            return redirect("office:assist")
    context = {
        "code": f"{code[:3]} {code[3:]}" if code else "",
        "helped": sittings_helped(request.actor.account_id),
    }
    return render(request, "office/assist.html", context)
