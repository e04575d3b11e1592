"""Which form a procedure has, and forms by id; a published form is read once per process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from motcua.forms.models import FormVersion
from motcua.forms.rules import form_read
from motcua.forms.rules.screens import screens_of
from motcua.forms.types import FormView, Mode, State, Words
from motcua.kernel.errors import NotFound
from motcua.procedures.types import VersionView

_FOR = """
SELECT f.id FROM forms_formversion f
LEFT JOIN procedures_procedureversion v ON v.id = f.procedure_version_id
WHERE f.state = 'published'
  AND (f.procedure_id IS NULL
       OR (f.procedure_id = %(procedure)s AND v.effective_from <= %(since)s))
ORDER BY f.procedure_id IS NULL, v.effective_from DESC, f.number DESC LIMIT 1
"""


def form_for(version: VersionView) -> FormView | None:
    """Return the form to be filled in under a version of a procedure; one statement.

    The latest one published for this version or an earlier one of the same procedure; where there
    is none, the form of all procedures, if the record is complete. None when it cannot be filed.
    """
    if not version.complete:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_FOR, {"procedure": version.procedure_id, "since": version.effective_from})
        row = cursor.fetchone()
    return form_get(row[0]) if row else None


def form_get(form_id: int) -> FormView:
    """Return a version of a form, or NotFound. A published one is read once per process."""
    slot = _cached(str(connection.settings_dict["NAME"]), form_id)
    if not slot:
        row = FormVersion.objects.select_related("procedure").filter(pk=form_id).first()
        if row is None:
            raise NotFound("form_unknown", _("There is no such form."), id=form_id)
        if row.state != State.PUBLISHED:
            return _view(row)
        slot.append(_view(row))
    return slot[0]


def forms_by_ids(form_ids: Iterable[int]) -> dict[int, FormView]:
    """Return forms by id; unknown ids are left out."""
    found = {}
    for form_id in set(form_ids):
        try:
            found[form_id] = form_get(form_id)
        except NotFound:
            continue
    return found


def form_walked(form: FormView, mode: Mode) -> FormView:
    """Return a form as it would be walked in another mode; nothing is kept."""
    changed = replace(form, mode=mode)
    return replace(changed, screens=screens_of(changed))


def form_document(form_id: int) -> dict[str, Any]:
    """Return a form as the JSON it was read from, or NotFound."""
    content = FormVersion.objects.filter(pk=form_id).values_list("content", flat=True).first()
    if content is None:
        raise NotFound("form_unknown", _("There is no such form."), id=form_id)
    return dict(content)


@dataclass(frozen=True)
class FormRow:
    """One version in the list of forms; people by account id."""

    id: int
    procedure_id: int | None
    procedure: str
    number: int
    state: State
    title: Words
    revision: int
    edited_by: int | None
    edited_at: datetime
    published_by: int | None
    published_at: datetime | None
    origin: str


def form_rows(procedure: str | None = None) -> list[FormRow]:
    """Return versions of forms (of one procedure), newest first; one statement."""
    rows = FormVersion.objects.select_related("procedure").order_by("procedure__code", "-number")
    if procedure is not None:
        rows = rows.filter(procedure__code=procedure) if procedure else rows.filter(procedure=None)
    return [
        FormRow(
            id=row.pk,
            procedure_id=row.procedure_id,
            procedure=row.procedure.code if row.procedure else "",
            number=row.number,
            state=State(row.state),
            title=Words(**row.content["title"]),
            revision=row.revision,
            edited_by=row.edited_by_id,
            edited_at=row.edited_at,
            published_by=row.published_by_id,
            published_at=row.published_at,
            origin=row.origin,
        )
        for row in rows
    ]


@lru_cache(maxsize=1024)
def _cached(database: str, form_id: int) -> list[FormView]:
    """One published form's slot: filled once, as it never changes."""
    del database, form_id
    return []


def _view(row: FormVersion) -> FormView:
    return replace(
        form_read(row.content),
        id=row.pk,
        number=row.number,
        state=State(row.state),
        revision=row.revision,
        published_at=row.published_at,
    )
