"""Form 06, the control sheet: Phiếu kiểm soát quá trình giải quyết hồ sơ."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.printing import print_answer
from motcua.office.counter.prints import form06


@requires(Action.DOSSIER_READ)
@require_safe
def control_sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer with the PDF; 404 outside one's units."""
    return print_answer(request, code, "form-06", form06)
