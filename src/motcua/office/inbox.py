"""Reminders on the page where somebody begins: how many are open, the most urgent ones.

Besides them the official reports that wait for this person (to sign, approve, send, receive), and
wall screens whose link ends soon or has just ended.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from motcua.dossiers.queries.ladders import inbox_of
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.office.frozen_reports import line_words
from motcua.office.team import RUNGS
from motcua.oversight.frozen.queries import unseen_count, waiting_for
from motcua.reception.queries.devices import walls_ending

SHOWN = 5


def inbox_context(request: SignedInRequest) -> dict[str, Any] | None:
    """Return what `_inbox.html` shows; nothing on a list that is filtered.

    One statement; four more for those who sign official reports, one for who hangs boards up.
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
        "arrived": unseen_count(request.actor),
        "screens": _screens(request.actor),
    }


def _screens(actor: Actor) -> int:
    units = actor.unit_ids_for(Action.BOARD_SCREEN)
    return walls_ending(units, settings.WALL_WARN_DAYS) if units else 0
