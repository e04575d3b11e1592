"""Record why a dossier is or was late; nobody outside is told."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field
from motcua.office.late import cause_field


class LatenessForm(ActForm):
    """The cause from the list, and words if they help."""

    cause = cause_field()
    reason = reason_field(_("In your words"), _("May stay empty."), rows=3, required=False)


@requires(Action.DOSSIER_READ)
@require_http_methods(["GET", "POST"])
def dossier_explain_lateness(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for the cause, then record it."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.lateness_explain(actor=request.actor, code=code, version=version, **data)

    return act_ask(request, code, "explain_lateness", LatenessForm, operate)
