"""One stack: what was found, put right, and confirmed into the dossiers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.dossiers.batch_types import BatchState, BatchView, Role, RunView
from motcua.dossiers.queries.batches import left_days
from motcua.dossiers.services import batches as services
from motcua.dossiers.services.batch_landing import Landing, batch_land
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.batching import DOUBTS, STATES, batch_read
from motcua.office.views.scan_batches import upload_into


@requires(Action.DOSSIER_INTAKE)
@no_transaction  # files that are added are looked at outside of one
@require_http_methods(["GET", "HEAD", "POST"])
def scan_batch(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Show the parts with what is doubtful; a POST does one act on them."""
    if request.method == "POST":
        return _post(request, batch_id)
    with scope_use(request.actor.scope):
        view = batch_read(request, batch_id)
        return render(request, "office/scan_batch.html", _context(view))


def _context(view: BatchView) -> dict[str, Any]:
    people = accounts_by_ids({view.line.begun_by, *(one.begun_by for one in view.repeats)})
    waiting = [one for one in view.runs if one.landed_at is None]
    rows = [_row(run, waiting) for run in waiting]
    return {
        "batch": view,
        "line": view.line,
        "state": STATES[view.line.state],
        "working": view.line.state is BatchState.WORKING,
        "open": view.line.state is BatchState.OPEN,
        "by": people[view.line.begun_by].name if view.line.begun_by in people else "",
        "repeats": [
            (one, people[one.begun_by].name if one.begun_by in people else "")
            for one in view.repeats
        ],
        "rows": rows,
        "ready": sum(row["run"].is_sure for row in rows),
        "may": sum(row["run"].may_land for row in rows),
        "out": (out := any(one.role is not Role.SEPARATOR for one in view.removed)),
        "out_open": out and not rows,
        "days": left_days(),
        "landed": [one for one in view.runs if one.landed_at is not None],
        "codes": sorted({one.code for one in view.runs if one.dossier_id}),
    }


def _row(run: RunView, waiting: list[RunView]) -> dict[str, Any]:
    place = next(number for number, one in enumerate(waiting) if one.id == run.id)
    last = len(run.sheets)
    return {
        "run": run,
        "first": place == 0,
        "doubts": [DOUBTS[one] for one in run.doubts],
        "sheets": [
            {
                "view": sheet,
                "place": number,
                "earlier": number > 1 or place > 0,
                "later": number < last or place < len(waiting) - 1,
                "splits": number > 1,
            }
            for number, sheet in enumerate(run.sheets, 1)
        ],
    }


def _post(request: SignedInRequest, batch_id: int) -> HttpResponse:
    act = request.POST.get("act", "")
    here = reverse("office:scan_batch", args=[batch_id])
    with scope_use(request.actor.scope):
        view = batch_read(request, batch_id)
    if act == "add":
        upload_into(request, view.line.unit_id, batch_id)
        return redirect(here)
    try:
        with scope_use(request.actor.scope):
            anchor = _acted(request, view, act)
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Invalid as refusal:
        messages.error(request, " ".join(str(one.message) for one in refusal.problems))
        return redirect(here)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    if act in {"drop", "end"}:
        put, ended = _("The batch was put aside."), _("The stack is finished.")
        messages.success(request, put if act == "drop" else ended)
        return redirect("office:scan_batches")
    return redirect(f"{here}{anchor}")


def _acted(request: SignedInRequest, view: BatchView, act: str) -> str:
    """Do the act; return where the page goes on."""
    where: dict[str, Any] = {
        "actor": request.actor, "batch_id": view.line.id, "change": number_of(request, "change"),
    }  # fmt: skip
    page, run = number_of(request, "page"), number_of(request, "run")
    if act == "land":
        chosen = [int(one) for one in request.POST.getlist("run") if one.isdigit()][:1000]
        _told(request, batch_land(**where, run_ids=[one for one in chosen if one < 2**62]))
    elif act == "drop":
        services.batch_drop(**where)
    elif act == "end":
        services.batch_end(**where)
    elif act in {"remove", "restore"}:
        services.batch_page_remove(**where, page_id=page, removed=act == "remove")
        return "" if act == "remove" else f"#page-{page}"
    elif act in {"earlier", "later", "put"}:
        to_run, place = _place(request, view, act, page)
        services.batch_page_put(**where, page_id=page, run_id=to_run, place=place)
        return f"#page-{page}"
    elif act == "split":
        return f"#run-{services.batch_page_split(**where, page_id=page)}"
    elif act == "join":
        services.batch_run_join(**where, run_id=run)
    elif act == "away":
        services.batch_run_drop(**where, run_id=run)
    elif act == "name":
        services.batch_run_name(**where, run_id=run, dossier=request.POST.get("dossier", "")[:200])
        return f"#run-{run}"
    elif act == "component":
        component_id = number_of(request, "component")
        if not component_id:
            raise Refused("no_component", _("Choose the component first."))
        services.batch_run_name(**where, run_id=run, component_id=component_id)
        return f"#run-{run}"
    else:
        raise Http404
    return ""


def _place(request: SignedInRequest, view: BatchView, act: str, page: int) -> tuple[int, int]:
    """Return run and place (from 1) that a page is to have; one place on may be the next run."""
    if act == "put":
        return number_of(request, "to_run"), number_of(request, "to")
    waiting = [one for one in view.runs if one.landed_at is None]
    for number, run in enumerate(waiting):
        ids = [one.id for one in run.sheets]
        if page not in ids:
            continue
        place = ids.index(page) + 1
        if act == "earlier" and place == 1 and number > 0:
            return waiting[number - 1].id, len(waiting[number - 1].sheets) + 1
        if act == "later" and place == len(ids) and number + 1 < len(waiting):
            return waiting[number + 1].id, 1
        return run.id, place + (1 if act == "later" else -1)
    raise NotFound("page_unknown", "")


def _told(request: SignedInRequest, done: Landing) -> None:
    if done.components:
        components = ngettext(
            "%(n)d component received its pages.", "%(n)d components received their pages.",
            done.components,
        ) % {"n": done.components}  # fmt: skip
        of = ngettext("It is of %(n)d dossier.", "They are of %(n)d dossiers.", done.dossiers)
        wait = _("The PDFs are being made; then each is compared with its original.")
        messages.success(request, f"{components} {of % {'n': done.dossiers}} {wait}")
    for reason in dict.fromkeys(done.stayed.values()):
        messages.warning(request, _("A part stayed here: %(reason)s") % {"reason": reason})


def number_of(request: SignedInRequest, name: str) -> int:
    """Return a number that was sent; 0 for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
