"""Files that a question of the form asks for: added to the answer, taken out again.

An answer of this kind holds marks (`rules.file_mark`) of files of the draft that belong to no
component; what is no file of the draft counts for nothing.
"""

from __future__ import annotations

import copy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.types import StoredFileView
from motcua.filing.models import Draft, DraftFile
from motcua.filing.queries.drafts import draft_view, files_of
from motcua.filing.queries.kept import document_file
from motcua.filing.rules import ANSWERED, FILES_ALL, FILES_MOST, file_mark
from motcua.filing.services.drafts import draft_lock, draft_store
from motcua.filing.services.files import file_put, shifted_by_one, too_many
from motcua.filing.types import DraftView
from motcua.forms.queries import answers_files, form_get, page_of
from motcua.forms.types import FormView
from motcua.kernel.errors import NotFound


def draft_answer_file_add(
    *,
    citizen: CitizenActor,
    public_id: str,
    path: str,
    file: StoredFileView,
    source: str = "device",
    item_id: int | None = None,
) -> DraftView:
    """Add a stored file to the answer at `path` ("papers.0.scan").

    `file` is what `documents.file_store`, a finished upload, or the owner's document store
    answered, never a number out of a form. The same content twice is once. Raises NotFound,
    Invalid when there are too many, Refused `draft_closed`.
    """
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        form = form_get(row.form_id)
        marks, mark = _asked(form, row, path), file_mark(file.id)
        if mark in marks:
            return draft_view(row, files_of(row))
        if len(marks) >= FILES_MOST:
            raise too_many("file")
        file_put(row, ANSWERED, file, field="file", source=source, item_id=item_id, most=FILES_ALL)
        _store(form, row, path, [*marks, mark])
        return draft_view(row, files_of(row))


def draft_answer_file_use(
    *, citizen: CitizenActor, public_id: str, path: str, item_id: int
) -> DraftView:
    """Use one of one's own documents in the answer at `path`, by the owner's choice.

    Raises NotFound, Refused `document_ended`, and what `draft_answer_file_add` raises.
    """
    item, file = document_file(citizen, item_id)
    return draft_answer_file_add(
        citizen=citizen,
        public_id=public_id,
        path=path,
        file=file,
        source="store",
        item_id=item.id,
    )


def draft_answer_file_move(
    *, citizen: CitizenActor, public_id: str, path: str, mark: str, up: bool
) -> DraftView:
    """Move a file one place up or down in the answer at `path`; at the end nothing moves.

    Raises NotFound, Refused `draft_closed`.
    """
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        form = form_get(row.form_id)
        marks = _asked(form, row, path)
        if mark not in marks:
            raise NotFound("file_unknown", _("There is no such file here."))
        shifted = shifted_by_one(marks, mark, up=up)
        if shifted != marks:
            _store(form, row, path, shifted)
        return draft_view(row, files_of(row))


def draft_answer_file_remove(
    *, citizen: CitizenActor, public_id: str, path: str, mark: str
) -> DraftView:
    """Take a file out of the answer at `path`; one that is gone already is gone.

    Raises NotFound, Refused `draft_closed`.
    """
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        form = form_get(row.form_id)
        _store(form, row, path, [one for one in _asked(form, row, path) if one != mark])
        used = {
            one for _path, _question, marks in answers_files(form, row.answers) for one in marks
        }
        for one in DraftFile.objects.filter(draft=row, component_id=ANSWERED):
            if file_mark(one.file_id) == mark and mark not in used:
                one.delete()
        return draft_view(row, files_of(row))


def _asked(form: FormView, row: Draft, path: str) -> list[str]:
    """Return what the answer at a path holds; raises NotFound where no file is asked for."""
    for one, _question, marks in answers_files(form, row.answers):
        if one == path:
            return marks
    raise NotFound("question_unknown", _("No file is asked for there."))


def _store(form: FormView, row: Draft, path: str, marks: list[str]) -> None:
    """Write an answer of the locked draft; its page counts as saved now."""
    answers = copy.deepcopy(row.answers)
    holder: Any = answers
    *way, last = path.split(".")
    for part in way:
        holder = holder[int(part)] if isinstance(holder, list) else holder.setdefault(part, {})
    holder.pop(last, None)
    if marks:
        holder[last] = marks
    row.answers = answers
    page = page_of(form, path)
    row.pages[page if page in row.pages else f"~{page}"] = row.version + 1
    draft_store(row, "answers", "pages")
