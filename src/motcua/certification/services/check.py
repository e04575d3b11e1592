"""Copies are compared with their originals; what may not be certified is refused by row."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.certification.models import Batch, Row
from motcua.certification.papers import batch_sheet
from motcua.certification.queries import batch_view
from motcua.certification.rules import NOTE_MAX, Refusable, grounds_on
from motcua.certification.services._batch import batch_lock, outcome_of, rows_of, step_of, sums_put
from motcua.certification.types import Refusal, RowState, Stage
from motcua.documents.pdf import form_pdf
from motcua.documents.services import output_store
from motcua.dossiers.queries.headings import heads_of
from motcua.dossiers.services import WorkDetails, dossier_draft_result, work_complete
from motcua.dossiers.services.fee_change import dossier_fee_recount
from motcua.dossiers.services.signing import APPROVED
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.text import nfc
from motcua.procedures.counts import PageCount
from motcua.workflow.types import Act

COMPARED, BACK = "propose_approve", "returned"
TITLE = "Chứng thực bản sao từ bản chính"


def rows_refuse(*, actor: Actor, code: str, refusals: Sequence[Refusal]) -> int:
    """Refuse rows while copies are compared; the others go on and the fee follows.

    Returns how much was paid too much (dong): finance gives it back by a refund.
    Raises Invalid (`<position>`), NotFound, Forbidden, Refused `nothing_left` when no row would
    be left (then the dossier is stopped, form 05), `not_this_step` once the check is finished.
    """
    with transaction.atomic():
        batch = batch_lock(code)
        _dossier, item = step_of(code, Act.APPRAISE)
        posting = actor.posting_for(Action.DOSSIER_APPRAISE, item.unit_id)
        waiting = {row.position: row for row in rows_of(batch, RowState.WAITING)}
        known = {one.ground.value: one for one in grounds_on(clock.today())}
        _check(refusals, waiting, known)
        at = clock.now()
        for one in refusals:
            row = waiting.pop(one.position)
            row.state, row.ground = RowState.REFUSED.value, one.ground
            row.note, row.fee_vnd = nfc(one.note)[:NOTE_MAX], 0
            row.refused_by, row.refused_at = posting.account_id, at
            row.save()
        left = [*waiting.values(), *rows_of(batch, RowState.CERTIFIED)]
        too_much = dossier_fee_recount(
            actor=actor,
            code=code,
            papers=[PageCount(row.pages, row.copies) for row in left],
            reason="; ".join(
                f"{one.position}: {known[one.ground].words} ({known[one.ground].source})"
                for one in refusals
            )[:1000],
        )
        sums_put(batch, left)
        batch.save(update_fields=["papers", "copies", "fee_vnd"])
    return too_much


def _check(
    refusals: Sequence[Refusal], waiting: dict[int, Row], known: dict[str, Refusable]
) -> None:
    problems = []
    for one in refusals:
        if one.position not in waiting:
            text = _("This paper is refused or certified already.")
            problems.append(FieldProblem(str(one.position), text))
        if one.ground not in known:
            text = _("Choose a ground from the list.")
            problems.append(FieldProblem(str(one.position), text))
    if not refusals or len({one.position for one in refusals}) != len(refusals):
        problems.append(FieldProblem("rows", _("Choose at least one paper, each once.")))
    if problems:
        raise Invalid(problems)


def batch_check(*, actor: Actor, code: str) -> None:
    """Say that every copy was compared with its original; the batch goes to who certifies.

    The list of the papers becomes the draft that is signed. Raises NotFound, Forbidden, Refused.
    """
    with transaction.atomic():
        batch = batch_lock(code)
        dossier, item = step_of(code, Act.APPRAISE)
        posting = actor.posting_for(Action.DOSSIER_APPRAISE, item.unit_id)
        if not rows_of(batch, RowState.WAITING, RowState.CERTIFIED):
            raise Refused("nothing_left", _("No paper is left to certify. Stop the dossier."))
        batch.checked_at, batch.checked_by = clock.now(), posting.account_id
        batch.save(update_fields=["checked_at", "checked_by"])
        with override("vi"):
            heads = heads_of([batch.unit_id])
            issuer = heads.issuer(heads.units[batch.unit_id])
            sheet = batch_sheet(
                batch_view(batch, code), dossier.applicant.name, issuer, clock.now()
            )
        stored = output_store(data=form_pdf(sheet), name=f"chung-thuc-{code}.pdf")
        dossier_draft_result(
            actor=actor, code=code, file_id=stored.id, file_name=stored.name, title=TITLE
        )
        work_complete(
            actor=actor,
            item_id=item.id,
            outcome=outcome_of(item, COMPARED),
            expected_version=item.version,
        )


def batch_send_back(*, actor: Actor, code: str, reason: str) -> None:
    """Send a batch back to be compared again, with a reason. Raises NotFound, Invalid, Refused."""
    with transaction.atomic():
        batch_lock(code)
        _dossier, item = step_of(code, Act.APPROVE)
        back = [one.code for one in item.outcomes if one.code != APPROVED]
        if BACK not in back and len(back) != 1:
            raise Refused("no_way_back", _("The process of this unit knows no way back here."))
        work_complete(
            actor=actor,
            item_id=item.id,
            outcome=BACK if BACK in back else back[0],
            expected_version=item.version,
            details=WorkDetails(note=reason),
        )


def stage_follow(dossier_id: int, stage: Stage) -> None:
    """Let the list know where a dossier's process has come to; one statement."""
    Batch.objects.filter(dossier_id=dossier_id).update(stage=stage.value)
