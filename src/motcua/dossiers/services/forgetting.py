"""Scanned pages that went into no dossier are let go, by dated rules (ADR 0020).

What ended is never opened again (`batch_lock`, `component_lock` refuse it), so a page found here
cannot be on its way into a dossier. Each step takes the row of its stack or scan first, like every
act at it, looks again at what it says, and lets go of some pages; a night that is broken off
anywhere goes on in the next one. A page whose content something else needs (the same sheet in
another stack, a page of a component) loses only its own link to it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.documents.forgetting import CHUNK, UNTOUCHED, files_forget
from motcua.documents.retention import Retention, retention_on
from motcua.documents.types import StoreDown
from motcua.dossiers import retention as rules
from motcua.dossiers.batch_types import BatchState
from motcua.dossiers.models import BatchPage, Scan, ScanBatch, ScanPage
from motcua.dossiers.queries.batches import WENT_NOWHERE
from motcua.dossiers.scan_types import ScanState
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

log = logging.getLogger(__name__)
_SOME: Final = CHUNK - 1  # pages of one transaction; the PDF of a scan may come to them
_PREVIEW: Final = {"file": None, "preview_sha256": "", "preview_size": 0}
_PICTURE: Final = {"picture_sha256": "", "picture_size": 0, "text_sha256": "", "text_size": 0}


@dataclass(frozen=True, slots=True)
class _Step:
    """What one rule lets go of: pages of ended stacks or scans, and what is emptied in them."""

    rule: str
    ended: Any
    state: str
    pages: Any
    link: str  # the page's column that names its stack or scan
    which: Q
    over: dict[str, Any]

    def rows(self) -> QuerySet[Any]:
        """Return the pages whose file nobody needs when their stack or scan has ended."""
        found: QuerySet[Any] = self.pages.objects.filter(self.which, file__isnull=False)
        return found

    def due(self, before: datetime) -> Iterator[int]:
        """Yield what ended before an instant and still has such pages; the oldest first."""
        last = 0
        while True:
            with scope_use(SYSTEM):
                some = Exists(self.rows().filter(**{self.link: OuterRef("pk")}))
                ended = self.ended.objects.filter(
                    some, state=self.state, changed_at__lt=before, pk__gt=last
                )
                found = list(ended.order_by("pk").values_list("pk", flat=True)[:CHUNK])
            if not found:
                return
            yield from found
            last = found[-1]


_STEPS: Final = (
    _Step(
        rules.BATCH_DROPPED, ScanBatch, BatchState.DROPPED.value, BatchPage, "batch",
        WENT_NOWHERE, _PREVIEW,
    ),
    _Step(
        rules.BATCH_LEFT, ScanBatch, BatchState.DONE.value, BatchPage, "batch",
        WENT_NOWHERE, _PREVIEW,
    ),
    _Step(
        rules.SCAN_DROPPED, Scan, ScanState.DROPPED.value, ScanPage, "scan", Q(),
        _PREVIEW | _PICTURE,
    ),
    _Step(
        rules.SCAN_LEFT, Scan, ScanState.USED.value, ScanPage, "scan", Q(removed=True),
        _PREVIEW | _PICTURE,
    ),
)  # fmt: skip


def pages_forget(*, untouched: timedelta = UNTOUCHED) -> int:
    """Let go of the pages of stacks and scans that ended long ago and went nowhere.

    Returns how many pages lost their file. For the nightly job; to be called outside of a
    transaction. Ends when the store does not answer.
    """
    done = 0
    for step in _STEPS:
        retention = retention_on(rules.RETENTIONS, step.rule, clock.today())
        if retention is None:
            continue
        for ended in step.due(clock.now() - timedelta(days=retention.days)):
            try:
                done += _let_go(step, ended, retention, untouched)
            except StoreDown:
                log.warning("the store does not answer: scanned pages wait to be let go")
                return done
    return done


def _let_go(step: _Step, ended: int, retention: Retention, untouched: timedelta) -> int:
    """Let go of the pages of one stack or scan, some in each transaction; return how many."""
    done = 0
    while True:
        with scope_use(SYSTEM):
            owner = step.ended.objects.select_for_update().filter(pk=ended, state=step.state)
            if not owner.exists():
                return done
            rows = step.rows().filter(**{step.link: ended}).order_by("pk")
            some = list(rows.values_list("pk", "file_id")[:_SOME])
            if not some:
                return done
            step.pages.objects.filter(pk__in=[page for page, _file in some]).update(**step.over)
            files = {file for _page, file in some}
            if step.rule == rules.SCAN_DROPPED:
                files |= _made_let_go(ended)
            files_forget(files, retention=retention, job="pages_forget", untouched=untouched)
        done += len(some)


def _made_let_go(scan_id: int) -> set[int]:
    """Take the PDF that was made of pages that were put aside away from them; return its file."""
    rows = Scan.objects.filter(pk=scan_id, file__isnull=False)
    found = set(rows.values_list("file_id", flat=True))
    rows.update(file=None, sha256="", pages=0)
    return found


def opinions_point(file_ids: Collection[int]) -> Iterator[int]:
    """Yield which of these files an opinion was asked with: their ids stand in JSON there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT (one->>'file')::bigint FROM dossiers_opinionrequest,"
            " jsonb_array_elements(documents) AS one WHERE (one->>'file')::bigint = ANY(%s)",
            [list(file_ids)],
        )
        yield from (row[0] for row in cursor.fetchall())
