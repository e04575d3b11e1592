"""The pages of one component under work: add, arrange, correct, and have the PDF made."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.documents.services import file_store
from motcua.documents.types import FileRefused
from motcua.dossiers.queries.batches import left_days
from motcua.dossiers.queries.digital import scan_of
from motcua.dossiers.retention import SCAN_DROPPED
from motcua.dossiers.scan_types import ScanState, ScanView
from motcua.dossiers.services import scans as services
from motcua.dossiers.services.scan_making import scan_work
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.scanning import place_read

WAIT_SECONDS = 8  # while the officer waits; the worker does the rest
FILES_MAX = 30


@requires(Action.DOSSIER_INTAKE)
@no_transaction  # pictures are worked on outside of one
@require_http_methods(["GET", "POST"])
def scan(request: SignedInRequest, code: str, component_id: int) -> HttpResponse:
    """Show the pages; a POST does one act on them."""
    if request.method == "POST":
        return _post(request, code, component_id)
    with scope_use(request.actor.scope):
        place = place_read(request, code, component_id)
        found = scan_of(component_id)
        context = {
            "dossier": place.dossier,
            "component": place.component,
            "digital": place.digital,
            "scan": found,
            "pages": _pages(found) if found else [],
            "waiting": bool(found) and _waits(found),
            "attached": bool(place.component.files) and not place.digital.copy,
            "days": left_days(SCAN_DROPPED),
        }
        return render(request, "office/scan.html", context)


def _waits(found: ScanView | None) -> bool:
    if found is None:
        return False
    making = found.state is ScanState.MAKING
    return making or any(page.state == "waiting" for page in found.pages)


def _pages(found: ScanView) -> list[dict[str, Any]]:
    last = len(found.pages)
    return [
        {
            "view": page,
            "number": number,
            "first": number == 1,
            "last": number == last,
            "turn_left": (page.turn - 90) % 360,
            "turn_right": (page.turn + 90) % 360,
            "corners": [(round(x * 100, 1), round(y * 100, 1)) for x, y in page.hand_corners],
        }
        for number, page in enumerate(found.pages, 1)
    ]


def _post(request: SignedInRequest, code: str, component_id: int) -> HttpResponse:
    act = request.POST.get("act", "")
    try:
        with scope_use(request.actor.scope):
            place_read(request, code, component_id)
            scan_id = _acted(request, code, component_id, act)
        if scan_id and act != "drop":
            scan_work(scan_id, seconds=WAIT_SECONDS, scope=request.actor.scope)
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("office:scan", code, component_id)
    if act == "drop":
        messages.success(request, _("The pages were put aside."))
        return redirect("office:scans", code)
    with scope_use(request.actor.scope):
        found = scan_of(component_id)
    if found is not None and found.state is ScanState.MADE:
        return redirect("office:scan_compare", code, component_id)
    return redirect("office:scan", code, component_id)


def _acted(request: SignedInRequest, code: str, component_id: int, act: str) -> int:
    """Do the act; return the scan's id."""
    where: dict[str, Any] = {"actor": request.actor, "code": code, "component_id": component_id}
    change = _number(request, "change")
    if act == "add":
        ids = _stored(request)
        return services.scan_add(**where, file_ids=ids) if ids else 0
    if act == "attached":
        return services.scan_add_attached(**where)
    if act == "reopen":
        return services.scan_reopen(**where)
    if act == "drop":
        services.scan_drop(**where, change=change)
        return 1
    if act == "finish":
        return services.scan_finish(
            **where, change=change, declared_pages=_number(request, "declared")
        )
    page: dict[str, Any] = {
        "actor": request.actor,
        "code": code,
        "page_id": _number(request, "page"),
        "change": change,
    }
    if act == "move":
        services.scan_page_move(**page, to=_number(request, "to"))
    else:
        services.scan_page_change(**page, wish=_wish(request, act))
    found = scan_of(component_id)
    return found.id if found else 0


def _wish(request: SignedInRequest, act: str) -> dict[str, Any]:
    if act == "turn":
        return {"turn": _number(request, "turn")}
    if act in {"remove", "restore"}:
        return {"removed": act == "remove"}
    if act == "tone":
        return {"tone": request.POST.get("tone", "")}
    if act == "whole":
        return {"corners": []}
    if act == "find":
        return {"corners": None}
    if act == "corners":
        try:
            given = [float(one.replace(",", ".")) / 100 for one in request.POST.getlist("corner")]
        except ValueError:
            given = []
        pairs = list(zip(given[::2], given[1::2], strict=False))
        # An odd list is refused by the operation, like every other nonsense.
        return {"corners": [list(one) for one in pairs] if len(given) == 8 else [[]]}
    raise Http404


def _stored(request: SignedInRequest) -> list[int]:
    """Store what was uploaded; return the ids of what was taken in, and say what was not."""
    ids: list[int] = []
    uploads = request.FILES.getlist("file") + request.FILES.getlist("camera")
    if not uploads:
        messages.warning(request, _("Choose a picture or a PDF first."))
    if len(uploads) > FILES_MAX:
        messages.warning(
            request,
            _("At most %(most)s files at once; the rest was left out.") % {"most": FILES_MAX},
        )
    for upload in uploads[:FILES_MAX]:
        try:
            stored = file_store(
                data=cast(BinaryIO, upload),
                name=upload.name or "",
                claimed_type=upload.content_type or "",
            )
        except FileRefused as refusal:
            messages.error(request, f"“{(upload.name or '')[:80]}”: {refusal}")
            continue
        ids.append(stored.id)
    return ids


def _number(request: SignedInRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
