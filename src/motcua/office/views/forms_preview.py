"""A form as the citizen will see it, page by page, on a desktop's or a phone's width."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.forms.queries import answers_act, answers_parse, form_walked, page_draw
from motcua.forms.types import FormView, Mode
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.formacts import form_read_or_404
from motcua.office.formdesk import MODES, conditions
from motcua.ui.links import url_with
from motcua.ui.types import Tab


@requires(Action.FORM_PUBLISH)
@require_http_methods(["GET", "POST"])
def forms_preview(request: SignedInRequest, form_id: int, page: str) -> HttpResponse:
    """Draw a page; a POST checks what was typed as it will be checked, and keeps nothing."""
    form = form_read_or_404(form_id)
    single = request.GET.get("walk", form.mode.value) == Mode.SINGLE.value
    form = form_walked(form, Mode.SINGLE if single else Mode.SECTIONS)
    asked = form.screen(page)
    if asked is None and form.page(page) is None:
        raise Http404
    if asked is None:  # of the other way to walk: begin where it begins
        page = form.screens[0].key
    checked = False
    if request.method == "POST":
        raw = answers_act(form, page, request.POST)
        if raw is not None:
            drawing = page_draw(form, page, {}, raw=raw, everything=single)
        else:
            answers, problems = answers_parse(form, page, request.POST)
            drawing = page_draw(
                form, page, answers, data=request.POST, problems=problems, everything=single
            )
            checked = not problems
    else:
        drawing = page_draw(form, page, {}, everything=single)
    keys = [one.key for one in form.screens]
    phone = request.GET.get("width") == "phone"
    context = {
        "form": form,
        "drawing": drawing,
        "checked": checked,
        "number": keys.index(page) + 1,
        "total": len(keys),
        "phone": phone,
        "tabs": [
            Tab(_("Desktop"), url_with(request, width=""), current=not phone),
            Tab(_("Phone"), url_with(request, width="phone"), current=phone),
        ],
        "walks": [
            Tab(MODES[one], url_with(request, walk=one.value), current=form.mode is one)
            for one in Mode
        ],
        "query": request.GET.urlencode(),
        "when": _when(form, drawing.key) if single else "",
        "before": keys[keys.index(page) - 1] if keys.index(page) else "",
        "after": keys[keys.index(page) + 1] if page != keys[-1] else "",
    }
    return render(request, "office/forms_preview.html", context)


def _when(form: FormView, key: str) -> str:
    """Return in words when a question that stands alone is asked; empty for always."""
    question = form.question(key.partition(".")[0])
    show = question.show if question else ""
    return dict(conditions(form, "", "")).get(show, show) if show else ""
