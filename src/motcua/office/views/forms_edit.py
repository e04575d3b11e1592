"""One version of a form: its pages and questions; a draft is put in order here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.forms.queries import form_rows
from motcua.forms.types import State
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.office.formacts import form_read_or_404
from motcua.office.formdesk import KINDS


@requires(Action.FORM_PUBLISH)
@require_safe
def forms_edit(request: SignedInRequest, form_id: int) -> HttpResponse:
    """Show a form; a draft with what may be done to it."""
    form = form_read_or_404(form_id)
    row = next(one for one in form_rows(form.procedure) if one.id == form.id)
    context = {
        "form": form,
        "row": row,
        "editor": accounts_by_ids([row.edited_by]).get(row.edited_by) if row.edited_by else None,
        "kinds": {kind.value: word for kind, word in KINDS.items()},
        "pages": [
            (
                page,
                [
                    (question, KINDS[question.kind], _inside(question))
                    for question in page.questions
                ],
            )
            for page in form.pages
        ],
        "editable": form.state is State.DRAFT and request.actor.may(Action.FORM_EDIT),
        "may_edit": request.actor.may(Action.FORM_EDIT),
        "draft": form.state is State.DRAFT,
    }
    return render(request, "office/forms_edit.html", context)


def _inside(question: Any) -> list[tuple[Any, Any]]:
    return [(one, KINDS[one.kind]) for one in question.questions]
