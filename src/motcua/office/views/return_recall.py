"""Take a return inside the office back before it was answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.services import return_recall as recall
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field


class RecallForm(ActForm):
    """Why it is not needed any more."""

    reason = reason_field(gettext_lazy("Reason"), rows=2)


@requires(Action.WORK_CLAIM)
@require_http_methods(["GET", "POST"])
def return_recall(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Ask why, then take it back."""

    def operate(data: dict[str, Any], version: int) -> object:
        return recall(actor=request.actor, item_id=item_id, expected_version=version, **data)

    return act_ask(request, code, "recall_return", RecallForm, operate, item_id)
