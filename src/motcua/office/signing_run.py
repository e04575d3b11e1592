"""Many documents signed in steps: a slow line, a time-out or a closed window loses nothing.

What was chosen stands in the person's session before the first signature is made. Each document is
read, signed and recorded by itself, and each request does a few of them only; the next press, or
the same one again, goes on with the rest. Whether a document is signed is never taken from the
session: the piece of work says so, so that an answer that got lost counts nothing twice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.dossiers.queries.drafts import signed_after
from motcua.dossiers.queries.letters import letter_signed_after
from motcua.identity.access import SignedInRequest
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.office.runs import FAILED, WAITS, steps
from motcua.office.signing import Chosen, sign_and_complete
from motcua.workflow.queries import item_get

RUN = "motcua_signing"
STEP = 5  # documents in one request …
STEP_SECONDS = 10.0  # … and no new one begins after so long
LIFE = timedelta(hours=1)  # a report is shown for so long
# What concerns every document alike: trying the next one would only take as long again.
AWAY = frozenset({"time_stamp_away", "signing_key_away", "revocation_unknown"})
SIGNED = "signed"


@dataclass(frozen=True)
class Entry:
    """One chosen document, and what became of it; `dossier` and `title` name it in the report."""

    chosen: Chosen
    dossier: str
    title: str
    state: str = WAITS
    reason: str = ""

    @property
    def key(self) -> str:
        """Name the line of the page that it was chosen on."""
        code = self.chosen.code
        return (
            f"{self.chosen.letter}-{code}"
            if self.chosen.letter
            else code or str(self.chosen.item_id)
        )


@dataclass
class Run:
    """Everything that was chosen with one press."""

    entries: list[Entry] = field(default_factory=list)
    begun_at: float = 0.0
    held: str = ""  # why it stopped before the end, for all documents alike

    def _in(self, state: str) -> list[Entry]:
        return [one for one in self.entries if one.state == state]

    @property
    def signed(self) -> list[Entry]:
        """Return what is signed."""
        return self._in(SIGNED)

    @property
    def failed(self) -> list[Entry]:
        """Return what stayed as it was, each with its reason."""
        return self._in(FAILED)

    @property
    def left(self) -> list[Entry]:
        """Return what has not been tried yet."""
        return self._in(WAITS)

    @property
    def begun(self) -> datetime:
        """Return when it was begun."""
        return datetime.fromtimestamp(self.begun_at, UTC)


def run_of(request: SignedInRequest) -> Run | None:
    """Return what was chosen last, None when there is nothing (any more) to tell."""
    kept = request.session.get(RUN)
    if not kept:
        return None
    if clock.now().timestamp() - kept["begun_at"] >= LIFE.total_seconds():
        run_drop(request)  # titles may bear names: they stay no longer than they are shown
        return None
    entries = [Entry(**{**one, "chosen": Chosen(**one["chosen"])}) for one in kept["entries"]]
    return Run(entries, kept["begun_at"], kept["held"])


def run_drop(request: SignedInRequest) -> None:
    """Forget the report and what was not tried; what is signed stays signed."""
    request.session.pop(RUN, None)


def run_step(request: SignedInRequest, run: Run) -> bool:
    """Sign the next few documents; return whether there is more to go on with at once.

    What was chosen is noted before anything is signed, and then each document as it is done.

    Raises UpdateError when the person has signed out in another window: nothing goes on then.
    """
    run.begun_at = run.begun_at or clock.now().timestamp()
    run.held = ""
    _keep(request, run)
    run.held = steps(
        run.entries,
        lambda entry: _sign(request, entry),
        lambda: _keep(request, run),
        done=SIGNED,
        most=STEP,
        seconds=STEP_SECONDS,
        away=AWAY,
    )
    if run.held:
        _keep(request, run)
    return bool(run.left) and not run.held


def _sign(request: SignedInRequest, entry: Entry) -> Refused | None:
    if _is_signed(request, entry.chosen):
        return None
    refusal = sign_and_complete(request, entry.chosen)
    # The same press, sent twice, may have been quicker: then it is signed all the same.
    return None if refusal is not None and _is_signed(request, entry.chosen) else refusal


def _is_signed(request: SignedInRequest, chosen: Chosen) -> bool:
    """Tell whether this person has finished the work since it was chosen."""
    account_id = request.actor.account_id
    with scope_use(request.actor.scope):
        if chosen.letter:
            return letter_signed_after(chosen.code, account_id, chosen.version)
        if chosen.code:
            return signed_after(chosen.code, account_id, chosen.version)
        try:
            item = item_get(chosen.item_id)
        except NotFound:
            return False
    mine = item.completed_by_id == account_id and item.outcome == chosen.outcome
    return mine and item.version > chosen.version


def _keep(request: SignedInRequest, run: Run) -> None:
    data: dict[str, Any] = {
        "entries": [asdict(one) for one in run.entries],
        "begun_at": run.begun_at,
        "held": run.held,
    }
    request.session[RUN] = data
    request.session.save()
