"""Reading stored files. Who may ask is decided by the link rows of the packages above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.db.models import Count, Exists, Max, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from motcua.documents import store
from motcua.documents.models import Forgotten, Quarantine, StoredFile
from motcua.documents.types import (
    Ending,
    FileDamaged,
    FileState,
    FileUnchecked,
    ForgottenLine,
    Hold,
    MediaType,
    StoredFileView,
)
from motcua.kernel import clock
from motcua.kernel.errors import NotFound

_BATCH = 500
_LOOKED_AFTER = timedelta(days=100)


def view(row: StoredFile) -> StoredFileView:
    """Return a row as others may see it."""
    return StoredFileView(
        id=row.pk,
        sha256=row.sha256,
        size=row.size,
        media_type=MediaType(row.media_type),
        pages=row.pages,
        cleaned=tuple(row.report.get("cleaned", ())),
    )


def file_get(file_id: int) -> StoredFileView:
    """Return one file's facts; raises NotFound."""
    return view(_row(file_id))


def files_by_ids(file_ids: Iterable[int]) -> dict[int, StoredFileView]:
    """Return facts of several files by id, in one statement; unknown ids are left out."""
    return {row.pk: view(row) for row in StoredFile.objects.filter(pk__in=list(file_ids))}


def files_told(file_ids: Iterable[int]) -> dict[int, StoredFileView]:
    """Return facts of several files by id, and which are held back; one statement."""
    found = StoredFile.objects.filter(pk__in=list(file_ids)).select_related("held")
    return {row.pk: replace(view(row), hold=hold_of(row)) for row in found}


def hold_of(row: StoredFile) -> Hold:
    """Return whether a file is held back; the row comes with `held` selected."""
    held: Quarantine | None = getattr(row, "held", None)
    if held is None:
        return Hold.NONE
    return Hold.MALWARE if held.signature else Hold.UNCHECKED


def files_by_hashes(hashes: Iterable[str]) -> dict[str, StoredFileView]:
    """Return facts of several files by the SHA-256 of their stored bytes, in one statement."""
    return {row.sha256: view(row) for row in StoredFile.objects.filter(sha256__in=list(hashes))}


def file_open(file_id: int) -> BinaryIO:
    """Open a stored file for reading, after comparing its size with the row.

    Raises FileUnchecked as long as the scanner has not seen it, StoreDown when the store is.

    Serve it as attachment with its stored type and `nosniff`. Raises NotFound for an unknown id
    and FileDamaged (a bug or a broken disk, never the person's fault) for missing or cut bytes.
    """
    row = _row(file_id)
    held = Quarantine.objects.filter(file=row).first()
    if held is not None:
        raise FileUnchecked("file_unchecked", _unchecked(held))
    try:
        return store.read(row.sha256, row.size)
    except ValueError as error:
        raise FileDamaged(f"stored file {row.pk}: differs from its row") from error
    except FileNotFoundError as error:
        raise FileDamaged(f"stored file {row.pk}: its bytes are missing") from error


def file_verify(file_id: int) -> FileState:
    """Hash the stored bytes again and compare; raises NotFound for an unknown id."""
    return _state(_row(file_id))


def files_verify() -> Iterator[tuple[int, str, FileState]]:
    """Yield id, hash and state of every file that is not good (for `motcua verify`)."""
    for row in StoredFile.objects.order_by("pk").iterator(chunk_size=_BATCH):
        state = _state(row)
        if state is not FileState.GOOD and StoredFile.objects.filter(pk=row.pk).exists():
            yield row.pk, row.sha256, state  # and not forgotten since it was read


def forgotten_told() -> list[ForgottenLine]:
    """Return by rule how many files were let go, and what became of their bytes."""
    rows = Forgotten.objects.values("rule").annotate(
        files=Count("pk"),
        sheets=Sum("pages"),
        bytes=Sum("size"),
        waiting=Count("pk", filter=Q(ended_at__isnull=True)),
        hidden=Count("pk", filter=Q(ending=Ending.HIDDEN.value)),
        again=Count("pk", filter=Q(ending=Ending.AGAIN.value)),
        last=Max("forgotten_at"),
    )
    return [
        ForgottenLine(
            rule=row["rule"], files=row["files"], pages=row["sheets"], size=row["bytes"],
            waiting=row["waiting"], hidden=row["hidden"], again=row["again"], last_at=row["last"],
        )
        for row in rows.order_by("rule")
    ]  # fmt: skip


def forgotten_there(*, older_than: timedelta) -> Iterator[tuple[int, str]]:
    """Yield number and hash of files that were let go so long ago and are in the store still.

    Bytes that came back (a restored store) count; those that are a stored file again, or pass
    through at this moment, do not. What was erased more than `_LOOKED_AFTER` ago is not looked
    for again: the nightly sweep removes whatever no row names.
    """
    again = StoredFile.objects.filter(sha256=OuterRef("sha256"))
    now = clock.now()
    lately = Q(ended_at__isnull=True) | Q(forgotten_at__gt=now - _LOOKED_AFTER)
    rows = Forgotten.objects.filter(lately, ~Exists(again), forgotten_at__lt=now - older_than)
    for row in rows.order_by("pk").iterator(chunk_size=_BATCH):
        if store.is_older(store.path_of(row.sha256), older_than.total_seconds()):
            yield row.number, row.sha256


def orphans_find(*, older_than: timedelta = timedelta(days=1)) -> list[Path]:
    """Return files on disk that no row names and that nobody has touched for `older_than`."""
    found: list[Path] = []
    batch: list[Path] = []
    for path in store.walk(older_than_seconds=older_than.total_seconds()):
        if store.is_part(path):
            found.append(path)
            continue
        batch.append(path)
        if len(batch) == _BATCH:
            found += _unnamed(batch)
            batch = []
    return found + _unnamed(batch)


def _unnamed(paths: list[Path]) -> list[Path]:
    names = [path.name for path in paths]
    known = set(StoredFile.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    return [path for path in paths if path.name not in known]


def file_unchecked(file_id: int) -> bool:
    """Whether a file is not handed out, because no scanner called it clean yet."""
    return Quarantine.objects.filter(file_id=file_id).exists()


def _unchecked(held: Quarantine) -> str:
    if held.signature:
        return _("Malicious software was found in this file. It is not handed out.")
    return _("This file is not yet checked for malicious software. Please try again later.")


def _row(file_id: int) -> StoredFile:
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None:
        raise _gone(file_id)
    return row


def _gone(file_id: int) -> NotFound:
    """Return what is told of a file that is not there: never was, or was let go."""
    gone = Forgotten.objects.filter(number=file_id).first()
    if gone is None:
        return NotFound("file.not_found", _("There is no such file."))
    words = _(
        "This file was erased on %(day)s: nothing needed it any more, and what is not needed is"
        " not kept."
    )
    return NotFound("file.forgotten", words % {"day": f"{clock.local(gone.forgotten_at):%d/%m/%Y}"})


def _state(row: StoredFile) -> FileState:
    try:
        good = store.is_good(row.sha256, row.size)
    except FileNotFoundError:
        return FileState.MISSING
    return FileState.GOOD if good else FileState.DAMAGED
