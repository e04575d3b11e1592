"""The state of one dossier, at the address in the slip's QR code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.filing.queries import GroupView
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.portal.grouped import group_told
from motcua.portal.telling import told
from motcua.portal.tracking import TOKEN_LENGTH, dossier_look, keep_while_true, tracking_page
from motcua.portal.views.track import TrackForm


@tracking_page
@require_safe
def track_slip(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Show the dossier, or the parent with its parts.

    For a damaged address show the form, with the words of any wrong try.
    """
    # The short security code is for the form alone: in an address it would stay in histories.
    factor = token if len(token) == TOKEN_LENGTH else ""
    now = clock.now()
    try:
        view = dossier_look(request, code, factor)
    except NotFound as refusal:
        form = TrackForm({"code": code, "factor": "?"})
        form.full_clean()
        form.add_error(None, str(refusal.message))
        form.data = {"code": code}
        return render(request, "portal/track.html", {"form": form}, status=refusal.status)
    if isinstance(view, GroupView):
        return render(request, "portal/_track_group.html", {"group": group_told(view)})
    response = render(request, "portal/track_slip.html", {"dossier": told(view), "token": token})
    keep_while_true(response, view, now)
    return response
