"""A day of payments as a file: CSV or XLSX."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.payments import MEDIA, day_file, day_of


@requires(Action.PAYMENT_RECONCILE)
@require_safe
def payments_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Hand out the movements and differences of a day."""
    if kind not in MEDIA:
        raise Http404
    day = day_of(request)
    answer = HttpResponse(day_file(day, kind), content_type=MEDIA[kind])
    answer["Content-Disposition"] = f'attachment; filename="thu-phi-{day.isoformat()}.{kind}"'
    return answer
