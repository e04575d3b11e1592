"""Papers that somebody shows at a counter: the code, until when, who looked; ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries.shares import share_get
from motcua.filing.services import share_end
from motcua.portal.filing import filing_page, level_two
from motcua.portal.kept import documents_told
from motcua.portal.showing import looks_of, place_of, state_words


@filing_page
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_share(request: CitizenRequest, public_id: str) -> HttpResponse:
    """Show it; on POST end it at once."""
    if request.method == "POST":
        share_end(citizen=request.citizen, public_id=public_id)
        messages.success(request, _("Ended. Nobody sees your papers by this code any more."))
        return redirect("portal:my_share", public_id)
    share = share_get(request.citizen, public_id)
    word, tone = state_words(share)
    context = {
        "citizen": request.citizen,
        "share": share,
        "word": word,
        "tone": tone,
        "place": place_of(share),
        "papers": documents_told(one.item for one in share.papers),
        "looks": looks_of(request.citizen, share),
    }
    return render(request, "portal/my_share.html", context)
