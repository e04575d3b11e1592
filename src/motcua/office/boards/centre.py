"""The board of a one-stop centre: the hall now, today's intake, what is still to be done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.digital import to_digitise_count
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.indicators.queries.counted_board import board_of
from motcua.kernel import clock
from motcua.office.boards.asked import Asked, received_of
from motcua.office.boards.now import flow_keys, today_of
from motcua.office.boards.shown import RECEIVED, Links, lines_of
from motcua.office.boards.unit import common
from motcua.office.figures import figure_name
from motcua.reception.queries.desk import counters_of, hall_now, halls_of
from motcua.reception.queries.figures import forecast_today
from motcua.reception.queries.interim_paper import numbers_open
from motcua.ui import formats
from motcua.ui.types import Bar, KeyFigure, Tone
from motcua.workflow.queries.standing import acts_waiting
from motcua.workflow.types import Act


@dataclass(frozen=True)
class Waiting:
    """Who waits in one queue, since when the first of them, and how long it should take at most."""

    name: str
    number: int
    since: datetime | None
    aim: int  # minutes


@dataclass(frozen=True)
class Peek:
    """The hall and the work of the centre at this moment; nobody's name or number in it."""

    hall: bool
    queues: tuple[Waiting, ...]
    serving: int
    open_counters: int
    counters: int
    to_return: int

    @property
    def waiting(self) -> int:
        """Return how many wait."""
        return sum(one.number for one in self.queues)


def peek(request: SignedInRequest, asked: Asked) -> Peek:
    """Return the state of the hall and of the counter's work; six statements at most."""
    unit_id = asked.unit.id
    acts = acts_waiting(asked.unit_ids & request.actor.unit_ids_for(Action.BOARD_READ))
    return peek_of(unit_id, acts.get(Act.RETURN, 0))


def peek_of(unit_id: int, to_return: int) -> Peek:
    """Return the state of a hall."""
    if not halls_of([unit_id]):
        return Peek(False, (), 0, 0, 0, to_return)
    now = hall_now(unit_id)
    counters = counters_of(unit_id)
    return Peek(
        hall=True,
        queues=tuple(
            Waiting(
                f"{one.queue.prefix} · {one.queue.name}",
                len(one.waiting),
                min((view.ticket.taken_at for view in one.waiting), default=None),
                one.queue.aim_minutes,
            )
            for one in now.queues
        ),
        serving=len(now.at_counters),
        open_counters=sum(one.open_since is not None for one in counters),
        counters=len(counters),
        to_return=to_return,
    )


def build(request: SignedInRequest, asked: Asked, peeked: Peek) -> dict[str, Any]:
    """Return what the page shows."""
    shown = board_of(
        asked.counted,
        asked.choice.period,
        procedure_ids=asked.narrow.procedure_ids,
        officials=False,
    )
    links = Links(asked.query)
    whole = asked.narrow.procedure_ids is None and not asked.narrow.channel
    keys = [*hall_keys(peeked, _url(request, "hall")), *flow_keys(asked, today_of(asked))[:1]]
    if whole:
        keys += _to_do(request, asked, peeked)
    common_ = common(asked, shown, links)
    received = shown.totals[received_of(asked.narrow.channel)]
    columns = (received_of(asked.narrow.channel),) if asked.narrow.channel else RECEIVED
    return {
        **common_,
        # Only what was taken in: timeliness belongs to the competent unit.
        "groups": common_["groups"][:1],
        "trends": common_["trends"][:1],
        "headline": {
            "value": received,
            "text": _("received by this centre in the period"),
            "href": links.to(received_of(asked.narrow.channel), received),
            "note": "",
        },
        "columns": [figure_name(figure, short=True) for figure in columns],
        "keys": keys,
        "hall": peeked.hall,
        "forecast": forecast_today(asked.unit.id) if peeked.hall else None,
        "queues": queue_bars(peeked),
        "by_procedure": lines_of(shown.by_procedure, links, "procedure", asked, columns),
    }


def hall_keys(peeked: Peek, url: str = "") -> list[KeyFigure]:
    """Return who waits, how long against the aim of that queue, and how many counters serve."""
    if not peeked.hall:
        return []
    minutes = aim = 0
    waits = [(one.since, one.aim) for one in peeked.queues if one.since is not None]
    if waits:
        since, aim = min(waits)
        minutes = max(0, int((clock.now() - since).total_seconds() // 60))
    late = bool(aim) and minutes > aim
    return [
        KeyFigure(
            peeked.waiting,
            _("people wait in the hall"),
            url,
            Tone.NEUTRAL,
            _("at the counters: %(n)s") % {"n": formats.number(peeked.serving)},
        ),
        KeyFigure(
            _("%(n)s min") % {"n": formats.number(minutes)},
            _("the longest wait now"),
            url,
            Tone.OVERDUE if late else Tone.NEUTRAL,
            _("aim: %(n)s minutes") % {"n": formats.number(aim)} if aim else "",
        ),
        KeyFigure(
            peeked.open_counters,
            _("counters open"),
            url,
            Tone.DUE_SOON if peeked.waiting and not peeked.open_counters else Tone.NEUTRAL,
            _("of %(n)s") % {"n": formats.number(peeked.counters)},
        ),
    ]


def queue_bars(peeked: Peek) -> list[Bar]:
    """Return how many wait in each queue."""
    return [Bar(one.name, one.number) for one in peeked.queues]


def _to_do(request: SignedInRequest, asked: Asked, peeked: Peek) -> list[KeyFigure]:
    """Return what the centre has still to do: papers, results, slips."""
    actor, unit_id = request.actor, asked.unit.id
    papers = to_digitise_count(asked.unit_ids)
    numbers = numbers_open(asked.unit_ids)
    slips = numbers.missing + numbers.waiting
    back = peeked.to_return
    digitise = _url(request, "to_digitise") if actor.may(Action.DOSSIER_INTAKE, unit_id) else ""
    worklist = reverse("office:worklist") if actor.may(Action.WORK_READ, unit_id) else ""
    enter = _url(request, "interim") if actor.may(Action.RECEPTION_SERVE, unit_id) else ""
    soon = {True: Tone.RUNNING, False: Tone.NEUTRAL}
    return [
        KeyFigure(
            back,
            _("results to hand over"),
            f"{worklist}?act={Act.RETURN.value}" if worklist and back else "",
            soon[bool(back)],
        ),
        KeyFigure(
            papers, _("dossiers to digitise"), digitise if papers else "", soon[bool(papers)]
        ),
        KeyFigure(
            slips,
            _("interim slips to enter"),
            enter if slips else "",
            Tone.DUE_SOON if slips else Tone.NEUTRAL,
        ),
    ]


def _url(request: SignedInRequest, name: str) -> str:
    """Return a page of the centre; nothing for whoever may not open it."""
    rights = {
        "hall": Action.RECEPTION_SERVE,
        "to_digitise": Action.DOSSIER_INTAKE,
        "interim": Action.RECEPTION_SERVE,
    }
    return reverse(f"office:{name}") if request.actor.may(rights[name]) else ""
