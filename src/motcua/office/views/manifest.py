"""One manifest: the giver puts dossiers on it and sends it, the receiver answers for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.dossiers.manifest_types import LineState, ManifestState, ManifestView
from motcua.dossiers.services import manifests as services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Refused
from motcua.office.counter.codes import code_in
from motcua.office.manifest_words import EXPLAINED, LINES, MANIFESTS, REPORTED, manifest_read

_Act = Callable[[SignedInRequest, int], str]


@requires(Action.WORK_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def manifest(request: SignedInRequest, manifest_id: int) -> HttpResponse:
    """Show it; a POST does one act and comes back, so that the next code can be scanned."""
    view = manifest_read(request, manifest_id, "hand-over of paper")
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""))
        if act is not None:
            try:
                told = act(request, manifest_id)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, told)
        if request.POST.get("act") == "cancel":
            return redirect("office:manifests")
        return redirect("office:manifest", manifest_id)
    return render(request, "office/manifest.html", _context(request, view))


def _context(request: SignedInRequest, view: ManifestView) -> dict[str, Any]:
    actor = request.actor
    gives = actor.may(Action.WORK_CLAIM, view.from_unit.id)
    receives = actor.may(Action.WORK_CLAIM, view.to_unit.id) and view.sent_by_id != actor.account_id
    return {
        "manifest": view,
        "state": MANIFESTS[view.state],
        "lines": [(one, *LINES[one.state]) for one in view.lines],
        "puts": gives and view.state is ManifestState.OPEN,
        "answers": receives and view.state is ManifestState.SENT,
        "explains": gives and view.state is ManifestState.SENT,
        "finds": gives and any(one.state is LineState.LOST for one in view.lines),
        "reported": REPORTED,
        "explained": EXPLAINED,
    }


def _add(request: SignedInRequest, manifest_id: int) -> str:
    code = code_in(request.POST.get("code", ""))
    services.manifest_add(actor=request.actor, manifest_id=manifest_id, code=code)
    return _("%(code)s was put on the manifest.") % {"code": code}


def _remove(request: SignedInRequest, manifest_id: int) -> str:
    line_id = _number(request, "line")
    services.manifest_remove(actor=request.actor, manifest_id=manifest_id, line_id=line_id)
    return _("Taken off the manifest.")


def _send(request: SignedInRequest, manifest_id: int) -> str:
    services.manifest_send(actor=request.actor, manifest_id=manifest_id)
    return _("Sent. You answer for the paper until the receiver has confirmed it.")


def _cancel(request: SignedInRequest, manifest_id: int) -> str:
    services.manifest_cancel(actor=request.actor, manifest_id=manifest_id)
    return _("The manifest was given up; its paper stays where it is.")


def _scan(request: SignedInRequest, manifest_id: int) -> str:
    code = code_in(request.POST.get("code", ""))
    services.manifest_confirm_code(actor=request.actor, manifest_id=manifest_id, code=code)
    return _("%(code)s has arrived.") % {"code": code}


def _confirm(request: SignedInRequest, manifest_id: int) -> str:
    ticked = request.POST.getlist("line")[:500]
    lines = [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 19]
    count = services.manifest_confirm(actor=request.actor, manifest_id=manifest_id, line_ids=lines)
    return ngettext("%(count)s dossier confirmed.", "%(count)s dossiers confirmed.", count) % {
        "count": count
    }


def _report(request: SignedInRequest, manifest_id: int) -> str:
    services.manifest_report(
        actor=request.actor,
        manifest_id=manifest_id,
        line_id=_number(request, "line"),
        state=_state(request, "state"),
        words=request.POST.get("words", ""),
    )
    return _("Recorded. It stays open until the giving unit has explained it.")


def _explain(request: SignedInRequest, manifest_id: int) -> str:
    services.manifest_explain(
        actor=request.actor,
        manifest_id=manifest_id,
        line_id=_number(request, "line"),
        end=_state(request, "end"),
        words=request.POST.get("words", ""),
    )
    return _("The difference is explained.")


_ACTS: dict[str, _Act] = {
    "add": _add,
    "remove": _remove,
    "send": _send,
    "cancel": _cancel,
    "scan": _scan,
    "confirm": _confirm,
    "report": _report,
    "explain": _explain,
}


def _number(request: SignedInRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _state(request: SignedInRequest, name: str) -> LineState:
    """Return the state that was chosen; one that nobody may choose where it makes no sense."""
    text = request.POST.get(name, "")
    return LineState(text) if text in set(LineState) else LineState.LISTED
