"""Forms from JSON files: a changed file becomes a new version, a bad one is left aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from motcua.forms.models import FormVersion
from motcua.forms.rules import DocumentError, document_hash, form_read
from motcua.forms.types import Fault, State
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.tabular import ImportReport, Row
from motcua.procedures.queries import procedure_get
from motcua.procedures.types import ProcedureView

SHIPPED = Path(__file__).resolve().parents[1] / "data"
_MOST = 1_000_000  # bytes of one file


def forms_import(
    path: Path | None = None, *, dry_run: bool = False, at: datetime | None = None
) -> ImportReport:
    """Publish forms from a JSON file or a folder of them (the shipped ones); re-runnable.

    A file whose content a version of its procedure already has changes nothing; a changed one is
    published as the next version, and drafts stay drafts. Each file is one row of the report, in
    the order of names, and is taken whole or refused with every reason. One transaction.
    """
    report = ImportReport(dry_run=dry_run)
    with transaction.atomic():
        for number, file in enumerate(_files(path or SHIPPED), start=1):
            _file_import(file, Row(number, {"file": file.name}), report, at or clock.now())
    return report


def _files(path: Path) -> Iterator[Path]:
    yield from sorted(path.glob("*.json")) if path.is_dir() else [path]


def _file_import(file: Path, row: Row, report: ImportReport, at: datetime) -> None:
    document = _document(file, row, report)
    if document is None:
        return
    procedure: ProcedureView | None = None
    if document["procedure"]:
        try:
            procedure = procedure_get(document["procedure"])
        except NotFound:
            fault = Fault("procedure", "procedure_unknown", {"code": document["procedure"]})
            report.refuse(row, "procedure", fault.message)
            return
    mine = Q(procedure_id=procedure.id) if procedure else Q(procedure=None)
    versions = FormVersion.objects.filter(mine)
    if versions.filter(content_hash=document_hash(document), state=State.PUBLISHED).exists():
        report.unchanged += 1
        return
    report.accepted += 1
    if not report.dry_run:
        last = versions.aggregate(last=Max("number"))["last"] or 0
        FormVersion.objects.create(
            procedure_id=procedure.id if procedure else None,
            procedure_version_id=procedure.version.id if procedure else None,
            number=last + 1,
            state=State.PUBLISHED,
            content=document,
            content_hash=document_hash(document),
            origin=file.name[:200],
            edited_at=at,
            published_at=at,
        )


def _document(file: Path, row: Row, report: ImportReport) -> dict[str, Any] | None:
    """Return a file's form, or refuse the file with every reason."""
    try:
        raw = file.read_bytes()
        if len(raw) > _MOST:
            report.refuse(row, "", Fault(file.name, "too_large").message)
            return None
        document = json.loads(raw.decode("utf-8"))
        form_read(document)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        report.refuse(row, "", Fault(file.name, "not_json").message)
        return None
    except DocumentError as error:
        for fault in error.faults:
            report.refuse(row, fault.where, fault.message)
        return None
    return dict(document)
