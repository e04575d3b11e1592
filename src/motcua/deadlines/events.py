"""Facts that this package publishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """A layer of the calendar says something new; open due dates may have to be computed anew.

    `unit_id` is the layer's unit, None the whole country; everything below it is concerned.
    `dates` are in order. `onwards` means every date from the first one on (weekly sessions).
    `source` names the decision, for the history of each due date that moves.
    """

    unit_id: int | None
    dates: tuple[date, ...]
    source: str
    onwards: bool = False
