"""A board on a television that nobody signs in to: opened by its link, sums alone, live."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.indicators.queries.live import figures_mark
from motcua.kernel.scope import scope_board, scope_use
from motcua.office.boards import live
from motcua.office.boards.centre import Peek
from motcua.office.boards.screens import (
    Screened,
    ends_soon,
    screen_opened,
    screen_over,
    screen_page,
    screen_said,
    screened_of,
)
from motcua.office.boards.wall import wall_of
from motcua.office.boards.walls import hall_of, hall_unit, wall_context
from motcua.reception.types import DeviceView


@screen_page
@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """Show the board that the link was made for, or say plainly why there is none."""
    device = screen_opened(request, token)
    if isinstance(device, HttpResponse):
        return device
    language = device.shown.get("language", "")
    with translation.override(
        language if language in dict(settings.LANGUAGES) else settings.DEFAULT_LANGUAGE
    ):
        response = screen_over(request, device) or _board(request, device)
        response["Content-Language"] = translation.get_language()
    return response


def _board(request: HttpRequest, device: DeviceView) -> HttpResponse:
    shown = screened_of(device)
    if shown is None:
        return screen_said(
            request,
            _("This screen must be set up again"),
            _("A filter that was chosen for it is known no more."),
            410,
        )
    centre_id = hall_unit(shown.unit, shown.reader)
    # A board of the unit alone counts no dossier of its centre; its hall is shown all the same.
    halls = frozenset() if centre_id is None else frozenset({centre_id})
    with scope_use(scope_board(shown.counted.ids | halls)):
        return _answer(request, device, shown, hall_of(centre_id))


def _answer(
    request: HttpRequest, device: DeviceView, shown: Screened, hall: Peek | None
) -> HttpResponse:

    def built() -> dict[str, Any]:
        return wall_context(
            wall_of(
                shown.reader,
                shown.unit,
                shown.counted,
                shown.period,
                procedure_ids=shown.narrow.procedure_ids,
                hall=hall,
            ),
            shown.counted,
            only=shown.only,
            ends=ends_soon(device),
        )

    mark = live.mark_of(request, figures_mark(shown.counted.ids), hall)
    return live.answer(
        request, mark, "office/board_wall.html", "office/_board_wall_part.html", built
    )
