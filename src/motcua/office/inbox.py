"""Reminders on the page where somebody begins: how many are open, the most urgent ones.

Besides them the official reports that wait for this person: to sign, approve, send, receive.
"""

from __future__ import annotations

from typing import Any

from motcua.dossiers.queries.ladders import inbox_of
from motcua.identity.access import SignedInRequest
from motcua.office.frozen_reports import line_words
from motcua.office.team import RUNGS
from motcua.oversight.frozen.queries import unseen, waiting_for

SHOWN = 5


def inbox_context(request: SignedInRequest) -> dict[str, Any] | None:
    """Return what `_inbox.html` shows; nothing on a list that is filtered.

    One statement; four more for those who sign official reports.
    """
    if request.GET:
        return None
    found = inbox_of(request.actor.account_id)
    rows = [
        {"code": one.code, "due_at": one.due_at, "words": RUNGS[one.rung]} for one in found.rows
    ]
    reports = waiting_for(request.actor)
    return {
        "count": found.count,
        "late": found.late,
        "rows": rows,
        "reports": [line_words(one) for one in reports[:SHOWN]],
        "reports_more": max(0, len(reports) - SHOWN),
        "arrived": len(unseen(request.actor)),
    }
