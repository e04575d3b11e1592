"""Review and sign several results: approvals of a leader, numbers and seal of a clerk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.queries.drafts import DraftRow, drafts_by_dossiers
from motcua.dossiers.queries.numbers import numbers_proposed
from motcua.dossiers.services.signing import APPROVED, ROLES
from motcua.dossiers.types import ACTION_OF
from motcua.drafting.queries import dossiers_with_text
from motcua.identity.access import SignedInRequest, fresh, keeps_form, requires
from motcua.identity.assurance import form_kept
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.letter_lines import letter_entry, letter_lines, letters_more
from motcua.office.signing import Chosen
from motcua.office.signing_both import FIELD, both_settle, needless
from motcua.office.signing_run import Entry, Run, run_drop, run_of, run_step
from motcua.office.worklists import WorkRow, rows_build
from motcua.workflow.queries import item_get
from motcua.workflow.queries import worklist as items_find
from motcua.workflow.types import Act, WorklistRow

SHOWN = 50
CHOSEN = 4 * SHOWN  # what one page can show: to sign afterwards, to approve, to issue, forms
AFTER = "after-"  # in a chosen value: an approved result that a leader signs afterwards
LOOKED_THROUGH = 10  # pages of SHOWN that are looked through for such


@dataclass(frozen=True)
class ToSign:
    """A line of the page: the work, the draft, and what was typed last time.

    `after`: no work of this person, but a result approved unsigned that a leader signs now.
    """

    row: WorkRow
    draft: DraftRow
    after: bool = False
    number: str = ""
    picked: bool = False
    proposed: str = ""  # what it gets when no number is typed

    @property
    def key(self) -> str:
        """Return what names the line in the form."""
        return f"{AFTER}{self.row.dossier.code}" if self.after else str(self.row.item.id)

    @property
    def value(self) -> str:
        """Return what a chosen line sends: what it is, as it was seen."""
        return f"{self.key}:{self.draft.dossier_version}" if self.after else self.row.value

    @property
    def issues(self) -> bool:
        """Whether the clerk's number and the seal are what is missing."""
        return self.row.item.act is Act.ISSUE and not self.after

    @property
    def blocked(self) -> bool:
        """Whether a leader must sign before it gets its number and the seal."""
        return self.issues and self.draft.waits_for_leader

    @property
    def copies(self) -> bool:
        """Whether these are certified copies: each paper gets its number on their own page."""
        return self.row.dossier.certified_copies

    @property
    def pickable(self) -> bool:
        """Whether the line can be chosen here."""
        return not (self.blocked or self.copies)

    @property
    def step(self) -> str:
        """Return what is to be done."""
        return _("Sign the approved result") if self.after else self.row.item.name

    @property
    def due_at(self) -> datetime:
        """Return until when this step is to be done."""
        return self.row.item.due_at

    def chosen(self) -> Chosen:
        """Return what a press does with this line."""
        if self.after:
            return Chosen(version=self.draft.dossier_version, code=self.row.dossier.code)
        item = self.row.item
        outcome = item.outcomes[0].code if self.issues else APPROVED
        return Chosen(item.id, item.version, outcome, self.number)


@requires(Action.WORK_READ)
@fresh  # a signature has the force of one's hand
@keeps_form
@no_transaction  # keys and time-stamps are waited for between transactions
@require_http_methods(["GET", "HEAD", "POST"])
def work_sign(request: SignedInRequest) -> HttpResponse:
    """List what waits for a signature of this person; a POST signs what was chosen, in steps."""
    if request.method != "POST":
        return _page(request, form_kept(request) or request.POST)
    run, problem = None, ""
    if request.POST.get("run") == "end":
        run_drop(request)
    elif request.POST.get("run") == "on":
        run = run_of(request)
    else:
        entries, problem = _chosen(request)
        run = Run(entries) if not problem else None
    if problem:
        return _page(request, request.POST, status=422, problem=problem)
    try:
        goes_on = run is not None and run_step(request, run)
    except UpdateError:  # signed out in another window: the rest is not signed
        request.session.flush()
        goes_on = False
    if goes_on:
        return _page(request, request.POST, run=run, goes_on=True)
    return redirect("office:work_sign")


def _page(
    request: SignedInRequest,
    typed: QueryDict,
    *,
    status: int = 200,
    problem: str = "",
    run: Run | None = None,
    goes_on: bool = False,
) -> HttpResponse:
    with scope_use(request.actor.scope):
        told = run or run_of(request)
        lines, more = ([], False) if goes_on else _lines(request, typed, told)
        picked = {value.rpartition(":")[0] for value in typed.getlist("item")}
        letters = [] if goes_on else letter_lines(request, picked)
        context = {
            "needless": sorted(needless(letters, (line.row.dossier for line in lines))),
            "both": typed.get(FIELD, ""),
            "letters": letters,
            "run": None if problem else told,
            "goes_on": goes_on,
            "lines": lines,
            "texts": dossiers_with_text(line.row.dossier.id for line in lines),
            "problem": problem,
            "proposed": any(line.proposed for line in lines),
            "issues": any(line.issues and not line.copies for line in lines),
            "all_picked": request.method == "GET" and request.GET.get("pick") == "all",
            "pickable": any(line.pickable for line in lines),
            "title": _("Review and sign"),
            "letters_more": letters_more(request, letters),
            "results_more": more,
        }
        return render(request, "office/work_sign.html", context, status=status)


def _lines(
    request: SignedInRequest, typed: QueryDict, run: Run | None = None
) -> tuple[list[ToSign], bool]:
    """Return what this person may sign now, and whether there is work beyond what one page shows.

    A fixed number of statements per page of work.

    A number that was typed for what `run` has not signed stands there again.
    """
    actor = request.actor
    unsigned = [*run.failed, *run.left] if run is not None else []
    again = {one.key: one.chosen.number for one in unsigned}
    picked = {value.rpartition(":")[0] for value in typed.getlist("item")}
    units = actor.unit_ids_for(Action.WORK_READ)
    pages = [
        items_find(unit_ids=units, account_id=actor.account_id, act=act, limit=SHOWN)
        for act in (Act.APPROVE, Act.ISSUE)
        if any(actor.may(ACTION_OF[act], unit) for unit in units)
    ]
    found = rows_build(actor, [row for page in pages for row in page.rows])
    rows = [row for row in found if row.can_claim or row.mine]
    drafts = drafts_by_dossiers(row.dossier.id for row in rows)
    lines = [
        ToSign(row, draft)
        for row in rows
        if (draft := drafts.get(row.dossier.id)) is not None
        and not (row.item.act is Act.APPROVE and draft.eyes_barred(actor.account_id))
    ]
    shown = [
        ToSign(
            line.row,
            line.draft,
            line.after,
            typed.get(f"number-{line.key}", again.get(line.key, "")).strip()[:80],
            line.key in picked,
        )
        for line in [*_after_lines(request), *lines]
    ]
    free = numbers_proposed(line.row.dossier.id for line in shown if line.issues)
    told = [replace(line, proposed=free.get(line.row.dossier.id, "")) for line in shown]
    return told, any(page.after is not None for page in pages)


def _after_lines(request: SignedInRequest) -> list[ToSign]:
    """Return results that wait for their number and that no leader has signed, for a leader."""
    actor = request.actor
    decides = actor.unit_ids_for(Action.DOSSIER_APPROVE)
    lines: list[ToSign] = []
    after, looked = None, 0
    while decides and len(lines) < SHOWN and looked < LOOKED_THROUGH:
        page = items_find(
            unit_ids=actor.unit_ids_for(Action.WORK_READ),
            account_id=actor.account_id,
            act=Act.ISSUE,
            after=after,
            limit=SHOWN,
        )
        lines += _after_of(request, page.rows, decides)
        after, looked = page.after, looked + 1
        if after is None:
            break
    return lines[:SHOWN]


def _after_of(
    request: SignedInRequest, found: tuple[WorklistRow, ...], decides: frozenset[int]
) -> list[ToSign]:
    ids = [int(row.item.subject.partition(":")[2]) for row in found]
    drafts = {
        number: one for number, one in drafts_by_dossiers(ids).items() if one.waits_for_leader
    }
    waiting = [row for row, number in zip(found, ids, strict=True) if number in drafts]
    return [
        ToSign(row, drafts[row.dossier.id], after=True)
        for row in rows_build(request.actor, waiting)
        if row.dossier.competent_unit_id in decides
        and not drafts[row.dossier.id].eyes_barred(request.actor.account_id)
    ]


def _chosen(request: SignedInRequest) -> tuple[list[Entry], str]:
    """Return what was chosen, and in words what is wrong with it."""
    entries: list[Entry] = []
    unnumbered: list[tuple[int, int]] = []
    with scope_use(request.actor.scope):
        shown, _more = _lines(request, request.POST)
        lines = {line.key: line for line in shown if line.pickable}
        letters = {one.key: one for one in letter_lines(request, set())}
        for value in dict.fromkeys(request.POST.getlist("item")[:CHOSEN]):
            key, _mark, seen = value.rpartition(":")
            if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
                continue
            letter = letter_entry(key, int(seen), letters)
            if letter is not None:
                entries.append(letter)
                continue
            line = lines.get(key)
            entry = _entry(line, int(seen)) if line else _gone(request, key, int(seen))
            if entry is not None:
                entries.append(entry)
                if line is not None and line.issues and not entry.chosen.number:
                    unnumbered.append((len(entries) - 1, line.row.dossier.id))
        proposed = numbers_proposed((one for _place, one in unnumbered), in_turn=True)
        for place, dossier_id in unnumbered:
            chosen = replace(entries[place].chosen, number=proposed.get(dossier_id, ""))
            entries[place] = replace(entries[place], chosen=chosen)
    missing = any(not entries[place].chosen.number for place, _dossier_id in unnumbered)
    if not entries:
        return [], _("Choose at least one document first.")
    codes = needless(letters.values(), (line.row.dossier for line in shown))
    entries, problem = both_settle(entries, codes, request.POST.get(FIELD, ""))
    if problem:
        return [], problem
    return entries, _("Enter a number for each chosen document.") if missing else ""


def _entry(line: ToSign, seen: int) -> Entry:
    chosen = replace(line.chosen(), version=seen)
    return Entry(chosen, dossier=line.row.dossier.code, title=line.draft.title)


def _gone(request: SignedInRequest, key: str, seen: int) -> Entry | None:
    """Return a document that is no longer on the list: signed meanwhile, or refused by name."""
    if key.startswith(AFTER):
        code = key.removeprefix(AFTER)[:60]
        return Entry(Chosen(version=seen, code=code), dossier=code, title="")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    try:
        item = item_get(int(key))
    except NotFound:
        return None
    if item.act not in ROLES:
        return None  # no other work is finished from here
    found = dossiers_by_ids([int(item.subject.partition(":")[2])])
    outcome = APPROVED if item.act is Act.APPROVE else item.outcomes[0].code
    number = request.POST.get(f"number-{key}", "").strip()[:80]
    code = next((one.code for one in found.values()), "")
    return Entry(Chosen(item.id, seen, outcome, number), dossier=code, title=item.name)
