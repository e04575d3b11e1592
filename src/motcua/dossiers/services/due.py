"""The dossier's legal clock: its due instant is a function of its origin events and the calendar.

Never of when something was synchronised (architecture, chapter 4): the acceptance instant, the
limit of the version accepted under, the suspensions with their documents, the calendar known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import Calendar, Due, DueRule, Suspension, due_compute, limit_parse
from motcua.dossiers.models import Dossier, Obligation, SupplementRequest
from motcua.dossiers.services import _write
from motcua.dossiers.types import FactType, Phase
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.procedures.queries import version_get
from motcua.procedures.types import VersionView
from motcua.workflow.services import process_deadline_move

WAITED = "waited_for"  # the step of an explanation that `deadlines.explain` words
OPEN = (2, 4, 6)  # accepted and running; a supplement (5) has its clock recomputed when it ends


def due_of(
    version: VersionView,
    unit_id: int,
    accepted_at: datetime,
    suspensions: Iterable[Suspension] = (),
    calendar: Calendar | None = None,
) -> Due:
    """Return the due instant of a dossier accepted under `version` in `unit_id`.

    `calendar` saves asking for it again where many are computed at once.
    Raises Refused `no_limit` when the version has no limit (such a procedure cannot be opened).
    """
    if not version.limit:
        raise Refused("no_limit", _("This procedure has no time limit yet."))
    return due_compute(
        limit=limit_parse(version.limit),
        received=accepted_at,
        calendar=calendar or calendar_for(unit_id),
        rule=DueRule(version.due_rule),
        suspensions=tuple(suspensions),
    )


def version_of(dossier: Dossier) -> VersionView:
    """Return the version that a dossier keeps, with the limit of its group where it has one."""
    version = version_get(dossier.procedure_version_id)
    if not dossier.own_limit:
        return version
    return replace(version, limit=dossier.own_limit, due_rule=DueRule.CLOCK.value)


def explained(dossier: Dossier, due: Due) -> list[dict[str, Any]]:
    """Return why this date, as JSON: what it waited for before stands first, and stays."""
    before = [one for one in dossier.due_explanation if one["code"] == WAITED]
    return before + due_json(due)


def due_json(due: Due) -> list[dict[str, Any]]:
    """Return the explanation as JSON, as the dossier keeps it."""
    return [{"code": step.code, "params": dict(step.params)} for step in due.explanation]


def suspensions_of(dossier: Dossier) -> list[Suspension]:
    """Return the ended suspensions of a dossier in order: supplements and pausing obligations."""
    supplements = SupplementRequest.objects.filter(
        dossier=dossier, phase=Phase.APPRAISAL, state="received"
    ).values_list("requested_at", "received_at", "ordinal")
    obligations = Obligation.objects.filter(
        dossier=dossier, pauses=True, fulfilled_at__isnull=False
    ).values_list("requested_at", "fulfilled_at", "notice_number")
    # The document that stopped the clock: form 02 with its ordinal, or the notice.
    found = [(start, end, f"02/{ordinal}") for start, end, ordinal in supplements]
    found += list(obligations)
    return [
        Suspension(start, end, document)
        for start, end, document in sorted(found)
        if start is not None and end is not None
    ]


def due_again(dossier: Dossier) -> Due:
    """Return the due instant from the origin events and today's knowledge of the calendar."""
    if dossier.accepted_at is None:
        raise ValueError("a dossier that was not accepted has no due instant")
    return due_of(
        version_of(dossier),
        dossier.competent_unit_id,
        dossier.accepted_at,
        suspensions_of(dossier),
    )


def units_with_open_dossiers(unit_ids: Iterable[int] | None = None) -> list[int]:
    """Return the competent units (of these, or of all) that have open dossiers with a clock."""
    found = Dossier.objects.filter(status__in=OPEN)
    if unit_ids is not None:
        found = found.filter(competent_unit_id__in=list(unit_ids))
    return sorted(found.values_list("competent_unit_id", flat=True).distinct())


def dossiers_recompute_due(*, unit_id: int, reason: str) -> int:
    """Recompute the open due instants of a unit after its calendar changed; return how many moved.

    Each change is an event that keeps the old value and the reason; closed dossiers are not
    touched; a suspended one gets its new due when it resumes. Safe to repeat after a crash.
    """
    found = Dossier.objects.filter(
        competent_unit_id=unit_id, status__in=OPEN, suspended_from__isnull=True
    ).order_by("pk")  # one order, so that two that recompute do not wait in a ring
    return sum(_recompute(code, reason) for code in list(found.values_list("code", flat=True)))


def _recompute(code: str, reason: str) -> bool:
    dossier = _write.dossier_lock(code)
    if dossier.status not in OPEN or dossier.suspended_from is not None:
        return False
    due = due_again(dossier)
    if due.instant == dossier.due_at:
        return False
    fact = _write.fact_at(
        FactType.DUE_CHANGED,
        clock.now(),
        due_before=dossier.due_at,
        due_at=due.instant,
        reason=reason,
    )
    dossier.due_explanation = explained(dossier, due)
    _write.facts_record(dossier, [fact], _write.SYSTEM, also=["due_explanation"])
    if dossier.process_id is not None:
        process_deadline_move(process_id=dossier.process_id, deadline_at=due.instant)
    return True
