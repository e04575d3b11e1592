"""What a parent is worth, given its parts: pure rules, no database, no clock.

A parent has no status of its own: nobody accepts or decides it, so it follows from its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from motcua.dossiers.types import ENDED, Status

GOOD = frozenset({Status.DONE, Status.RETURNED})


class GroupState(StrEnum):
    """Where a parent stands."""

    RUNNING = "running"  # a part is not ended
    DONE = "done"  # every part has its result
    PARTLY = "partly"  # ended; what has its result stays valid
    ENDED = "ended"  # ended without any result


class Step(StrEnum):
    """What is to be done with a part that waits, or waited, for others."""

    NOTHING = ""
    RELEASE = "release"
    HOLD = "hold"
    END = "end"


@dataclass(frozen=True)
class PartState:
    """A part for the rules; `status` is None where it could not be filed.

    `accepted` says that its body has accepted it, also when it asks for more since; `refusal` that
    the result which it came to is a reasoned refusal: nothing can stand on that.
    """

    key: str
    status: Status | None
    accepted: bool = False
    waiting: bool = False
    waits_for: tuple[str, ...] = ()
    refusal: bool = False

    @property
    def good(self) -> bool:
        """Whether it ended with what was asked for."""
        return self.status in GOOD and not self.refusal

    @property
    def dead(self) -> bool:
        """Whether it ended without."""
        return self.status in ENDED and not self.good


def group_state(parts: Iterable[PartState]) -> GroupState:
    """Return where the parent stands. A part that could not be filed keeps nothing open."""
    listed = list(parts)
    filed = [one.status for one in listed if one.status is not None]
    if any(status not in ENDED for status in filed):
        return GroupState.RUNNING
    good = sum(one.good for one in listed)
    if good == len(listed):
        return GroupState.DONE
    return GroupState.PARTLY if good else GroupState.ENDED


def may_be_again(part: PartState, others: Mapping[str, PartState]) -> bool:
    """Whether a part may be filed once more in its group: it ended without a result.

    What it needs must be there or still be possible; a part that needs nothing is the lead, whose
    end is the end of what hangs on it: then a new group begins.
    """
    awaited = [others[key] for key in part.waits_for if key in others]
    return part.dead and bool(awaited) and not any(one.dead for one in awaited)


def step_next(part: PartState, others: Mapping[str, PartState]) -> Step:
    """Return what the results of other parts mean for one that depends on them.

    An awaited part that could not be filed, or is not of this group, is waited for as one that
    runs: it may still be filed.
    """
    if part.status is None or part.status in ENDED or not part.waits_for:
        return Step.NOTHING
    awaited = [others[key] for key in part.waits_for if key in others]
    if any(one.dead for one in awaited):
        return Step.END if part.waiting else Step.NOTHING
    if all(one.good for one in awaited):
        return Step.RELEASE if part.waiting else Step.NOTHING
    return Step.NOTHING if part.accepted or part.waiting else Step.HOLD
