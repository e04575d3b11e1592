"""The list of papers for copies that were taken in like any other dossier, without one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.certification.models import Batch
from motcua.certification.queries import batch_unknown, row_fees
from motcua.certification.services._batch import paid_check, step_of
from motcua.certification.services.take_in import batch_keep, rows_ready
from motcua.certification.types import RowInput
from motcua.dossiers.services.fee_change import dossier_fee_recount
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.procedures.counts import PageCount
from motcua.workflow.types import Act

REASON = "Lập danh mục giấy tờ của hồ sơ chứng thực bản sao"


def batch_list(*, actor: Actor, code: str, rows: Sequence[RowInput]) -> int:
    """Make the list of papers of a dossier that has none; it then goes the way of every batch.

    For whoever compares, at that step. The fee follows the list, as long as nothing was paid;
    returns how much was paid too much and was not given back yet (dong).
    Raises Invalid (`rows.<n>.<field>`), NotFound, Forbidden, Refused `not_this_step`,
    `listed_already` for the second of two, `paid_less` where it would cost more than was paid.
    """
    clean = rows_ready(rows)
    with transaction.atomic():
        dossier, item = step_of(code, Act.APPRAISE)
        if not dossier.procedure.certified_copies:
            raise batch_unknown()
        actor.posting_for(Action.DOSSIER_APPRAISE, item.unit_id)
        unit_id, groups = dossier.competent_unit.id, dossier.content.get("fee_groups", ())
        fees = row_fees(
            dossier.procedure,
            unit_id,
            [(row.pages, row.copies) for row in clean],
            on_day=clock.local(dossier.accepted_at or dossier.submitted_at).date(),
            groups=groups,
        )
        _keep_once(dossier.id, unit_id, clean, fees, actor)
        taken = [row for row in clean if not row.ground]
        too_much = dossier_fee_recount(
            actor=actor,
            code=code,
            papers=[PageCount(row.pages, row.copies) for row in taken],
            reason=REASON,
        )
        asked = sum(fee for row, fee in zip(clean, fees, strict=True) if not row.ground)
        return max(0, too_much - (paid_check(code, asked) or 0))


def _keep_once(
    dossier_id: int, unit_id: int, rows: Sequence[RowInput], fees: Sequence[int], actor: Actor
) -> None:
    """Write the list; a dossier has one, whoever of two was quicker."""
    listed = Refused("listed_already", _("Somebody has made this list already."))
    if Batch.objects.filter(dossier_id=dossier_id).exists():
        raise listed
    try:
        with transaction.atomic():
            batch_keep(dossier_id, unit_id, rows, fees, actor, clock.now())
    except IntegrityError as conflict:
        raise listed from conflict
