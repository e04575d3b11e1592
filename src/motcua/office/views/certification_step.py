"""The step that is due on one or many batches: compared, sent back, certified, sealed."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.certification.services import (
    batch_certify,
    batch_check,
    batch_seal,
    batch_send_back,
)
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.certifying import numbers_told

CODE = re.compile(r"[A-Za-z0-9.\-]{5,40}")
MOST = 50
Said = Callable[[Actor, str, str], tuple[str, ...]]


def _check(actor: Actor, code: str, _reason: str) -> tuple[str, ...]:
    batch_check(actor=actor, code=code)
    return ()


def _back(actor: Actor, code: str, reason: str) -> tuple[str, ...]:
    batch_send_back(actor=actor, code=code, reason=reason)
    return ()


def _certify(actor: Actor, code: str, _reason: str) -> tuple[str, ...]:
    return batch_certify(actor=actor, code=code)


def _seal(actor: Actor, code: str, _reason: str) -> tuple[str, ...]:
    return (batch_seal(actor=actor, code=code),)


STEPS: dict[str, Said] = {"check": _check, "back": _back, "certify": _certify, "seal": _seal}


@requires(Action.WORK_CLAIM)
@no_transaction  # each batch is a transaction of its own: no signature holds up another's numbers
@require_POST
def certification_step(request: SignedInRequest) -> HttpResponse:
    """Do it on each chosen batch by itself; what failed is told with its reason."""
    step = STEPS.get(request.POST.get("step", ""))
    codes = [one.upper() for one in request.POST.getlist("code")[:MOST] if CODE.fullmatch(one)]
    home = reverse("office:certification")
    if step is None or not codes:
        messages.warning(request, _("Choose at least one batch first."))
        return redirect(home)
    done, numbers = 0, list[str]()
    for code in dict.fromkeys(codes):
        try:
            with scope_use(request.actor.scope):
                numbers += step(request.actor, code, request.POST.get("reason", ""))
        except Refused as refusal:
            messages.warning(request, f"{code}: {refusal}")
        else:
            done += 1
    if done:
        told = ngettext("%(count)s batch done.", "%(count)s batches done.", done) % {"count": done}
        messages.success(request, f"{told} {numbers_told(numbers)}" if numbers else told)
    one = codes[0] if len(codes) == 1 else ""
    if one and request.POST.get("from") == "batch":
        return redirect("office:certification_batch", one)
    stage = request.POST.get("stage", "")
    return redirect(f"{home}?stage={stage}" if stage.isalpha() and stage.isascii() else home)
