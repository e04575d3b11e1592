"""Work that was sent back: by whom, why, how often; told where its receiver works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.types import FactType
from motcua.dossiers.views import DossierView

# What says that the receiver has dealt with it since.
DEALT = frozenset({FactType.APPRAISED, FactType.APPROVED, FactType.STOPPED, FactType.DONE})


@dataclass(frozen=True)
class Returned:
    """The newest return that nobody has dealt with yet; `times` counts all of them."""

    reason: str
    step: str
    who: str
    at: datetime
    times: int


def returned_of(view: DossierView) -> Returned | None:
    """Return what was sent back and waits to be done again, None when nothing does."""
    events = [e for e in view.timeline if e.type == FactType.SENT_BACK and "element" in e.data]
    if not events:
        return None
    last = events[-1]
    if any(e.seq > last.seq and e.type in DEALT for e in view.timeline):
        return None
    item = next(
        (
            one
            for one in reversed(view.items)
            if one.element == last.data["element"] and one.completed_at == last.at
        ),
        None,
    )
    return Returned(
        reason=item.note if item else "",
        step=item.name if item else "",
        who=last.account_name,
        at=last.at,
        times=len(events),
    )


def reasons_back(view: DossierView) -> Mapping[datetime, str]:
    """Return the reasons of all returns by when they were given, for the control sheet."""
    at = {e.at for e in view.timeline if e.type == FactType.SENT_BACK and "element" in e.data}
    return {
        one.completed_at: one.note
        for one in view.items
        if one.completed_at is not None and one.completed_at in at and one.note
    }
