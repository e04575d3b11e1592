"""Form 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.documents.forms import Form02
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.printing import print_answer
from motcua.office.counter.prints import Around, form02


@requires(Action.DOSSIER_READ)
@require_safe
def form_supplement(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer with the PDF of the latest request, or of `?ordinal=`; 404 outside one's units."""

    def build(dossier: DossierView, around: Around) -> Form02:
        wanted = request.GET.get("ordinal", "")
        sent = [one for one in dossier.supplements if one.requested_at is not None]
        chosen = [one for one in sent if not wanted or str(one.ordinal) == wanted]
        if not chosen:
            raise ValueError("no such request")
        return form02(dossier, around, chosen[-1])

    return print_answer(request, code, "form-02", build)
