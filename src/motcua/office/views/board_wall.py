"""A board on a wall screen, of whoever is signed in: large, in turns, nobody's name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.queries.live import figures_mark
from motcua.office.boards import live
from motcua.office.boards.asked import asked_of
from motcua.office.boards.wall import wall_of
from motcua.office.boards.walls import hall_of, hall_unit, wall_context


@requires(Action.BOARD_READ)
@require_safe
def board_wall(request: SignedInRequest) -> HttpResponse:
    """Show it; unit, days, field and procedure are the address, as on the board."""
    asked = asked_of(request)
    hall = hall_of(hall_unit(asked.unit, asked.reader))

    problems = asked.problems
    if asked.narrow.channel is not None:
        problems = (*problems, _("A wall counts every channel."))

    def built() -> dict[str, Any]:
        return wall_context(
            wall_of(
                asked.reader,
                asked.unit,
                asked.counted,
                asked.choice.period,
                procedure_ids=asked.narrow.procedure_ids,
                hall=hall,
            ),
            asked.counted,
            only=asked.only,
            back=asked.board_url(board=asked.reader.value),
            problems=problems,
        )

    request.ui_theme = "dark"  # type: ignore[attr-defined]  # not as the device's night mode
    with asked.choice.seen():
        added = figures_mark(asked.counted.ids)
    mark = live.mark_of(request, added, hall)
    return live.answer(
        request, mark, "office/board_wall.html", "office/_board_wall_part.html", built
    )
