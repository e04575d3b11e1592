"""Accept a registered dossier with the papers that came in since it was filed: its clock runs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_ask
from motcua.office.counter.papers import papers_form


@requires(Action.DOSSIER_INTAKE)
@require_http_methods(["GET", "POST"])
def dossier_accept(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the checklist, then accept; what is missing is named and what was typed stays."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_accept(
            actor=request.actor, code=code, version=version, components=data["components"]
        )

    return act_ask(request, code, "accept", papers_form(request), operate)
