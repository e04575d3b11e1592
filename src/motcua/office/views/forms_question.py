"""One question of a draft: texts in three languages, kind, choices, condition, source."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.forms.queries import form_document
from motcua.forms.rules import editing
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.text import search_key
from motcua.office.formacts import document_change, draft_or_404, saved
from motcua.office.formdesk import QuestionForm, question_initial

NEW = "-new"  # no key begins so


@requires(Action.FORM_EDIT)
@require_http_methods(["GET", "POST"])
def forms_question(request: SignedInRequest, form_id: int, page: str, path: str) -> HttpResponse:
    """Show a question, `-new` or `group.-new` for a new one; a POST saves it in the draft."""
    form = draft_or_404(form_id)
    asked = form.page(page)
    if asked is None:
        raise Http404
    document = form_document(form_id)
    is_new = path.rpartition(".")[2] == NEW
    before = {} if is_new else _before(document, page, path)
    desk = QuestionForm(
        request.POST or None,
        form=form,
        own=path,
        before=before,
        initial={"required": True, "kind": "text"} if is_new else question_initial(before),
    )
    if request.method == "POST" and desk.is_valid():
        if is_new:
            key = editing.key_free(document, search_key(desk.cleaned_data["label_en"]))
            path = f"{path.rpartition('.')[0]}.{key}" if "." in path else key
        question = desk.document()
        if document_change(
            request, form_id, lambda doc: editing.question_put(doc, page, path, question), desk
        ):
            saved(request)
            return redirect(f"{reverse('office:forms_edit', args=[form_id])}#page-{page}")
    revision = request.POST.get("revision", form.revision) if request.method == "POST" else ""
    context = {
        "desk": desk,
        "form": form,
        "page": asked,
        "is_new": is_new,
        "path": path,
        "revision": revision or form.revision,
    }
    refused = request.method == "POST"
    return render(request, "office/forms_question.html", context, status=422 if refused else 200)


def _before(document: dict[str, Any], page: str, path: str) -> dict[str, Any]:
    try:
        return editing.question_of(document, page, path)
    except editing.EditError as gone:
        raise Http404 from gone
