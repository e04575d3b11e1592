"""Where the code of a wall screen is typed, with the remote control of a television."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from motcua.kernel.budget import network_of
from motcua.kernel.errors import Refused
from motcua.office.boards.screens import screen_page
from motcua.reception.services import wall_pair

TYPED_MOST = 80


@screen_page
@require_http_methods(["GET", "HEAD", "POST"])
def screen_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; a right one opens the board at once, and is used up."""
    typed, wrong, status = "", "", 200
    if request.method == "POST":
        typed = request.POST.get("code", "").replace("\x00", "")
        try:
            token = wall_pair(typed=typed, network=network_of(request))
        except Refused as refusal:
            wrong, status = str(refusal.message), 429 if refusal.status == 429 else 422
        else:
            return redirect("office:screen", token)
    context = {"wrong": wrong, "typed": typed[:TYPED_MOST]}
    return render(request, "office/screen_code.html", context, status=status)
