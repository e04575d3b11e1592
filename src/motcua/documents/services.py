"""Storing files: the file first, durable and named by its hash, then the row."""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction

from motcua.documents import queries, refusals, rules, sandbox, scanner, store
from motcua.documents.events import FileCondemned
from motcua.documents.metadata import metadata_cut
from motcua.documents.models import Quarantine, StoredFile
from motcua.documents.rules import FileProblem
from motcua.documents.types import MediaType, StoredFileView, StoreDown, Verdict
from motcua.kernel import clock
from motcua.kernel.events import emit
from motcua.kernel.failpoints import failpoint

log = logging.getLogger(__name__)
_LOCK = 728_301  # class of the advisory locks "this content is being stored or swept"
_MEGABYTE = 1_000_000


def file_store(
    *,
    data: bytes | BinaryIO,
    name: str,
    claimed_type: str = "",
    field: str = "file",
    clean: bool = False,
) -> StoredFileView:
    """Check a file and store it; the same content is stored once.

    With `clean` the active content of a PDF is taken out first, on the person's word alone: a
    refusal `file.active` that names `removable` may be answered so. The stored file says what was
    taken out (`StoredFileView.cleaned`).

    Runs inside the caller's transaction (or its own). Raises FileRefused (an `Invalid` at
    `field`) with the reason in plain words. Call it before the operation that links the file:
    the bytes are durable when it returns, the row when the caller's transaction commits.
    """
    try:
        received = _read(data)
        clean_name = rules.name_clean(name)
        check = _check_cleaned if clean else _check
        stored, media_type, verdict, unchecked = check(received, clean_name, claimed_type)
    except FileProblem as problem:
        raise refusals.refusal(problem, field=field) from problem
    try:
        view = _keep(stored, media_type, verdict, unchecked=unchecked)
    except StoreDown as error:
        raise refusals.refusal(FileProblem("store"), field=field) from error
    return StoredFileView(
        id=view.id,
        sha256=view.sha256,
        size=view.size,
        media_type=view.media_type,
        pages=view.pages,
        name=clean_name,
        received_sha256=hashlib.sha256(received).hexdigest(),
        cleaned=view.cleaned,
    )


def output_store(*, data: bytes, name: str, pages: int = 1) -> StoredFileView:
    """Store a PDF that this system printed itself (a slip, a letter); it is not checked again.

    Raises ValueError for anything that is not a PDF.
    """
    if not data.startswith(b"%PDF-"):
        raise ValueError("only printed PDF files are stored unchecked")
    facts = Verdict(pages=pages, facts=(("origin", "printed"),))
    view = _keep(data, MediaType.PDF, facts)
    return StoredFileView(
        id=view.id,
        sha256=view.sha256,
        size=view.size,
        media_type=view.media_type,
        pages=view.pages,
        name=rules.name_clean(name),
        received_sha256=view.sha256,
    )


def orphans_sweep(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files that no row names and parts that killed writers left; return how many.

    Each file is removed under the same lock that `file_store` holds until its transaction ends,
    so a file whose row is about to be committed stays.
    """
    removed = 0
    for path in queries.orphans_find(older_than=older_than):
        with transaction.atomic():
            if not store.is_part(path):
                if not content_lock(path.name):
                    continue
                if StoredFile.objects.filter(sha256=path.name).exists():
                    continue
                if not store.is_older(path, older_than.total_seconds()):
                    continue
            store.remove(path)
            removed += 1
    return removed


def _check(received: bytes, name: str, claimed_type: str) -> tuple[bytes, MediaType, Verdict, bool]:
    """Return the bytes to store, their type, what the inspection found, and whether no scanner did.

    Raises FileProblem.
    The cheap looks come first; the parsers run last, in their own process.
    """
    media_type = rules.type_sniff(received)
    rules.type_agree(media_type, name=name, claimed_type=claimed_type)
    rules.content_single(received, media_type)
    unchecked = _scan(received)
    stored = metadata_cut(received, media_type)
    verdict = sandbox.file_inspect(stored, media_type)
    if verdict.problem == "active":
        removed = sandbox.file_clean(stored)[1]  # or why it cannot be taken out
        raise FileProblem("active", found=", ".join(removed), removable=removed)
    if verdict.problem:
        raise FileProblem(verdict.problem, **dict(verdict.params))
    return stored, media_type, verdict, unchecked


def _check_cleaned(
    received: bytes, name: str, claimed_type: str
) -> tuple[bytes, MediaType, Verdict, bool]:
    """Take the active content out of a PDF, then check what is left like any other file."""
    media_type = rules.type_sniff(received)
    rules.type_agree(media_type, name=name, claimed_type=claimed_type)
    rules.content_single(received, media_type)
    if media_type is not MediaType.PDF:
        return _check(received, name, claimed_type)
    cleaned, removed = sandbox.file_clean(received)
    if not removed:
        return _check(received, name, claimed_type)
    stored, media_type, verdict, unchecked = _check(cleaned, name, "")
    facts = (*verdict.facts, ("cleaned", list(removed)))
    return stored, media_type, replace(verdict, facts=facts), unchecked


def _scan(received: bytes) -> bool:
    """Ask the scanner; return whether it gave no verdict. Raises FileProblem `malware`."""
    if not settings.CLAMD_SOCKET:
        return False
    try:
        scanner.clamd_scan(settings.CLAMD_SOCKET, received)
    except FileProblem as problem:
        if problem.code != "scanner":
            raise
        return True
    return False


def quarantine_check(*, limit: int = 100) -> int:
    """Ask the scanner about files that it has not seen; return how many are free now.

    What it calls malicious stays for ever: the row says so, nobody gets the file, and whoever
    linked it hears of it (`FileCondemned`). Safe to repeat; ends when the scanner does not answer.
    `limit` counts verdicts, so that files without one stand before no other.
    """
    freed = looked = 0
    waiting = Quarantine.objects.filter(signature="").order_by("since", "pk")
    for number in list(waiting.values_list("pk", flat=True)):
        if looked == limit:
            break
        held = waiting.select_related("file").filter(pk=number).first()
        if held is None:
            continue  # another worker was quicker
        try:
            data = store.read(held.file.sha256, held.file.size).read()
            scanner.clamd_scan(settings.CLAMD_SOCKET, data)
        except (FileNotFoundError, ValueError):
            continue  # `motcua verify` names it
        except FileProblem as problem:
            if problem.code == "scanner" and isinstance(problem.__cause__, OSError):
                break
            if problem.code == "scanner":
                continue
            signature = str(problem.params.get("signature", "?"))[:80]
            with transaction.atomic():
                Quarantine.objects.filter(pk=held.pk).update(signature=signature)
                emit(FileCondemned(held.file_id))
            log.warning("stored file %s is malicious: %s", held.file_id, signature)
            looked += 1
            continue
        held.delete()
        looked, freed = looked + 1, freed + 1
    return freed


def _read(data: bytes | BinaryIO) -> bytes:
    limit: int = settings.UPLOAD_MAX_BYTES
    if not isinstance(data, bytes):
        size = getattr(data, "size", None)
        if not isinstance(size, int):
            size = data.seek(0, io.SEEK_END) if data.seekable() else None
        if data.seekable():
            data.seek(0)
        if size is not None and size > limit:
            raise _too_large(size, limit)
        data = data.read(limit + 1)
    if len(data) > limit:
        raise _too_large(len(data), limit)
    return data


def _too_large(size: int, limit: int) -> FileProblem:
    megabytes = max(-(-size // _MEGABYTE), limit // _MEGABYTE + 1)
    return FileProblem("size", size=megabytes, limit=limit // _MEGABYTE)


@transaction.atomic
def _keep(
    data: bytes, media_type: MediaType, verdict: Verdict, *, unchecked: bool = False
) -> StoredFileView:
    """Write the bytes, then the row; returns the row of this content, old or new."""
    sha256 = hashlib.sha256(data).hexdigest()
    _lock("pg_advisory_xact_lock_shared", sha256)
    store.write(data, sha256)
    failpoint("file.stored")
    report: dict[str, Any] = dict(verdict.facts)
    known = StoredFile.objects.filter(sha256=sha256).exists()
    StoredFile.objects.bulk_create(
        [
            StoredFile(
                sha256=sha256,
                size=len(data),
                media_type=media_type.value,
                pages=verdict.pages,
                report=report,
            )
        ],
        ignore_conflicts=True,
    )
    row = StoredFile.objects.get(sha256=sha256)
    if unchecked and not known:
        held = Quarantine(file=row, since=clock.now())
        Quarantine.objects.bulk_create([held], ignore_conflicts=True)
    return queries.view(row)


def content_lock(sha256: str) -> bool:
    """Keep everybody from storing this content until the transaction ends; False: one is at it."""
    return _lock("pg_try_advisory_xact_lock", sha256)


def _lock(function: str, sha256: str) -> bool:
    """Take the lock of one content until the transaction ends; False when another has it."""
    number = int(sha256[:8], 16) - 2**31
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_LOCK, number])
        row = cursor.fetchone()
    return row is None or row[0] is not False
