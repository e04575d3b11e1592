"""Files of what is handed in: found, and bound to the dossier with their component."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from motcua.documents.queries import files_by_ids
from motcua.documents.types import StoredFileView
from motcua.dossiers.models import Attachment, Component, Dossier
from motcua.dossiers.types import Submission
from motcua.kernel.errors import FieldProblem, Invalid


def files_of(submission: Submission) -> dict[int, StoredFileView]:
    """Return the files of a submission by number; raises Invalid when one is not stored."""
    wanted = [file_id for item in submission.components for file_id in item.file_ids]
    wanted += submission.file_ids
    found = files_by_ids(wanted) if wanted else {}
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise Invalid(
            [FieldProblem("components", _("An uploaded file was not found. Please add it again."))]
        )
    return found


def attachments_of(
    dossier: Dossier,
    submission: Submission,
    rows: Sequence[Component],
    files: Mapping[int, StoredFileView],
    account_id: int | None,
    at: datetime,
) -> list[Attachment]:
    """Return the rows of a submission's files: of components, and those that the form asked for."""
    by_component = {row.component_id: row for row in rows}
    given: list[tuple[Component | None, Sequence[int], Sequence[str]]] = [
        (by_component[item.component_id], item.file_ids, item.file_names)
        for item in submission.components
    ]
    given.append((None, submission.file_ids, submission.file_names))
    return [
        Attachment(
            dossier=dossier,
            component=component,
            file_id=file_id,
            sha256=files[file_id].sha256,
            name=_file_name(names, position, files[file_id]),
            kind="component" if component else "form",
            added_at=at,
            added_by=account_id,
        )
        for component, file_ids, names in given
        for position, file_id in enumerate(file_ids)
    ]


def _file_name(names: Sequence[str], position: int, view: StoredFileView) -> str:
    given = names[position] if position < len(names) else ""
    return (given or view.name or view.sha256[:12])[:200]
