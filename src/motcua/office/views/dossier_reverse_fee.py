"""Give cash back that was taken by mistake today; afterwards it takes a refund."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field
from motcua.office.money import receipts_shown
from motcua.office.reading import dossier_read
from motcua.payments.queries import reversal_refusal


class ReversalForm(ActForm):
    """Why the cash goes back."""

    reason = reason_field(gettext_lazy("Why it was taken by mistake"))


@requires(Action.DOSSIER_FEE)
@require_http_methods(["GET", "POST"])
def dossier_reverse_fee(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for the reason, then give it back; too late or another's till is told before asking."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_reverse_fee(actor=request.actor, code=code, version=version, **data)

    late = _too_late(request, code)
    if late:
        messages.warning(request, late)
        if request.method == "GET":
            return redirect("office:dossier", code)
    return act_ask(request, code, "reverse_fee", ReversalForm, operate)


def _too_late(request: SignedInRequest, code: str) -> str:
    """Return why what was taken in cash cannot go back here any more; empty when it can."""
    valid = [one for one in receipts_shown(dossier_read(request, code).id) if not one.voided]
    if not valid:
        return _("Nothing was taken in cash for this dossier, or it was given back already.")
    return str(reversal_refusal(valid[0], request.actor.account_id) or "")
