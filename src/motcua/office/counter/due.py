"""The due date for a dossier that would be accepted now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.deadlines.explain import explanation_lines, limit_text
from motcua.dossiers.services.due import due_of
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.procedures.types import VersionView


@dataclass(frozen=True)
class DuePanel:
    """The due instant with its reasons, or why there is none."""

    version: VersionView
    unit_id: int
    limit: str = ""
    instant: datetime | None = None
    reasons: tuple[str, ...] = ()
    problem: str = ""


def due_panel(version: VersionView, unit_id: int, at: datetime | None = None) -> DuePanel:
    """Return the due date and "why this date" for an acceptance at an instant, or at this one."""
    try:
        due = due_of(version, unit_id, at or clock.now())
    except Refused as refusal:
        return DuePanel(version, unit_id, problem=str(refusal))
    limit = version.limit_text if version.limit == "same-day" else limit_text(version.limit)
    return DuePanel(version, unit_id, limit, due.instant, tuple(explanation_lines(due)))
