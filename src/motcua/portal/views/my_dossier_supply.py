"""What the office asks for, item by item: where each stands, and the sending."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.views import DossierView, SupplementView
from motcua.filing.queries import supply_of
from motcua.filing.services import supply_send
from motcua.filing.types import SupplyView
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, Refused
from motcua.portal.filing import filing_page, level_two
from motcua.portal.supplies import asked_told


@filing_page
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_dossier_supply(request: CitizenRequest, code: str) -> HttpResponse:
    """Show each thing that is asked for; send what was put up. Nothing is lost when it ended."""
    problems: list[str] = []
    if request.method == "POST":
        try:
            supply_send(citizen=request.citizen, code=code)
        except Invalid as refusal:
            problems = [str(one.message) for one in refusal.problems]
        except Refused as refusal:
            if refusal.code != "nothing_requested":
                raise
        else:
            return _sent(request, code)
    dossier = dossier_get(code)
    asked = dossier.open_supplement
    if asked is None or asked.state != "requested":
        return _ended(request, dossier)
    supply = supply_of(request.citizen, code, asked.ordinal)
    context = {
        "dossier": dossier,
        "asked": asked,
        "items": asked_told(asked, supply, code),
        "ready": bool(supply and supply.places),
        "late": asked.deadline is not None and asked.deadline < clock.today(),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "portal/my_dossier_supply.html", context, status=status)


def _sent(request: CitizenRequest, code: str) -> HttpResponse:
    """Say that it arrived; lead to what is still open, or to the dossier."""
    asked = dossier_get(code).open_supplement
    if asked is not None and asked.state == "requested":
        messages.success(request, _("What you sent has arrived. Something is still open below."))
        return redirect("portal:my_dossier_supply", code)
    messages.success(request, _("Thank you. What you sent has arrived."))
    return redirect("portal:my_dossier", code)


def _ended(request: CitizenRequest, dossier: DossierView) -> HttpResponse:
    """Say that the office waits no more, and show what was put up and never sent."""
    last = dossier.supplements[-1] if dossier.supplements else None
    kept = supply_of(request.citizen, dossier.code, last.ordinal) if last else None
    if last is None or kept is None or not kept.places:
        messages.info(request, _("Nothing is asked for at present."))
        return redirect("portal:my_dossier", dossier.code)
    context = {
        "dossier": dossier,
        "asked": last,
        "kept": _kept(last, kept),
        "arrived": last.state == "received",
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "portal/_supply_ended.html", context, status=status)


def _kept(asked: SupplementView, kept: SupplyView) -> list[dict[str, object]]:
    return [
        {
            "text": asked.items[place] if place < len(asked.items) else "",
            "answer": kept.texts.get(place, ""),
            "files": kept.files_of(place),
        }
        for place in kept.places
    ]
