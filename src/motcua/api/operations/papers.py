"""Papers and files of components, as they come in with a submission or after it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from motcua.api.schemas.dossiers import ComponentIn, PapersIn
from motcua.documents.queries import files_by_hashes
from motcua.dossiers.types import ComponentInput
from motcua.kernel.errors import FieldProblem, Invalid


def components_of(body: PapersIn | None) -> tuple[ComponentInput, ...]:
    """Return what a body without other content brings; no body brings nothing."""
    return components_read(body.components) if body else ()


def components_read(given: Sequence[ComponentIn]) -> tuple[ComponentInput, ...]:
    """Return components with their files; Invalid names every file that was not uploaded."""
    hashes = {file.sha256 for one in given for file in one.files}
    known = files_by_hashes(hashes) if hashes else {}
    problems = [
        FieldProblem(
            f"components.{index}.files.{place}.sha256",
            _("This file was not uploaded. Please upload it first."),
        )
        for index, one in enumerate(given)
        for place, file in enumerate(one.files)
        if file.sha256 not in known
    ]
    if problems:
        raise Invalid(problems)
    return tuple(
        ComponentInput(
            component_id=one.component_id,
            originals=one.originals,
            copies=one.copies,
            file_ids=tuple(known[file.sha256].id for file in one.files),
            file_names=tuple(file.name for file in one.files),
            satisfied_by=one.satisfied_by,
            not_applicable=one.not_applicable,
            note=one.note,
        )
        for one in given
    )
