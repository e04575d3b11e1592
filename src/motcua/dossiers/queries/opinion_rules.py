"""Rules of silence, read: what held and holds in each procedure, what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.models import OpinionRule, OpinionRuleDraft
from motcua.dossiers.opinion_rules import RuleDraftState
from motcua.kernel import clock

DECIDED_SHOWN = 50


@dataclass(frozen=True)
class RuleView:
    """A rule of one procedure; `holds` today, `until` is the first day of the next one.

    `written_by` is None for the operator's command line, which knows no second person.
    """

    procedure_id: int
    valid_from: date
    until: date | None
    silence_consents: bool
    basis: str
    holds: bool
    written_by: int | None
    approved_by: int | None
    at: datetime


@dataclass(frozen=True)
class RuleDraftView:
    """A rule that was written; `decided_by` and `reason` once it was decided about."""

    id: int
    procedure_id: int
    valid_from: date
    silence_consents: bool
    basis: str
    state: RuleDraftState
    written_by: int
    written_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    reason: str


def opinion_rules_all() -> list[RuleView]:
    """Return every rule, by procedure, the newest first; two statements."""
    today = clock.today()
    approved = OpinionRuleDraft.objects.filter(state=RuleDraftState.APPROVED.value)
    eyes = {(one.procedure_id, one.valid_from): one.decided_by for one in approved}
    found: list[RuleView] = []
    for row in OpinionRule.objects.order_by("procedure_id", "-valid_from"):
        last = found[-1] if found and found[-1].procedure_id == row.procedure_id else None
        until = last.valid_from if last else None
        found.append(
            RuleView(
                procedure_id=row.procedure_id,
                valid_from=row.valid_from,
                until=until,
                silence_consents=row.silence_consents,
                basis=row.basis,
                holds=row.valid_from <= today and (until is None or today < until),
                written_by=row.edited_by or None,
                approved_by=eyes.get((row.procedure_id, row.valid_from)),
                at=row.edited_at,
            )
        )
    return found


def opinion_rule_drafts(*, waiting: bool) -> list[RuleDraftView]:
    """Return what waits, oldest first; or the last that were sent or taken back, newest first."""
    rows = OpinionRuleDraft.objects.all()
    if waiting:
        rows = rows.filter(state=RuleDraftState.WAITING.value).order_by("written_at", "pk")
    else:
        ended = (RuleDraftState.RETURNED.value, RuleDraftState.RECALLED.value)
        rows = rows.filter(state__in=ended).order_by("-decided_at", "-pk")[:DECIDED_SHOWN]
    return [
        RuleDraftView(
            id=row.pk,
            procedure_id=row.procedure_id,
            valid_from=row.valid_from,
            silence_consents=row.silence_consents,
            basis=row.basis,
            state=RuleDraftState(row.state),
            written_by=row.written_by,
            written_at=row.written_at,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            reason=row.reason,
        )
        for row in rows
    ]
