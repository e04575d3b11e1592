"""Papers of a draft: how each component comes, its files and their order."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.types import StoredFileView
from motcua.filing.models import Draft
from motcua.filing.queries.drafts import draft_view, files_of
from motcua.filing.queries.kept import document_file
from motcua.filing.rules import NOTE_MOST, may_be_needless
from motcua.filing.services.drafts import draft_lock, draft_store
from motcua.filing.services.files import file_put, file_shift, file_take_out
from motcua.filing.steps import component_of
from motcua.filing.types import DraftView, PaperWay
from motcua.kernel.errors import FieldProblem, Invalid, NotFound
from motcua.kernel.text import nfc
from motcua.procedures.queries import version_get
from motcua.procedures.types import ComponentView

SAID = frozenset({PaperWay.FILES, PaperWay.BRING, PaperWay.NOT_APPLICABLE})


def draft_paper(
    *, citizen: CitizenActor, public_id: str, component_id: int, way: PaperWay, note: str = ""
) -> DraftView:
    """Say how a component comes: as files, on paper to the counter, or not at all (why).

    That a data source has it is said by the source, never by a form. Raises NotFound, Invalid,
    Refused `draft_closed`.
    """
    cleaned = nfc(note)
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        component = _component(row, component_id)
        problem = _paper_problem(component, way, cleaned)
        if problem:
            raise Invalid([FieldProblem(f"paper-{component_id}", problem)])
        row.papers[str(component_id)] = {"way": way.value, "note": cleaned, "record": ""}
        draft_store(row, "papers")
        return draft_view(row, files_of(row))


def draft_file_add(
    *,
    citizen: CitizenActor,
    public_id: str,
    component_id: int,
    file: StoredFileView,
    source: str = "device",
    item_id: int | None = None,
) -> DraftView:
    """Add a stored file to a component; the component then comes as files.

    `file` is what `documents.file_store` (or a finished resumable upload, or the owner's document
    store) answered, never a number out of a form. The same content twice is once. Raises NotFound,
    Invalid when there are too many, Refused `draft_closed`.
    """
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        _component(row, component_id)
        file_put(
            row, component_id, file, field=f"paper-{component_id}", source=source, item_id=item_id
        )
        row.papers[str(component_id)] = {"way": PaperWay.FILES.value, "note": "", "record": ""}
        draft_store(row, "papers")
        return draft_view(row, files_of(row))


def draft_file_use(
    *, citizen: CitizenActor, public_id: str, component_id: int, item_id: int
) -> DraftView:
    """Use one of one's own documents for a component, by the owner's choice in this draft.

    The officer is told whether an office vouches for it or it was merely uploaded once. Raises
    NotFound, Refused `document_ended` when it is out of force, and what `draft_file_add` raises.
    """
    item, file = document_file(citizen, item_id)
    return draft_file_add(
        citizen=citizen,
        public_id=public_id,
        component_id=component_id,
        file=file,
        source="store",
        item_id=item.id,
    )


def draft_file_remove(*, citizen: CitizenActor, public_id: str, draft_file_id: int) -> DraftView:
    """Take a file out of a draft; one that is gone already is gone. Raises Refused, NotFound."""
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        file_take_out(row, draft_file_id)
        draft_store(row)
        return draft_view(row, files_of(row))


def draft_file_move(
    *, citizen: CitizenActor, public_id: str, draft_file_id: int, up: bool
) -> DraftView:
    """Move a file one place up or down among those of its component; at the end nothing moves."""
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        if file_shift(row, draft_file_id, up=up):
            draft_store(row)
        return draft_view(row, files_of(row))


def _component(row: Draft, component_id: int) -> ComponentView:
    version = version_get(row.version_id)
    component = component_of(draft_view(row), version, component_id)
    if component is None:
        raise NotFound("component_unknown", _("This procedure has no such component."))
    return component


def _paper_problem(component: ComponentView, way: PaperWay, note: str) -> str:
    if way not in SAID:
        return _("Choose how this paper comes.")
    if len(note) > NOTE_MOST:
        return _("This is too long; %(limit)s characters at most.") % {"limit": NOTE_MOST}
    if way is PaperWay.NOT_APPLICABLE:
        if not may_be_needless(component):
            return _("This paper is needed in every case.")
        if component.required and not note:
            return _("Say why it does not apply to you.")
    return ""
