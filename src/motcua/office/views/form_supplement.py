"""Form 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.dossiers.types import FactType, PaperForm
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.printing import letter_answer


@requires(Action.DOSSIER_READ)
@require_safe
def form_supplement(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer with the PDF of the latest request, or of `?ordinal=`; 404 outside one's units."""
    asked = (FactType.SUPPLEMENT_REQUESTED,)
    ordinal = request.GET.get("ordinal", "")
    return letter_answer(request, code, PaperForm.SUPPLEMENT, asked, ordinal)
