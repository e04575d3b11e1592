"""What may follow in a petition, and within which limits (domain brief 7.1)."""

from __future__ import annotations

from motcua.feedback.types import PetitionState

S = PetitionState
REFUSE_LIMIT = "2wd"
ASK_LIMIT = "5wd"
ANSWER_LIMIT = "15wd"
TEXT_MOST = 4000
COMMENT_MOST = 1000
_OFFICE = {
    S.RECEIVED: frozenset({S.IN_PROCESS, S.WAITING, S.ANSWERED, S.REFUSED}),
    S.IN_PROCESS: frozenset({S.WAITING, S.ANSWERED}),
    S.WAITING: frozenset({S.ANSWERED}),
}
_PETITIONER = {
    S.RECEIVED: frozenset({S.WITHDRAWN}),
    S.IN_PROCESS: frozenset({S.WITHDRAWN}),
    S.WAITING: frozenset({S.IN_PROCESS, S.WITHDRAWN}),
}
OPEN = frozenset(_OFFICE)


def office_may(state: PetitionState, to: PetitionState) -> bool:
    """Whether the office may take this step now."""
    return to in _OFFICE.get(state, frozenset())


def petitioner_may(state: PetitionState, to: PetitionState) -> bool:
    """Whether the petitioner may take this step now."""
    return to in _PETITIONER.get(state, frozenset())
