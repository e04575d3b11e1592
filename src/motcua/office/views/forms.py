"""Forms of procedures: what is in force, what is being drafted, and where a form is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.forms.queries import FormRow, form_rows
from motcua.forms.types import State
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.procedures.queries import procedure_names, procedures_search

PAGE = 20


@dataclass
class Shelf:
    """The versions of one procedure's form."""

    procedure: str
    name: str
    published: FormRow | None = None
    draft: FormRow | None = None
    older: list[FormRow] = field(default_factory=list)

    @property
    def place(self) -> tuple[bool, str]:
        """Return its place in the list: the form of all procedures first."""
        return self.procedure != "", self.procedure


@requires(Action.FORM_PUBLISH)
@require_safe
def forms(request: SignedInRequest) -> HttpResponse:
    """List forms by procedure; words find complete procedures that have none of their own."""
    rows = form_rows()
    names = procedure_names(row.procedure_id for row in rows if row.procedure_id)
    shelves: dict[str, Shelf] = {}
    for row in rows:
        name = names[row.procedure_id][1] if row.procedure_id else ""
        shelf = shelves.setdefault(row.procedure, Shelf(row.procedure, name))
        if row.state is State.DRAFT:
            shelf.draft = row
        elif row.state is State.PUBLISHED and shelf.published is None:
            shelf.published = row
        else:
            shelf.older.append(row)
    text = request.GET.get("q", "")[:200].replace("\x00", "")
    found = procedures_search(text, complete=True, limit=PAGE).items if text.strip() else ()
    context = {
        "shelves": sorted(shelves.values(), key=lambda shelf: shelf.place),
        "people": accounts_by_ids(row.edited_by for row in rows if row.edited_by),
        "found": [(one, shelves.get(one.code)) for one in found],
        "q": text,
        "may_edit": request.actor.may(Action.FORM_EDIT),
    }
    return render(request, "office/forms.html", context)
