"""Rules of silence that wait for approval."""

from __future__ import annotations

from typing import Any

from motcua.dossiers.models import OpinionRuleDraft
from motcua.dossiers.opinion_rules import RuleDraftState
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.dossiers import Commune


def rule_written(commune: Commune, **over: Any) -> OpinionRuleDraft:
    """Return a rule for the commune's procedure that waits; the same one when it is there."""
    fields: dict[str, Any] = {"procedure_id": commune.offering.version.procedure_id}
    fields |= {"valid_from": clock.today(), "state": RuleDraftState.WAITING.value}
    rest = {"silence_consents": True, "basis": "Điều 12", "written_by": 0, **over}
    with scope_use(SYSTEM):
        row, _made = OpinionRuleDraft.objects.get_or_create(
            **fields, defaults={**rest, "written_at": clock.now()}
        )
    return row
