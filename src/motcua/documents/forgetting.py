"""Letting go of stored files that went nowhere (ADR 0020): the row first, then the bytes.

A file is forgotten when nothing points at it. Who says so are the foreign keys: the database's
function `motcua_file_forget` removes the row and writes what it was (`Forgotten`) in one statement,
and refuses what anything points at, also what another transaction is just about to point at. The
looks before it are for what no foreign key knows, and for clear answers. The bytes go after the
commit; whatever is killed in between is made good by `forgotten_erase`, as often as it takes.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from django.db import connection, transaction
from django.db.models.functions import Mod

from motcua.documents import store
from motcua.documents.models import Forgotten, Quarantine, StoredFile
from motcua.documents.pointing import pointed_at, unpointed
from motcua.documents.retention import RETENTIONS, UNLINKED, Retention, retention_on
from motcua.documents.services import content_lock
from motcua.documents.types import Ending, Forgetting, Kept, StoreDown
from motcua.kernel import clock
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_current, scope_use

log = logging.getLogger(__name__)
CHUNK: Final = 100
"""Files of one transaction: each holds a lock, and whoever stores the same content waits."""
UNTOUCHED: Final = timedelta(days=1)
_PARTS: Final = 7  # each night looks at a seventh of all files: every file once a week


def files_forget(
    file_ids: Collection[int], *, retention: Retention, job: str, untouched: timedelta = UNTOUCHED
) -> Forgetting:
    """Forget those of these files that nothing points at; say why the others stay.

    Runs inside the caller's transaction (or its own), under the scope of the system: a narrower
    one does not see who else needs a file. Whoever lets go of a file (its page, its link) does so
    before, in the same transaction. A content that was written within `untouched` stays: somebody
    may be about to use it. At most `CHUNK` files. Raises StoreDown, and PermissionError without
    that scope (a bug, never the person's fault).
    """
    if scope_current() != SYSTEM:
        raise PermissionError("files are forgotten under the scope of the system only")
    if len(file_ids) > CHUNK:
        raise ValueError(f"at most {CHUNK} files at once")
    with transaction.atomic():
        kept: dict[int, Kept] = dict.fromkeys(file_ids, Kept.UNKNOWN)
        free = _free(file_ids, kept, untouched)
        gone = [row.pk for row in free if _row_forget(row.pk, retention, job, untouched)]
        kept |= {row.pk: Kept.POINTED for row in free}
        for one in gone:
            del kept[one]
    return Forgetting(tuple(gone), kept)


def files_unlinked_forget(*, part: int | None = None, untouched: timedelta = UNTOUCHED) -> int:
    """Forget files that nothing points at (any more) and that are old enough; return how many.

    Uploads that were never used, files of drafts that were thrown away, PDF files that were made
    again. `part` is the seventh of all files to look at; by itself it goes with the day.
    """
    today = clock.today()
    retention = retention_on(RETENTIONS, UNLINKED, today)
    if retention is None:
        return 0
    part = today.toordinal() % _PARTS if part is None else part
    before = clock.now() - timedelta(days=retention.days)
    last, gone = 0, 0
    while True:
        with scope_use(SYSTEM):
            old = StoredFile.objects.filter(pk__gt=last, created_at__lt=before)
            mine = old.alias(part=Mod("pk", _PARTS)).filter(part=part)
            ids = list(unpointed(mine).order_by("pk").values_list("pk", flat=True)[:CHUNK])
            if not ids:
                return gone
            try:
                told = files_forget(
                    ids, retention=retention, job="files_unlinked", untouched=untouched
                )
            except StoreDown:
                log.warning("the store does not answer: files without a link wait to be let go")
                return gone
        last, gone = ids[-1], gone + len(told.gone)


def forgotten_erase(*, untouched: timedelta = UNTOUCHED) -> int:
    """Erase the bytes of forgotten files that are still there; return how many are done now.

    Each in a transaction of its own, so that a store that goes down costs nothing that was done.
    """
    done = last = 0
    while True:
        with scope_use(SYSTEM):
            waiting = Forgotten.objects.filter(ended_at__isnull=True, pk__gt=last).order_by("pk")
            ids = list(waiting.values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return done
        for one in ids:
            try:
                done += _erase(one, untouched)
            except StoreDown:
                log.warning("the store does not answer: forgotten files wait to be erased")
                return done
        last = ids[-1]


def _free(
    file_ids: Collection[int], kept: dict[int, Kept], untouched: timedelta
) -> Sequence[StoredFile]:
    """Lock these contents and return the files that may go; `kept` tells why the others stay."""
    rows = list(StoredFile.objects.filter(pk__in=file_ids).order_by("pk"))
    held = set(Quarantine.objects.filter(file__in=rows).values_list("file_id", flat=True))
    kept |= {row.pk: Kept.HELD if row.pk in held else Kept.BUSY for row in rows}
    rows = [row for row in rows if row.pk not in held and content_lock(row.sha256)]
    needed = pointed_at([row.pk for row in rows]) if rows else set()
    kept |= dict.fromkeys(needed, Kept.POINTED)
    rows = [row for row in rows if row.pk not in needed]
    seconds = untouched.total_seconds()
    fresh = {row.pk for row in rows if store.is_fresh(row.sha256, seconds)}
    kept |= dict.fromkeys(fresh, Kept.FRESH)
    return [row for row in rows if row.pk not in fresh]


def _row_forget(file_id: int, retention: Retention, job: str, untouched: timedelta) -> bool:
    """Let the database exchange the row for what is told of it; False: something points at it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT motcua_file_forget(%s, %s, %s, %s, %s)",
            [file_id, clock.now(), retention.rule, retention.ground, job],
        )
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return False
    transaction.on_commit(partial(_erase_soon, row[0], untouched))
    return True


def _erase_soon(forgotten_id: int, untouched: timedelta) -> None:
    """Erase the bytes right after the commit; what fails here is done by `forgotten_erase`."""
    failpoint("forget.committed")
    try:
        _erase(forgotten_id, untouched)
    except StoreDown:
        log.warning("the store does not answer: forgotten files wait to be erased")


def _erase(forgotten_id: int, untouched: timedelta) -> bool:
    """Erase the bytes of one forgotten file and say so; False: not now. Raises StoreDown."""
    with scope_use(SYSTEM):
        row = Forgotten.objects.filter(pk=forgotten_id, ended_at__isnull=True).first()
        if row is None or not content_lock(row.sha256):
            return False
        if StoredFile.objects.filter(sha256=row.sha256).exists():
            ending = Ending.AGAIN
        elif store.is_fresh(row.sha256, untouched.total_seconds()):
            return False  # the same bytes pass through for somebody (`passing`): tomorrow
        else:
            ending = Ending.ERASED if store.erase(row.sha256) else Ending.HIDDEN
            failpoint("forget.erased")
        Forgotten.objects.filter(pk=row.pk).update(ended_at=clock.now(), ending=ending.value)
    return True
