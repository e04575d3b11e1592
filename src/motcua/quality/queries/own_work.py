"""Whether an audit would look at its auditor's own work (TCVN ISO 9001:2015, 9.2.2 c)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from motcua.dossiers.queries.of_processes import any_of_procedures
from motcua.identity.queries import people_of
from motcua.identity.rules import STEP_ACTIONS
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import units_own
from motcua.quality.types import AuditPlan
from motcua.workflow.queries.done import process_hands, steps_done

LOOKED_BACK = timedelta(days=366)  # what an audit of the year may see


class OwnWork(StrEnum):
    """Why it would be their own work."""

    POSTED = "posted"  # works in the audited unit
    STEPS = "steps"  # had a hand in what is audited
    DREW = "drew"  # drew or approved the audited process


@dataclass(frozen=True)
class Conflict:
    """Somebody whose own work it would be."""

    account_id: int
    why: OwnWork


def own_work(plan: AuditPlan, accounts: Iterable[int] = ()) -> list[Conflict]:
    """Return the auditors (or these accounts) who would audit their own work, and why.

    With no procedure and no process named, whoever does steps of dossiers in the audited units or
    their bodies does the audited work. Otherwise whoever did steps of the named ones there within
    a year, or drew or approved a named process.
    """
    found = []
    # The work of a unit is done in its bodies too.
    units = {below.id for one in plan.unit_ids for below in units_own(one, ended=True)}
    plan = replace(plan, unit_ids=tuple(sorted(units)))
    with scope_use(SYSTEM):
        posted = _posted(plan)
        drew = process_hands(plan.processes)
        for account_id in accounts or plan.auditor_ids:
            if account_id in drew:
                found.append(Conflict(account_id, OwnWork.DREW))
            elif account_id in posted:
                found.append(Conflict(account_id, OwnWork.POSTED))
            elif _did(plan, account_id):
                found.append(Conflict(account_id, OwnWork.STEPS))
    return found


def _posted(plan: AuditPlan) -> frozenset[int]:
    if plan.procedures or plan.processes:
        return frozenset()
    people = people_of(unit_ids=plan.unit_ids)
    return frozenset(one.account_id for one in people if one.actions & STEP_ACTIONS)


def _did(plan: AuditPlan, account_id: int) -> bool:
    since = clock.now() - LOOKED_BACK
    if (
        plan.processes
        and steps_done(
            account_id, unit_ids=plan.unit_ids, since=since, keys=plan.processes
        ).exists()
    ):
        return True
    if not plan.procedures and plan.processes:
        return False
    done = steps_done(account_id, unit_ids=plan.unit_ids, since=since)
    return any_of_procedures(done, plan.procedures) if plan.procedures else done.exists()
