"""Form 01, the slip: Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""

from __future__ import annotations

from csp.constants import SELF
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.dossiers.slip_paper import form01
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.printing import print_answer


@requires(Action.DOSSIER_READ)
@require_safe
def slip(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer with the PDF; 404 outside one's units."""
    response = print_answer(request, code, "form-01", form01)
    # The counter prints it from a frame of its own page.
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # noqa: SLF001 - how django-csp is told
    return response
