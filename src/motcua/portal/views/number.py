"""The page of a number, on the telephone: where it stands, whose turn it is, giving it up."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from motcua.identity.access import public
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import no_transaction, scope_hall, scope_use
from motcua.portal.hall import ahead_text, centre_name, unless_same, wait_text
from motcua.reception import rules
from motcua.reception.live.passes import live_address
from motcua.reception.queries.points import points_announced
from motcua.reception.queries.tickets import Standing, ticket_hall, ticket_standing
from motcua.reception.services import ticket_come_back, ticket_give_up
from motcua.reception.types import Step
from motcua.ui import formats
from motcua.ui.private import private

ACTS = {"give_up": ticket_give_up, "come_back": ticket_come_back}


@public
@no_transaction
@csrf_exempt  # its address is the leave; no cookie is read
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a number stands; give it up, or say that one is back from the side table."""
    try:
        unit_id = ticket_hall(token)
    except NotFound as refusal:
        raise Http404 from refusal
    refused = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        try:
            if act is not None:
                act(token)
            return private(redirect("portal:number", token))
        except Refused as refusal:
            refused = str(refusal.message)
    with scope_use(scope_hall(unit_id)):
        standing = ticket_standing(token)
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        language = translation.get_language() if chosen else standing.view.language
        with translation.override(language or "vi"):
            context = {**_told(standing), "unit_name": centre_name(unit_id), "refused": refused}
            context["asks_to_give_up"] = "give_up" in request.GET
            context["points"] = points_announced([unit_id])[:2]
            context["live"] = live_address(unit_id, f"t{standing.view.id}")
            response = render(
                request, "portal/number.html", context, status=409 if refused else 200
            )
            response["Content-Language"] = language or "vi"
    return private(response if refused else unless_same(request, response))


def _told(standing: Standing) -> dict[str, object]:
    ticket, estimate = standing.view.ticket, standing.estimate
    return {
        "standing": standing,
        "state": ticket.state.value,
        "is_live": rules.is_live(ticket),
        "may_give_up": ticket.state in rules.ALLOWED[Step.GIVEN_UP],
        "ahead": ahead_text(standing.ahead),
        "wait": wait_text(estimate),
        "come_by": formats.time_of_day(standing.call_ends) if standing.call_ends else "",
    }
