"""A stack that went through the scanner, up to the proposal."""

from __future__ import annotations

import io

from motcua.documents.scans.stacks import stack_take
from motcua.dossiers.models import BatchPage, BatchRun
from motcua.dossiers.services.batch_making import batch_work
from motcua.dossiers.services.batches import batch_take
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.dossiers import MORNING, Commune
from tests.builders.scans import page_draw
from tests.builders.stacks import separator, stack_pdf


def batch_proposed(commune: Commune, *files: bytes, batch_id: int | None = None) -> int:
    """Take files in at the commune's centre and let the worker finish; return the batch."""
    stacks = [stack_take(io.BytesIO(one), name=_name(one)) for one in files]
    taken = batch_take(
        actor=commune.counter, unit_id=commune.centre.id, stacks=stacks, batch_id=batch_id
    )
    while not batch_work(taken.batch_id, seconds=60, scope=SYSTEM):
        pass
    return taken.batch_id


def _name(data: bytes) -> str:
    kinds = {b"%PDF": "pdf", b"II*\0": "tif", b"\xff\xd8\xff\xe0": "jpg"}
    return f"chong.{kinds.get(data[:4], 'png')}"


def batch_held(commune: Commune, code: str) -> int:
    """Return a batch of this commune with one page of this dossier."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        found = BatchRun.objects.filter(dossier__code=code).order_by("pk").first()
        if found is not None:
            return found.batch_id
        data = stack_pdf(separator(code, 1, dpi=100), page_draw(dpi=100))
        return batch_proposed(commune, data)


def sheet_held() -> int:
    """Return a page of that batch."""
    with scope_use(SYSTEM):
        return BatchPage.objects.order_by("pk")[0].pk
