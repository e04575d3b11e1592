"""Review and sign several results: approvals of a leader, numbers and seal of a clerk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries.drafts import DraftRow, drafts_by_dossiers
from motcua.dossiers.services.signing import APPROVED, ROLES
from motcua.dossiers.types import ACTION_OF
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.signing import Chosen, sign_and_complete
from motcua.office.worklists import WorkRow, failures_build, rows_build
from motcua.workflow.queries import item_get
from motcua.workflow.queries import worklist as items_find
from motcua.workflow.types import Act, BulkFailure

SHOWN = 50


@dataclass(frozen=True)
class ToSign:
    """A line of the page: the work, the draft, and what was typed last time."""

    row: WorkRow
    draft: DraftRow
    number: str = ""
    picked: bool = False

    @property
    def issues(self) -> bool:
        """Whether the clerk's number and the seal are what is missing."""
        return self.row.item.act is Act.ISSUE


@requires(Action.WORK_CLAIM)
@no_transaction  # keys and time-stamps are waited for between transactions
@require_http_methods(["GET", "HEAD", "POST"])
def work_sign(request: SignedInRequest) -> HttpResponse:
    """List what waits for a signature of this person; a POST signs what was chosen."""
    if request.method != "POST":
        return _page(request)
    chosen = _chosen(request)
    if not chosen:
        return _page(request, status=422, problem=_("Choose at least one document first."))
    if any(one.outcome != APPROVED and not one.number for one in chosen):
        return _page(request, status=422, problem=_("Enter a number for each chosen document."))
    failures = [(one, sign_and_complete(request, one)) for one in chosen]
    failed = [why for _one, why in failures if why is not None]
    done = len(chosen) - len(failed)
    words = ngettext("%(n)d document is signed.", "%(n)d documents are signed.", done) % {"n": done}
    if not failed:
        messages.success(request, words)
        return redirect("office:work_sign")
    return _page(request, status=422, failures=failed, done=words if done else "")


def _page(
    request: SignedInRequest,
    *,
    status: int = 200,
    problem: str = "",
    failures: Sequence[BulkFailure] = (),
    done: str = "",
) -> HttpResponse:
    with scope_use(request.actor.scope):
        lines = _lines(request)
        context = {
            "done": done,
            "failed": failures_build(failures),
            "lines": lines,
            "problem": problem,
            "issues": any(line.issues for line in lines),
            "title": _("Review and sign"),
        }
        return render(request, "office/work_sign.html", context, status=status)


def _lines(request: SignedInRequest) -> list[ToSign]:
    """Return what this person may sign now; a fixed number of statements."""
    actor = request.actor
    picked = {value.partition(":")[0] for value in request.POST.getlist("item")}
    units = actor.unit_ids_for(Action.WORK_READ)
    found = [
        row
        for act in (Act.APPROVE, Act.ISSUE)
        if any(actor.may(ACTION_OF[act], unit) for unit in units)
        for row in items_find(
            unit_ids=units, account_id=actor.account_id, act=act, limit=SHOWN
        ).rows
    ]
    rows = [row for row in rows_build(actor, found) if row.can_claim or row.mine]
    drafts = drafts_by_dossiers(row.dossier.id for row in rows)
    return [
        ToSign(
            row,
            drafts[row.dossier.id],
            request.POST.get(f"number-{row.item.id}", "")[:80],
            str(row.item.id) in picked,
        )
        for row in rows
        if row.dossier.id in drafts
    ]


def _chosen(request: SignedInRequest) -> list[Chosen]:
    """Return what was chosen, each with its outcome and number; what is not seen is left out."""
    wanted = []
    for value in request.POST.getlist("item")[:SHOWN]:
        seen, _mark, version = value.partition(":")
        digits = seen.isascii() and seen.isdigit() and version.isascii() and version.isdigit()
        if digits and len(seen) < 19 and len(version) < 10:
            wanted.append((int(seen), int(version)))
    chosen = []
    with scope_use(request.actor.scope):
        for item_id, at in wanted:
            try:
                item = item_get(item_id)
            except NotFound:
                continue
            if item.act not in ROLES:
                continue  # no other work is finished from here
            outcome = APPROVED if item.act is Act.APPROVE else item.outcomes[0].code
            number = request.POST.get(f"number-{item_id}", "").strip()
            chosen.append(Chosen(item_id, at, outcome, number))
    return chosen
