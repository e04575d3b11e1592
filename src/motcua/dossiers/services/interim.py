"""Dossiers that a counter took in while the line was down, entered when it is back.

The true reception is the origin of the clock: submission and acceptance stand at that instant,
and the due date follows from it. The event tells the interim slip, who took it in and when it
came here (domain brief 2.7, rule 6). Whether the instant may be believed is decided by who calls
(`reception.interim`): unlike a reception that somebody merely declares, it lies in the block of
numbers that the server gave out before the line broke.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.dossiers import chain
from motcua.dossiers.services import _write
from motcua.dossiers.services._submission import submission_clean
from motcua.dossiers.services.intake import _accept
from motcua.dossiers.services.submit import dossier_write, receipt_of, receiving_of
from motcua.dossiers.types import FactType, Outcome, Receipt, Submission
from motcua.identity.types import Action, Actor
from motcua.kernel import batch, clock
from motcua.kernel.errors import Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.procedures.queries import offering_get
from motcua.procedures.types import OfferingView


@dataclass(frozen=True, slots=True)
class TakenOffline:
    """How a dossier came in without a line; no personal data, it enters the event.

    The event also tells when it was synchronised; by whom, it tells as of every act.

    `account_id` took it in at `at` under the slip `number`; `clock_ms` is by how much the device's
    clock was moved since its block was issued, 0 when it was not. Settled otherwise than the slip
    said, `kind` is what the counter did, `settled` what was entered, `changed` what differs. With
    a `cause` the slip was written by hand: why.
    """

    number: str
    account_id: int
    at: datetime
    clock_ms: int = 0
    kind: str = ""
    settled: str = ""
    changed: tuple[str, ...] = ()
    cause: str = ""

    def told(self) -> dict[str, Any]:
        """Return the JSON of the event."""
        data: dict[str, Any] = {
            "number": self.number,
            "by": self.account_id,
            "synced": chain.instant_text(clock.now()),
        }
        if self.cause:
            data["hand"] = self.cause
        if self.clock_ms:
            data["clock_ms"] = self.clock_ms
        if self.changed:
            data |= {"kind": self.kind, "settled": self.settled, "changed": list(self.changed)}
        return {"interim": data}


def interim_offering(*, unit_id: int, code: str, at: datetime) -> OfferingView:
    """Return what the unit offered, and the version in force, on the day of the true reception.

    Raises NotFound, or Refused `not_taken_in_today`.
    """
    day = clock.local(at).date()
    offering = offering_get(unit_id=unit_id, code=code, on=day)
    if not offering.takes_in_on(day):
        raise Refused("not_taken_in_today", _("This procedure could not be taken in on that day."))
    return offering


def dossier_take_over(
    *,
    actor: Actor,
    submission: Submission,
    taken: TakenOffline,
    accept: bool,
    reason: str = "",
    action: Action = Action.DOSSIER_INTAKE,
) -> Receipt:
    """Enter what was taken in without a line: registered, or accepted at once as the slip says.

    `reason` is why it is entered although something spoke against it, `action` the right that is
    needed for it. Raises what `dossier_submit` and `dossier_accept` raise. Doing it once is the
    caller's matter.
    """
    with override("vi"):  # reasons stand in the language of the papers
        usual = _("The line was down; interim slip %(number)s.")
        if taken.cause:
            usual = _("Written by hand; interim slip %(number)s.")
        usual = usual % {"number": taken.number}
    clean = submission_clean(submission)
    told = " ".join(filter(None, [usual, reason]))
    clean = replace(clean, declared_at=taken.at, declared_reason=told)
    offering = interim_offering(unit_id=clean.unit_id, code=clean.procedure_code, at=taken.at)
    with batch.operation():
        receiving = receiving_of(clean, offering)
        posting = actor.posting_for(action, receiving)
        doer = _write.doer_of(posting)
        dossier = dossier_write(clean, offering, receiving, doer, told=taken.told())
        if accept:
            _accept(dossier, posting, taken.at, offering)
        failpoint("submit.written")
        failpoint_after_commit("submit.committed")
    return receipt_of(dossier)


def dossier_slip_join(*, actor: Actor, code: str, taken: TakenOffline) -> Outcome:
    """Note in a dossier that an interim slip belongs to it: nothing is taken in a second time.

    Raises NotFound, Forbidden, Refused `not_in_this_status` for a dossier that has ended.
    """
    with batch.operation():
        dossier = _write.dossier_lock(code)
        posting = actor.posting_for(Action.DOSSIER_INTAKE, dossier.receiving_unit_id)
        fact = _write.fact_at(
            FactType.DOCUMENT_ADDED,
            clock.now(),
            kind="interim",
            taken_at=taken.at,
            **taken.told(),
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome
