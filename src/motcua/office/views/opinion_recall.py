"""Take a question to another unit back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.services import opinion_recall as recall
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field


class RecallForm(ActForm):
    """Why."""

    reason = reason_field(gettext_lazy("Reason"), rows=2)


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "POST"])
def opinion_recall(request: SignedInRequest, code: str, ordinal: int) -> HttpResponse:
    """Ask why, then recall."""

    def operate(data: dict[str, Any], version: int) -> object:
        return recall(
            actor=request.actor, code=code, ordinal=ordinal, version=version, reason=data["reason"]
        )

    return act_ask(request, code, "recall_opinion", RecallForm, operate, ordinal=ordinal)
