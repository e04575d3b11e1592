"""The same step on many pieces of work: each in its own transaction, with a report of what failed.

Lawful in bulk are: to claim, to give back, to confirm a receipt, to hand over to one colleague
(taken back until confirmed), and to finish a step with the same outcome where `bulk_rules` allows
it (to assign has its own page). An opinion, a supplement and a return need their own words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from motcua.dossiers.services import (
    work_claim,
    work_complete_alike,
    work_confirm_receipt,
    work_hand_over,
    work_release,
    work_take_back,
)
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.office.runs import FAILED, WAITS, steps
from motcua.office.subjects import subjects_build
from motcua.workflow.queries import item_get
from motcua.workflow.types import ItemState, ItemToAssign

KEY = "motcua_work_run"
STEP, STEP_SECONDS = 20, 10.0
LIFE = timedelta(hours=1)
DONE = "done"
ACTS: dict[str, Callable[..., object]] = {
    "claim": work_claim,
    "release": work_release,
    "confirm": work_confirm_receipt,
    "hand_over": work_hand_over,
    "take_back": work_take_back,
    "complete": work_complete_alike,
}


@dataclass(frozen=True)
class Entry:
    """A chosen piece of work; code, address and step name it in the report."""

    item_id: int
    version: int
    code: str = ""
    url: str = ""
    step: str = ""
    state: str = WAITS
    reason: str = ""


@dataclass
class Run:
    """What was chosen with one press; `to`, `outcome` and `note` are the same for all of it."""

    act: str
    entries: list[Entry] = field(default_factory=list)
    begun_at: float = 0.0
    to: int = 0
    outcome: str = ""
    note: str = ""

    def _in(self, state: str) -> list[Entry]:
        return [one for one in self.entries if one.state == state]

    @property
    def done(self) -> list[Entry]:
        """Return what is done."""
        return self._in(DONE)

    @property
    def failed(self) -> list[Entry]:
        """Return what stayed as it was, each with its reason."""
        return self._in(FAILED)

    @property
    def left(self) -> list[Entry]:
        """Return what has not been tried yet."""
        return self._in(WAITS)


def run_begin(
    request: SignedInRequest,
    act: str,
    chosen: list[ItemToAssign],
    *,
    to: int = 0,
    outcome: str = "",
    note: str = "",
) -> Run:
    """Return a new run; what it is called is read now, as it may go out of sight."""
    entries = []
    with scope_use(request.actor.scope):
        items = {}
        for one in chosen:
            try:
                items[one.item_id] = item_get(one.item_id)
            except NotFound:
                continue
        subjects = subjects_build(item.subject for item in items.values())
    for one in chosen:
        item = items.get(one.item_id)
        subject = subjects.get(item.subject) if item else None
        entries.append(
            Entry(
                one.item_id,
                one.expected_version,
                subject.row.code if subject else "",
                subject.url if subject else "",
                item.name if item else "",
            )
        )
    return Run(act, entries, clock.now().timestamp(), to, outcome, note)


def run_of(request: SignedInRequest) -> Run | None:
    """Return what was chosen last, None when there is nothing (any more) to tell."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    if clock.now().timestamp() - kept["begun_at"] >= LIFE.total_seconds():
        run_drop(request)
        return None
    return Run(**{**kept, "entries": [Entry(**one) for one in kept["entries"]]})


def run_drop(request: SignedInRequest) -> None:
    """Forget the report; what is done stays done."""
    request.session.pop(KEY, None)


def run_again(run: Run) -> None:
    """Let everything that failed be tried again, as it stands now."""
    for place, one in enumerate(run.entries):
        if one.state != FAILED:
            continue
        try:
            version = item_get(one.item_id).version
        except NotFound:
            version = one.version
        run.entries[place] = replace(one, state=WAITS, reason="", version=version)


def run_step(request: SignedInRequest, run: Run) -> bool:
    """Do the next few; return whether there is more to go on with.

    Raises UpdateError when the person has signed out in another window.
    """

    def keep() -> None:
        data: dict[str, Any] = asdict(run)
        request.session[KEY] = data
        request.session.save()

    keep()
    steps(
        run.entries,
        lambda entry: _do(request.actor, run, entry),
        keep,
        done=DONE,
        most=STEP,
        seconds=STEP_SECONDS,
    )
    return bool(run.left)


def undo_of(actor: Actor, run: Run) -> list[ItemToAssign]:
    """Return what of a hand-over can still be taken back: nobody has confirmed it."""
    if run.act != "hand_over":
        return []
    found = []
    for one in run.done:
        try:
            item = item_get(one.item_id)
        except NotFound:
            continue
        if item.state is ItemState.HANDED_OVER and item.holder_id == actor.account_id:
            found.append(ItemToAssign(item.id, item.version))
    return found


def _do(actor: Actor, run: Run, entry: Entry) -> Refused | None:
    try:
        with scope_use(actor.scope):
            ACTS[run.act](
                actor=actor,
                item_id=entry.item_id,
                expected_version=entry.version,
                **_more(run, entry),
            )
    except Refused as refusal:
        # The same press, sent twice: then it is done all the same.
        return None if _is_done(actor, run, entry) else refusal
    return None


def _more(run: Run, entry: Entry) -> dict[str, Any]:
    """Return what an act needs besides the piece of work."""
    if run.act == "hand_over":
        unit = item_get(entry.item_id).unit_id
        return {"to_unit_id": unit, "to_account_id": run.to, "note": run.note}
    return {"outcome": run.outcome, "note": run.note} if run.act == "complete" else {}


def _is_done(actor: Actor, run: Run, entry: Entry) -> bool:
    with scope_use(actor.scope):
        try:
            item = item_get(entry.item_id)
        except NotFound:
            return False
    if item.version <= entry.version:
        return False
    if run.act == "release":
        return item.state is ItemState.OPEN
    if run.act == "hand_over":
        return item.state is ItemState.HANDED_OVER and item.offered_to_id == run.to
    if run.act == "complete":
        by_me = item.completed_by_id == actor.account_id
        return item.state is ItemState.DONE and by_me and item.outcome == run.outcome
    return item.state is ItemState.CLAIMED and item.claimed_by_id == actor.account_id
