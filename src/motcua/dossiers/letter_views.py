"""A form that is proposed, as faces see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.dossiers.letter_rules import LetterAct, ProposalState


@dataclass(frozen=True)
class ProposalView:
    """A form that one person proposed and another signs; `words` are what the act says."""

    ordinal: int
    act: LetterAct
    unit_id: int  # that issues it
    words: Mapping[str, Any]
    proposed_by: int
    proposed_at: datetime
    state: ProposalState
    decided_by: int | None = None
    decided_at: datetime | None = None
    note: str = ""  # why it was sent back
