"""The text of a dossier's result: begun from a template, edited, put in as the draft; or only read.

Whoever may not draft (a leader, a clerk) reads the text and what was changed against what the
template alone would say.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries import actions_allowed
from motcua.dossiers.queries.capacity import capacities_of
from motcua.dossiers.views import DossierView
from motcua.drafting.papers import text_pdf
from motcua.drafting.queries import text_desk
from motcua.drafting.services import (
    text_begin,
    text_clean,
    text_place,
    text_restore,
    text_save,
)
from motcua.drafting.types import TextDesk, TextView, Wording
from motcua.drafting.words import KINDS
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused, Stale
from motcua.office.acting import version_read
from motcua.office.counter.printing import pdf_answer
from motcua.office.drafting import OF_KIND, WordingForm, changes_of, parts_of
from motcua.office.processdesk import people
from motcua.office.reading import dossier_read
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids

DRAFTING = "drafting of the result"


@requires(Action.DOSSIER_READ)
@require_http_methods(["GET", "POST"])
def dossier_text(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the text; a POST begins, saves, previews, brings back or puts it into the dossier."""
    dossier = dossier_read(request, code, purpose=DRAFTING)
    desk = text_desk(dossier)
    if request.method != "POST":
        return _page(request, dossier, desk)
    try:
        return _do(request, dossier, desk)
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:  # who may read it is told so, and reads on
        messages.error(request, str(refusal.message))
        return redirect("office:dossier_text", code)
    except Refused as refusal:
        return _refused(request, dossier, refusal)


def _do(request: SignedInRequest, dossier: DossierView, desk: TextDesk) -> HttpResponse:
    actor, expected, code = request.actor, version_read(request), dossier.code
    do = request.POST.get("do", "")
    if do == "begin":
        template_id = version_read(request, "template")
        text_begin(actor=actor, code=code, template_id=template_id, expected=expected)
        messages.success(request, _("The dossier's data stand in the text."))
    elif do == "restore":
        number = version_read(request, "number")
        text_restore(actor=actor, code=code, expected=expected, number=number)
        messages.success(request, _("The older version is the newest one again."))
    elif do == "preview" and desk.newest is not None:
        typed = _typed(request, desk.newest)
        return pdf_answer(text_pdf(dossier, desk.newest, typed, sample=True), "xem-truoc.pdf")
    elif do in {"save", "place"} and desk.newest is not None:
        saved = text_save(
            actor=actor,
            code=code,
            expected=expected,
            wording=_typed(request, desk.newest).parts,
        )
        if do == "place":
            text_place(actor=actor, code=code, expected=saved.number)
            messages.success(request, _("The text is the draft of the result now."))
            return redirect("office:dossier", code)
        messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})
    else:
        messages.error(request, _("There is no such version of the text."))
    return redirect("office:dossier_text", code)


def _typed(request: SignedInRequest, newest: TextView) -> Wording:
    """Return the texts as typed; parts that the paper does not have stay as they were."""
    own = OF_KIND[newest.template.content.kind]
    typed = {part: request.POST.get(part, "") for part in own}
    return text_clean({**newest.wording.parts, **typed})


def _refused(request: SignedInRequest, dossier: DossierView, refusal: Refused) -> HttpResponse:
    """Show the page as it is now with everything that was typed, and what stands against it."""
    desk = text_desk(dossier)
    if desk.newest is None or request.POST.get("do") not in {"save", "place", "preview"}:
        messages.error(request, str(refusal.message))
        return redirect("office:dossier_text", dossier.code)
    kind = desk.newest.template.content.kind
    form = WordingForm(request.POST, kind=kind)
    form.is_valid()
    refusal_show(form, refusal)
    theirs = None
    if isinstance(refusal, Stale):
        typed = {part: request.POST.get(part, "") for part in OF_KIND[kind]}
        theirs = changes_of(
            desk.newest.wording, Wording(**{**desk.newest.wording.parts, **_plain(typed)})
        )
    return _page(request, dossier, desk, form=form, theirs=theirs, status=refusal.status)


def _plain(typed: dict[str, str]) -> dict[str, str]:
    return {part: text.replace("\r\n", "\n").strip() for part, text in typed.items()}


def _page(
    request: SignedInRequest,
    dossier: DossierView,
    desk: TextDesk,
    *,
    form: WordingForm | None = None,
    theirs: Any = None,
    status: int = 200,
) -> HttpResponse:
    may = any(one.name == "draft_result" for one in actions_allowed(request.actor, dossier))
    newest = desk.newest
    if form is None and newest is not None and may:
        form = WordingForm(initial=newest.wording.parts, kind=newest.template.content.kind)
    if form is not None:
        _signers_told(form, dossier)
    names = people(one.saved_by for one in desk.texts)
    units = units_by_ids(one.unit_id for one in desk.templates)
    placed = next((one for one in desk.texts if one.number == desk.placed), None)
    shown = newest if may else placed or newest
    context = {
        "dossier": dossier,
        "desk": desk,
        "expected": newest.number if newest else 0,
        "text": shown,
        "author": names.get(shown.saved_by, "") if shown else "",
        "kind": KINDS[shown.template.content.kind] if shown else "",
        "parts": parts_of(shown.template.content.kind, shown.wording) if shown else (),
        "changes": changes_of(shown.standard, shown.wording) if shown else (),
        "templates": [
            (one, KINDS[one.content.kind], units[one.unit_id].full_name) for one in desk.templates
        ],
        "versions": [(one, names.get(one.saved_by, "")) for one in desk.texts],
        "may_draft": may,
        "form": form,
        "theirs": theirs,
    }
    return render(request, "office/dossier_text.html", context, status=status)


def _signers_told(form: WordingForm, dossier: DossierView) -> None:
    """Say at the field of the signer in which capacities this unit's papers are signed today."""
    found = capacities_of(dossier.competent_unit) or []
    if len(found) > 1 and "signer" in form.fields:
        ways = "; ".join(one.text for one in found)
        told = _("May sign today: %(ways)s.") % {"ways": ways}
        form.fields["signer"].help_text = f"{form.fields['signer'].help_text} {told}"
