"""One version of a form: its pages and questions; a draft is put in order here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.forms.queries import form_rows
from motcua.forms.types import FormView, Question, State
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.office.formacts import form_read_or_404
from motcua.office.formdesk import KINDS, conditions


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
        "pages": [
            (page, _when(form, "", page.show), [_line(form, one, "") for one in page.questions])
            for page in form.pages
        ],
        "editable": form.state is State.DRAFT and request.actor.may(Action.FORM_EDIT),
        "may_edit": request.actor.may(Action.FORM_EDIT),
        "draft": form.state is State.DRAFT,
    }
    return render(request, "office/forms_edit.html", context)


@dataclass(frozen=True)
class Line:
    """A question with its kind and condition in words, and those inside it."""

    path: str
    question: Question
    kind: object
    when: str
    inside: tuple[Line, ...] = ()


def _line(form: FormView, question: Question, group: str) -> Line:
    path = f"{group}.{question.key}" if group else question.key
    return Line(
        path=path,
        question=question,
        kind=KINDS[question.kind],
        when=_when(form, path, question.show),
        inside=tuple(_line(form, one, question.key) for one in question.questions),
    )


def _when(form: FormView, path: str, show: str) -> str:
    """Return a condition in words; one that was written by hand as it stands."""
    return dict(conditions(form, path, "")).get(show, show) if show else ""
