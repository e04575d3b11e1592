"""What faces see of returns inside the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.return_rules import ReturnAnswer, ReturnCause, ReturnState, ReturnTo
from motcua.workflow.types import WorkItemView


@dataclass(frozen=True)
class ReturnView:
    """A return inside the office; accounts and units are ids.

    `item` is the piece of work that puts it right, None when it is over or lies out of scope;
    `drawn`: the process itself sent it back. `held_minutes` is working time.
    """

    dossier_id: int
    ordinal: int
    to: ReturnTo
    cause: ReturnCause
    reason: str
    put_right: str
    element: str
    from_unit_id: int
    from_account: int
    to_unit_id: int
    to_account: int | None
    returned_at: datetime
    state: ReturnState
    answer: ReturnAnswer
    answer_text: str
    ended_by: int | None
    ended_at: datetime | None
    held_minutes: int | None
    drawn: bool
    item: WorkItemView | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be put right."""
        return self.state is ReturnState.OPEN

    @property
    def bars(self) -> bool:
        """Whether the dossier waits for it; what the drawing sent back waits by its own step."""
        return self.is_open and not self.drawn
