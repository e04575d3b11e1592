"""Accept a registered dossier with the papers that came in since it was filed: its clock runs."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_ask
from motcua.office.counter.held import reuse_record
from motcua.office.counter.papers import papers_form
from motcua.office.counter.shown import shown_hold


@requires(Action.DOSSIER_INTAKE)
@require_http_methods(["GET", "POST"])
def dossier_accept(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the checklist, then accept; what is missing is named and what was typed stays."""

    def operate(data: dict[str, Any], version: int) -> object:
        used = data["held"]
        shared = any(one.share for one in used)
        # What is shown on a phone cannot end in between; else the acceptance commits by itself.
        with transaction.atomic() if shared else nullcontext():
            shown_hold(request, data["shown"], used=shared)
            outcome = services.dossier_accept(
                actor=request.actor, code=code, version=version, components=data["components"]
            )
            if used:
                reuse_record(request, dossier_get(code).applicant.id_number, used, code)
        return outcome

    return act_ask(request, code, "accept", papers_form(request, offers_held=True), operate)
