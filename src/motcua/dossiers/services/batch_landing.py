"""A person confirms: runs of a batch become pages of their components, each the usual way on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.batch_types import RunView, SheetState
from motcua.dossiers.models import BatchPage, BatchRun, ScanPage
from motcua.dossiers.queries.batches import runs_view
from motcua.dossiers.scan_types import PageState
from motcua.dossiers.services.batches import batch_changed, batch_finish, batch_lock
from motcua.dossiers.services.scans import scan_take
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused
from motcua.kernel.failpoints import failpoint


@dataclass(frozen=True, slots=True)
class Landing:
    """What came of confirming: scans that got pages, and runs that stay, with the reason."""

    scan_ids: tuple[int, ...]
    components: int
    dossiers: int
    stayed: Mapping[int, str]


def batch_land(*, actor: Actor, batch_id: int, change: int, run_ids: Sequence[int]) -> Landing:
    """Put the pages of these runs into their components, and have the PDFs made.

    A run that cannot go (its dossier was closed meanwhile, nothing to go) stays with its reason;
    the others go. Dossiers are locked in one order, so two batches never wait for each other.
    Raises NotFound, Forbidden, Stale; Refused `batch_closed`; Invalid when nothing is chosen.
    """
    with transaction.atomic():
        batch, posting = batch_lock(actor, batch_id, change)
        wanted = set(run_ids)
        runs = [run for run in runs_view(batch_id) if run.id in wanted and not run.landed_at]
        if not runs:
            raise Invalid([FieldProblem("run", _("Choose at least one part of the batch."))])
        scans: dict[int, None] = {}
        stayed: dict[int, str] = {}
        gone: list[RunView] = []
        for run in sorted(runs, key=lambda one: (one.code, one.number)):
            try:
                with transaction.atomic():
                    scans[_land(actor, run)] = None
            except (NotFound, Forbidden, Refused) as refusal:
                stayed[run.id] = str(refusal)
                continue
            BatchRun.objects.filter(pk=run.id).update(
                landed_by=posting.account_id, landed_at=clock.now()
            )
            gone.append(run)
        batch_finish(batch)
        batch_changed(batch)
        failpoint("operation.written")
    return Landing(
        tuple(scans),
        len({one.component_id for one in gone}),
        len({one.code for one in gone}),
        stayed,
    )


def _land(actor: Actor, run: RunView) -> int:
    if not run.may_land or run.component_id is None:
        raise Refused("run_waits", _("This part still waits for an answer of yours."))
    pages = BatchPage.objects.filter(run=run.id, removed=False).order_by("order", "pk")
    rows = [
        ScanPage(
            file_id=page.file_id,
            leaf=0 if page.drawn else None,
            state=PageState.WAITING.value,
            facts={"scanner_dpi": page.dpi} if page.dpi else {},
        )
        for page in pages
        if page.state == SheetState.READY
    ]
    return scan_take(actor=actor, code=run.code, component_id=run.component_id, rows=rows)
