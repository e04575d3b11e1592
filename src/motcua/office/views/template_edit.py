"""A version of a template: written, previewed with sample values, submitted; or only read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.documents.pdf import form_pdf
from motcua.drafting.papers import sheet_sample
from motcua.drafting.queries import placeholders_for, template_before, template_versions
from motcua.drafting.rules import value_shown
from motcua.drafting.services import content_clean, template_save
from motcua.drafting.types import TemplateContent, TemplateView
from motcua.drafting.words import KINDS, RESULTS
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.office.acting import version_read
from motcua.office.counter.printing import pdf_answer
from motcua.office.drafting import (
    STATES,
    TemplateForm,
    changes_of,
    content_initial,
    parts_of,
    template_or_404,
)
from motcua.office.processdesk import people
from motcua.office.processversus import procedures_named
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get


@requires(Action.TEMPLATE_APPROVE)
@require_http_methods(["GET", "POST"])
def template_edit(request: SignedInRequest, template_id: int) -> HttpResponse:
    """Show a version; a POST saves what was typed, or answers with a preview of it."""
    view = template_or_404(request.actor, template_id)
    may = request.actor.may(Action.TEMPLATE_EDIT, view.unit_id) and view.state.can_save
    if request.method == "POST":
        return _posted(request, view, may=may)
    if "preview" in request.GET:
        return _preview(view, view.content)
    return _page(request, view, TemplateForm(initial=content_initial(view.content)), may=may)


def _posted(request: SignedInRequest, view: TemplateView, *, may: bool) -> HttpResponse:
    if not request.actor.may(Action.TEMPLATE_EDIT, view.unit_id):  # who may read it reads on
        messages.error(request, _("None of your postings allows this here."))
        return redirect("office:template_edit", view.id)
    form = TemplateForm(request.POST)
    theirs = None
    if form.is_valid():
        try:
            if "preview" in request.POST:
                return _previewed(view, form.content())
            template_save(
                actor=request.actor,
                template_id=view.id,
                revision=version_read(request),
                content=form.content(),
            )
        except NotFound as refusal:
            raise Http404 from refusal
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Stale as refusal:
            refusal_show(form, refusal)
            theirs = changes_of(view.content.wording, form.content().wording)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("office:template_edit", view.id)
    status = 409 if theirs is not None else 422
    return _page(request, view, form, may=may, status=status, theirs=theirs)


def _previewed(view: TemplateView, content: TemplateContent) -> HttpResponse:
    clean, problems = content_clean(content)
    if problems:
        raise Invalid(problems)
    return _preview(view, clean)


def _preview(view: TemplateView, content: TemplateContent) -> HttpResponse:
    return pdf_answer(form_pdf(sheet_sample(unit_get(view.unit_id), content)), "xem-truoc.pdf")


def _page(
    request: SignedInRequest,
    view: TemplateView,
    form: TemplateForm,
    *,
    may: bool,
    status: int = 200,
    theirs: Any = None,
) -> HttpResponse:
    versions = template_versions(view) if _own(request, view) else [view]
    names = people(
        [*(one.edited_by_id for one in versions), view.submitted_by_id, view.decided_by_id]
    )
    before = template_before(view)
    context = {
        "template": view,
        "unit": unit_get(view.unit_id),
        "state": STATES[view.state],
        "kind": KINDS[view.content.kind],
        "result_kind": RESULTS[view.content.result_kind],
        "procedures": procedures_named(view.content.procedures),
        "parts": parts_of(view.content.kind, view.content.wording),
        "form": form,
        "may_write": may,
        "may_begin": request.actor.may(Action.TEMPLATE_EDIT),
        "names": names,
        "submitter": names.get(view.submitted_by_id or 0, ""),
        "decider": names.get(view.decided_by_id or 0, ""),
        "before": before,
        "versions": [(one, STATES[one.state], names.get(one.edited_by_id, "")) for one in versions],
        "placeholders": [
            ("{" + one.name + "}", one.label, value_shown(one.sample), one.answer)
            for one in placeholders_for(view.content.procedures).values()
        ],
        "theirs": theirs,
    }
    return render(request, "office/template_edit.html", context, status=status)


def _own(request: SignedInRequest, view: TemplateView) -> bool:
    return request.actor.may(Action.TEMPLATE_APPROVE, view.unit_id)
