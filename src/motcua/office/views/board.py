"""The board of a unit for its reader: what to decide now, then the period; it renews itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.public.standing import standing
from motcua.indicators.queries.live import figures_mark
from motcua.office.boards import centre, live, ministry, province, unit
from motcua.office.boards.asked import CHANNELS, READERS, Asked, Reader, asked_of
from motcua.office.comparing.area import area_code
from motcua.office.inbox import inbox_context

Peek = Callable[[SignedInRequest, Asked], Any]
Build = Callable[[SignedInRequest, Asked, Any], dict[str, Any]]
BOARDS: dict[Reader, tuple[Peek, Build]] = {
    Reader.UNIT: (unit.peek, unit.build),
    Reader.CENTRE: (centre.peek, centre.build),
    Reader.PROVINCE: (province.peek, province.build),
    Reader.MINISTRY: (ministry.peek, ministry.build),
}


@requires(Action.BOARD_READ)
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """Show the board; unit, days and filters are the address. An open page asks for its part."""
    asked = asked_of(request)
    peek, build = BOARDS[asked.reader]
    peeked = peek(request, asked)

    def built() -> dict[str, Any]:
        return {**_frame(request, asked), **build(request, asked, peeked)}

    with asked.choice.seen():
        added = figures_mark(asked.counted.ids)
    mark = live.mark_of(request, added, peeked)
    return live.answer(request, mark, "office/board.html", "office/_board_part.html", built)


def _frame(request: SignedInRequest, asked: Asked) -> dict[str, Any]:
    """Return what stands around the figures."""
    query = urlencode(asked.choice.query)
    return {
        "inbox": inbox_context(request),
        "asked": asked,
        "choice": asked.choice,
        "standing": standing(),
        "title": READERS[asked.reader],
        "channels": [(key, words) for key, words, _figure in CHANNELS.values()],
        "wall_url": f"{reverse('office:board_wall')}?{urlencode(asked.wall_query)}",
        "screens_url": f"{reverse('office:board_screens')}?{urlencode(asked.wall_query)}"
        if request.actor.may(Action.BOARD_SCREEN, asked.unit.id) and not asked.choice.taken
        else "",
        "compare_url": _compare_url(request, asked),
        "report_url": f"{reverse('office:report', args=['ii06a'])}?{query}"
        if request.actor.may(Action.REPORT_READ, asked.unit.id)
        else "",
    }


def _compare_url(request: SignedInRequest, asked: Asked) -> str:
    """Return the comparison among which the unit stands, of the same days."""
    days = {key: asked.choice.query[key] for key in ("from", "to")}
    area = area_code(request.actor, asked.unit)
    query = urlencode({"unit": area, **days} if area else days)
    return f"{reverse('office:compare')}?{query}"
