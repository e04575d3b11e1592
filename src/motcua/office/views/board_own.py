"""The board of one's own work: what is due, what was finished, the own times."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.queries.live import figures_mark
from motcua.office.boards import live, own


@requires(Action.WORK_CLAIM)
@require_safe
def board_own(request: SignedInRequest) -> HttpResponse:
    """Show it; an open page asks for its part alone."""
    peeked = own.peek(request)

    def built() -> dict[str, Any]:
        return own.build(request, peeked)

    mark = live.mark_of(request, figures_mark(own.units_own(request)), peeked)
    return live.answer(request, mark, "office/board_own.html", "office/_board_own_part.html", built)
