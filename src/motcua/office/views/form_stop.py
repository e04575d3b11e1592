"""Form 05: Thông báo dừng giải quyết hồ sơ."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.dossiers.types import FactType, PaperForm
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.printing import letter_answer


@requires(Action.DOSSIER_READ)
@require_safe
def form_stop(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer with the PDF; 404 outside one's units."""
    return letter_answer(request, code, PaperForm.STOP, (FactType.WITHDRAWN, FactType.STOPPED))
