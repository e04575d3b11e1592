"""Stored files, something that points at them, and the order to forget them."""

from __future__ import annotations

from datetime import timedelta

from motcua.documents.forgetting import files_forget
from motcua.documents.retention import RETENTIONS
from motcua.documents.services import file_store
from motcua.documents.types import Forgetting, StoredFileView
from motcua.filing.models import Supply, SupplyFile
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.documents import pdf_make

RULE = RETENTIONS[0]
NOW = timedelta()


def kept(*, text: str = "a") -> StoredFileView:
    """Store a small file; the same text is the same content."""
    return file_store(data=pdf_make(text=text), name="a.pdf")


def forget(*ids: int, untouched: timedelta = NOW) -> Forgetting:
    """Order files to be forgotten, also those that were stored a moment ago."""
    with scope_use(SYSTEM):
        return files_forget(ids, retention=RULE, job="a test", untouched=untouched)


def pointed(file_id: int) -> SupplyFile:
    """Let something with a foreign key point at a file; return its row."""
    at = clock.now()
    supply, _made = Supply.objects.get_or_create(
        person_id=1, subject_id=1, dossier_code="H00", ordinal=1,
        defaults={"started_at": at, "saved_at": at},
    )  # fmt: skip
    return SupplyFile.objects.create(
        supply=supply, place=0, file_id=file_id, name="a.pdf", order=1, added_at=at
    )
