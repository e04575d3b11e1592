"""The board of one official: the own work and the own times; nobody else's, and no ranking."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.boards.shown import Line
from motcua.office.figures import instant_of
from motcua.office.worksteps import STEP_NAMES
from motcua.ui import formats
from motcua.ui.types import Cell, KeyFigure, Tone
from motcua.workflow.queries.standing import OwnDone, OwnWork, own_done, own_work
from motcua.workflow.types import Act, DueBucket, WorklistView

SINCE = timedelta(days=27)
"""Four weeks with the present day."""
Peek = tuple[OwnWork, tuple[OwnDone, ...]]


def units_own(request: SignedInRequest) -> frozenset[int]:
    """Return the units in which somebody works."""
    return request.actor.unit_ids_for(Action.WORK_CLAIM)


def since_own() -> datetime:
    """Return the first instant of the four weeks that end today."""
    return clock.midnight(clock.today() - SINCE)


def peek(request: SignedInRequest) -> Peek:
    """Return the own work and what was finished in four weeks; two statements."""
    me, units = request.actor.account_id, units_own(request)
    return own_work(me, units), own_done(me, units, since_own())


def build(request: SignedInRequest, peeked: Peek) -> dict[str, Any]:
    """Return what the page shows."""
    del request
    work, done = peeked
    return {
        "as_of": instant_of(clock.now()),
        "first": since_own().date(),
        "last": clock.today(),
        "keys": _keys(work, done),
        "headline": _headline(done),
        "columns": [_("Finished"), _("Within the time of the step"), _("After it")],
        "lines": [_line(one) for one in done],
        "nothing": not work.open and not done,
    }


def _keys(work: OwnWork, done: tuple[OwnDone, ...]) -> list[KeyFigure]:
    whole = _("of %(n)s that you have") % {"n": formats.number(work.open)}
    today = sum(one.today for one in done)
    return [
        KeyFigure(
            work.overdue,
            _("overdue now"),
            _worklist(DueBucket.OVERDUE) if work.overdue else "",
            Tone.OVERDUE if work.overdue else Tone.DONE,
            whole,
        ),
        KeyFigure(
            work.today,
            _("due today"),
            _worklist(DueBucket.TODAY) if work.today else "",
            Tone.DUE_SOON if work.today else Tone.NEUTRAL,
            whole,
        ),
        KeyFigure(
            work.soon,
            _("due in the two days after"),
            _worklist(DueBucket.SOON) if work.soon else "",
            Tone.NEUTRAL,
            whole,
        ),
        KeyFigure(
            work.to_confirm,
            _("handed to you, to be confirmed"),
            _worklist() if work.to_confirm else "",
            Tone.RUNNING if work.to_confirm else Tone.NEUTRAL,
            whole,
        ),
        KeyFigure(
            today,
            _("steps finished today"),
            steps_url(today="1") if today else "",
            Tone.NEUTRAL,
            _("in four weeks: %(n)s") % {"n": formats.number(sum(one.done for one in done))},
        ),
    ]


def _headline(done: tuple[OwnDone, ...]) -> dict[str, Any] | None:
    whole, in_time = sum(one.done for one in done), sum(one.in_time for one in done)
    if not whole:
        return None
    text = _("of %(n)s steps that you finished in four weeks were within the time of the step")
    return {
        "value": in_time,
        "text": text % {"n": formats.number(whole)},
        "href": steps_url(late="0") if in_time else "",
        "note": formats.percent(in_time / whole),
    }


def _line(one: OwnDone) -> Line:
    act = one.act.value
    return Line(
        str(STEP_NAMES[one.act]),
        "",
        "",
        (
            Cell(_("Finished"), one.done, steps_url(act=act)),
            Cell(
                _("Within the time of the step"),
                one.in_time,
                steps_url(act=act, late="0") if one.in_time else "",
            ),
            Cell(_("After it"), one.late, steps_url(act=act, late="1") if one.late else "", True),
        ),
    )


def steps_url(**query: str) -> str:
    """Return the list of own finished steps, narrowed."""
    start = reverse("office:board_own_steps")
    return f"{start}?{urlencode(query)}" if query else start


def act_of(text: str) -> Act | None:
    """Return the kind of step that an address names."""
    return Act(text) if text in set(Act) else None


def _worklist(bucket: DueBucket | None = None) -> str:
    query = {"view": WorklistView.MINE.value, **({"due": bucket.value} if bucket else {})}
    return f"{reverse('office:worklist')}?{urlencode(query)}"
