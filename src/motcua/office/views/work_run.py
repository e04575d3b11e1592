"""One step on many pieces of work, with a report of what failed and why."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.absences import number_read
from motcua.office.fields import REASON_MAX
from motcua.office.views.work_bulk_assign import CHOSEN_MAX, chosen_read
from motcua.office.work_run import (
    ACTS,
    Run,
    run_again,
    run_begin,
    run_drop,
    run_of,
    run_step,
    undo_of,
)

TITLES = {
    "claim": gettext_lazy("Claim several"),
    "release": gettext_lazy("Give several back"),
    "confirm": gettext_lazy("Confirm several receipts"),
    "hand_over": gettext_lazy("Hand several over"),
    "take_back": gettext_lazy("Take several back"),
    "complete": gettext_lazy("Finish several alike"),
}


@requires(Action.WORK_CLAIM)
@no_transaction  # each piece of work is a transaction of its own
@require_http_methods(["GET", "HEAD", "POST"])
def work_run(request: SignedInRequest) -> HttpResponse:
    """Show the report of the last run; a POST begins one, goes on, tries again or ends it."""
    problem = ""
    run = run_of(request)
    if request.method == "POST":
        what = request.POST.get("run", "")
        if what == "end":
            run_drop(request)
            return redirect("office:worklist")
        if what == "again" and run is not None:
            with scope_use(request.actor.scope):
                run_again(run)
        elif what != "on":
            run, problem = _begun(request)
        try:
            goes_on = run is not None and run_step(request, run)
        except UpdateError:  # signed out in another window
            request.session.flush()
            goes_on = False
        if not goes_on and not problem:
            return redirect("office:work_run")
        return _page(request, run, problem, goes_on=goes_on, status=422 if problem else 200)
    return _page(request, run, "", goes_on=False)


def _begun(request: SignedInRequest) -> tuple[Run | None, str]:
    act = request.POST.get("act", "")
    chosen = [chosen_read(value) for value in request.POST.getlist("item")[:CHOSEN_MAX]]
    items = [one for one in chosen if one is not None]
    if act not in ACTS or not items:
        return None, _("Choose at least one piece of work first.")
    to, outcome = number_read(request, "to"), request.POST.get("outcome", "")[:40]
    note = request.POST.get("note", "").strip()[:REASON_MAX]
    if act == "hand_over" and not to:
        return None, _("Choose the person who gets the work.")
    if act == "complete" and not outcome:
        return None, _("Choose one of the possible outcomes.")
    return run_begin(request, act, items, to=to, outcome=outcome, note=note), ""


def _page(
    request: SignedInRequest, run: Run | None, problem: str, *, goes_on: bool, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "run": run,
        "goes_on": goes_on,
        "problem": problem,
        "title": TITLES[run.act] if run is not None else _("Several pieces of work"),
    }
    with scope_use(request.actor.scope):
        context["undo"] = undo_of(request.actor, run) if run is not None and not goes_on else []
        return render(request, "office/work_run.html", context, status=status)
