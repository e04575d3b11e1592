"""An older version of the text against the newest one, or on paper as a preview."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.queries import actions_allowed
from motcua.drafting.papers import text_pdf
from motcua.drafting.queries import text_desk, text_get
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.counter.printing import pdf_answer
from motcua.office.drafting import changes_of, parts_of
from motcua.office.processdesk import people
from motcua.office.reading import dossier_read
from motcua.office.views.dossier_text import DRAFTING


@requires(Action.DOSSIER_READ)
@require_safe
def dossier_text_version(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Show an older version against the newest one; `preview` answers with it on paper."""
    dossier = dossier_read(request, code, purpose=DRAFTING)
    desk = text_desk(dossier)
    try:
        old = text_get(dossier.id, number)
    except NotFound as refusal:
        raise Http404 from refusal
    if "preview" in request.GET:
        return pdf_answer(text_pdf(dossier, old, sample=True), "xem-truoc.pdf")
    newest = desk.newest or old
    may = any(one.name == "draft_result" for one in actions_allowed(request.actor, dossier))
    names = people([old.saved_by])
    context = {
        "dossier": dossier,
        "old": old,
        "author": names.get(old.saved_by, ""),
        "newest": newest,
        "parts": parts_of(old.template.content.kind, old.wording),
        "changes": changes_of(old.wording, newest.wording),
        "may_draft": may,
    }
    return render(request, "office/dossier_text_version.html", context)
