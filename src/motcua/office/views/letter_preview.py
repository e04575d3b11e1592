"""The form that an approval would issue now, to be read before it is signed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from motcua.dossiers.services.letters import letter_prepare
from motcua.dossiers.services.pause import dossier_approve_supplement
from motcua.dossiers.services.proposals import letter_preview as preview
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.counter.printing import pdf_answer
from motcua.office.reading import dossier_read


@requires(Action.LETTER_SIGN)
@require_safe
def letter_preview(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer with the PDF as it would be; 404 where nothing is proposed. Nothing is changed.

    What cannot be issued as it is proposed is said on the page of the decision.
    """
    dossier = dossier_read(request, code, purpose="preview of a proposed form")
    asked = dossier.open_supplement
    try:
        if dossier.open_proposal is None and (asked is None or asked.state != "proposed"):
            raise Http404
        if dossier.open_proposal is not None:
            draft = preview(actor=request.actor, code=code)
        else:
            draft = letter_prepare(
                lambda letter: dossier_approve_supplement(
                    actor=request.actor, code=code, letter=letter
                )
            )
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except NotFound as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
        page = "letter_decide" if dossier.open_proposal else "dossier_approve_supplement"
        return redirect(f"office:{page}", code)
    return pdf_answer(draft.pdf(), f"{dossier.code}-xem-truoc.pdf")
