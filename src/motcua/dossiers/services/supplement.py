"""What the applicant brings after the submission: papers and files of the known components."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.utils.translation import gettext as _

from motcua.documents.queries import files_by_ids
from motcua.documents.types import StoredFileView
from motcua.dossiers import chain
from motcua.dossiers.models import Attachment, Component, Dossier
from motcua.dossiers.services import _write
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services._submission import component_problems
from motcua.dossiers.types import ComponentInput, Fact, FactType
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import nfc

CHANGED = (
    "originals",
    "copies",
    "electronic",
    "satisfied_by",
    "satisfied_at",
    "not_applicable",
    "note",
)


def components_add(
    dossier: Dossier, given: Sequence[ComponentInput], *, account_id: int, at: datetime
) -> list[Fact]:
    """Add what was handed in to the dossier's components; return the fact that binds it.

    Numbers are added to those already there; nothing that was handed in is taken away. No fact
    when nothing is given. Raises Invalid with every wrong field.
    """
    if not given:
        return []
    items = [replace(item, note=nfc(item.note)) for item in given]
    rows = {row.component_id: row for row in Component.objects.filter(dossier=dossier)}
    files = _checked(items, rows)
    for item in items:
        _add(rows[item.component_id], item, at)
    Component.objects.bulk_update([rows[item.component_id] for item in items], CHANGED)
    Attachment.objects.bulk_create(
        Attachment(
            dossier=dossier,
            component=rows[item.component_id],
            file_id=file_id,
            sha256=files[file_id].sha256,
            name=(dict(enumerate(item.file_names)).get(position) or files[file_id].sha256[:12])[
                :200
            ],
            kind="component",
            added_at=at,
            added_by=account_id,
        )
        for item in items
        for position, file_id in enumerate(item.file_ids)
    )
    papers = Attachment.objects.filter(dossier=dossier).select_related("component")
    return [
        _write.fact_at(
            FactType.DOCUMENT_ADDED,
            at,
            rows=rows_bind(dossier, *rows.values(), *papers),
            kind="supplement",
            content=_hash(items, files),
            files=len(files),
            papers=sum(bool(one.originals or one.copies) for one in items),
            reused=sum(one.is_reused for one in items),
        )
    ]


def _checked(
    items: Sequence[ComponentInput], rows: Mapping[int, Component]
) -> dict[int, StoredFileView]:
    problems: list[FieldProblem] = []
    seen: set[int] = set()
    for index, item in enumerate(items):
        problems += component_problems(f"components.{index}", item, set(rows), seen)
        seen.add(item.component_id)
    wanted = {file_id for item in items for file_id in item.file_ids}
    files = files_by_ids(wanted) if wanted else {}
    if wanted - files.keys():
        text = _("An uploaded file was not found. Please add it again.")
        problems.append(FieldProblem("components", text))
    if problems:
        raise Invalid(problems)
    return files


def _add(row: Component, item: ComponentInput, at: datetime) -> None:
    row.originals += item.originals
    row.copies += item.copies
    row.electronic = row.electronic or bool(item.file_ids)
    if item.satisfied_by:
        row.satisfied_by, row.satisfied_at = item.satisfied_by, at
    row.not_applicable = item.not_applicable
    row.note = item.note or row.note


def _hash(items: Sequence[ComponentInput], files: Mapping[int, StoredFileView]) -> str:
    plain = {
        "components": [asdict(item) for item in items],
        "files": {str(key): view.sha256 for key, view in sorted(files.items())},
    }
    return hashlib.sha256(chain.canonical(plain).encode()).hexdigest()
