"""One page of a draft, or the form as a whole: titles, what is said first, when it is asked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.forms.queries import form_document
from motcua.forms.rules import editing
from motcua.forms.types import FormView, Mode
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.text import search_key
from motcua.office.formacts import document_change, draft_or_404, saved
from motcua.office.formdesk import PageForm, TitleForm, texts_initial

WHOLE, NEW = "-form", "-new"  # no key begins so


@requires(Action.FORM_EDIT)
@require_http_methods(["GET", "POST"])
def forms_page(request: SignedInRequest, form_id: int, page: str) -> HttpResponse:
    """Show the texts of a page (`-new` for a new one, `-form` for the whole); a POST saves them."""
    form = draft_or_404(form_id)
    document = form_document(form_id)
    desk = _desk(request, form, document, page)
    if request.method == "POST" and desk.is_valid():
        key = page
        if page == NEW:
            key = editing.key_free(document, search_key(desk.cleaned_data["title_en"]) + " page")
        if document_change(request, form_id, lambda doc: _changed(doc, desk, page, key), desk):
            saved(request)
            return redirect(f"{reverse('office:forms_edit', args=[form_id])}#page-{key}")
    revision = request.POST.get("revision", "") if request.method == "POST" else ""
    context = {
        "desk": desk,
        "form": form,
        "is_new": page == NEW,
        "whole": page == WHOLE,
        "revision": revision or form.revision,
    }
    refused = request.method == "POST"
    return render(request, "office/forms_page.html", context, status=422 if refused else 200)


def _desk(
    request: SignedInRequest, form: FormView, document: dict[str, Any], page: str
) -> PageForm | TitleForm:
    if page == WHOLE:
        initial = texts_initial(document, ("title", "intro"))
        initial["mode"] = document.get("mode", Mode.SECTIONS.value)
        return TitleForm(request.POST or None, initial=initial)
    before = next((one for one in document["pages"] if one["key"] == page), None)
    if before is None and page != NEW:
        raise Http404
    show = (before or {}).get("show", "")
    initial = {**texts_initial(before or {}, ("title", "hint")), "show": show}
    return PageForm(request.POST or None, form=form, own=page, show=show, initial=initial)


def _changed(
    document: dict[str, Any], desk: PageForm | TitleForm, page: str, key: str
) -> dict[str, Any]:
    texts = desk.texts_of()
    if isinstance(desk, TitleForm):
        rest = {name: value for name, value in document.items() if name != "intro"}
        return {**rest, **texts, "mode": desk.cleaned_data["mode"]}
    show = desk.cleaned_data["show"]
    changed = {**texts, **({"show": show} if show else {})}
    if page == NEW:  # a page is never empty: it begins with a question to be changed
        label = {"vi": "Câu hỏi mới", "en": "New question", "id": "Pertanyaan baru"}
        first = {"key": editing.key_free(document, "question"), "kind": "text", "label": label}
        changed["questions"] = [first]
    return editing.page_put(document, key, changed)
