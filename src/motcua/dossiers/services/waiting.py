"""Dossiers of a group that wait for another one's result: released, held again, or ended.

All of it is the system's own work: `filing` knows the groups and calls this when a result is
there, is taken back, or will never be there. Each is repeatable: a second call changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.dossiers.services import _write
from motcua.dossiers.services._place import WAITS, waited_step, waits_step
from motcua.dossiers.services.citizen import answer_due
from motcua.dossiers.services.due import WAITED
from motcua.dossiers.types import FactType, Phase, Status
from motcua.kernel import clock
from motcua.kernel.failpoints import failpoint, failpoint_after_commit


@transaction.atomic
def dossier_release(dossier_id: int) -> bool:
    """Let the office accept it from now on: what it waited for is there.

    The counter's 8 working hours begin; the legal clock starts with the acceptance, as ever.
    """
    dossier = _locked(dossier_id)
    if not dossier.waiting:
        return False
    at = clock.now()
    dossier.answer_due_at = answer_due(dossier.receiving_unit_id, at)
    dossier.due_explanation = [
        waited_step(one, at) for one in dossier.due_explanation if one["code"] == WAITS
    ]
    _record(dossier, FactType.RELEASED)
    return True


@transaction.atomic
def dossier_hold(dossier_id: int) -> bool:
    """Let it wait again, when the result was taken back and nobody has accepted it yet."""
    dossier = _locked(dossier_id)
    if dossier.waiting or not _before_acceptance(dossier):
        return False
    dossier.answer_due_at = None
    dossier.due_explanation = [
        waits_step((one["params"]["dossiers"],), one["params"]["basis"])
        for one in dossier.due_explanation
        if one["code"] == WAITED
    ]
    _record(dossier, FactType.HELD)
    return True


@transaction.atomic
def dossier_end_waiting(dossier_id: int, *, withdrawn: bool, reason: str, basis: str) -> bool:
    """End what waits for a result that will never be there: as withdrawn, else as not accepted.

    `reason` goes to the applicant in writing; nobody has worked on it.
    """
    dossier = _locked(dossier_id)
    if not dossier.waiting:
        return False
    words = {"reason": reason} if withdrawn else {"reason": reason, "legal_basis": basis}
    _record(
        dossier,
        FactType.WITHDRAWN if withdrawn else FactType.REFUSED,
        rows=_write.requests_close(dossier),
        words=words,
    )
    return True


def _locked(dossier_id: int) -> Dossier:
    return _write.subject_lock(f"dossier:{dossier_id}")


def _before_acceptance(dossier: Dossier) -> bool:
    asked = dossier.status == Status.SUPPLEMENT and dossier.phase == Phase.INTAKE
    return dossier.status == Status.REGISTERED or asked


def _record(dossier: Dossier, type_: FactType, **more: Any) -> None:
    fact = _write.fact_at(type_, clock.now(), **more)
    _write.facts_record(dossier, [fact], _write.SYSTEM, also=["answer_due_at", "due_explanation"])
    failpoint("operation.written")
    failpoint_after_commit("operation.committed")
