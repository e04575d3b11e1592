"""What was asked of the worker about official reports, as pages show it: how far, what failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.absences import number_read
from motcua.office.frozen_reports import period_words, report_title
from motcua.oversight.frozen.services.asking import order_again, order_drop
from motcua.oversight.frozen.types import Act, OrderView, Part

DOING: Mapping[Act, Any] = {
    Act.FREEZE: gettext_lazy("is being made"),
    Act.RENEW: gettext_lazy("a new version is being made"),
    Act.SEND: gettext_lazy("is being checked and sent"),
    Act.LOOK: gettext_lazy("is being computed again and compared"),
}
FAILED: Mapping[Act, Any] = {
    Act.FREEZE: gettext_lazy("was not frozen"),
    Act.RENEW: gettext_lazy("no new version was made"),
    Act.SEND: gettext_lazy("was not sent"),
    Act.LOOK: gettext_lazy("was not computed again"),
}
PARTS: Mapping[Part, Any] = {
    Part.NUMBERS: gettext_lazy("Numbers counted with their lists"),
    Part.EVENTS: gettext_lazy("Dossiers whose events were checked"),
    Part.KEEPING: gettext_lazy("What was counted is compared and kept."),
}


def orders_words(found: Iterable[OrderView], actor: Actor) -> list[dict[str, Any]]:
    """Return orders as a page shows them: with codes of dossiers for whoever may read the board."""
    return [
        {
            "order": one,
            "title": report_title(one.report),
            "period": period_words(one.period),
            "says": DOING[one.act] if one.open else FAILED[one.act],
            "codes": one.codes if actor.may(Action.BOARD_READ, one.unit_id) else "",
            "part": PARTS[one.part] if one.part else "",
            "look": one.act is Act.LOOK,
        }
        for one in found
    ]


def order_do(request: SignedInRequest) -> None:
    """Ask again, or put away what came to nothing, as the form says; a refusal is told."""
    number = number_read(request, "order")
    try:
        if request.POST.get("act") == "again":
            order_again(actor=request.actor, order_id=number)
            messages.success(request, _("Asked for again. It is being made."))
        else:
            order_drop(actor=request.actor, order_id=number)
            messages.success(request, _("Put away."))
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
