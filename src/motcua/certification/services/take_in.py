"""A pile of originals becomes one dossier, with a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.certification.models import Batch, Row
from motcua.certification.queries import batch_unknown, row_fees
from motcua.certification.rules import (
    ISSUER_MAX,
    NAME_MAX,
    NUMBER_MAX,
    ROWS_MAX,
    grounds_on,
    rows_check,
)
from motcua.certification.services._batch import sums_put
from motcua.certification.services.check import batch_check
from motcua.certification.types import (
    BESIDE,
    RowInput,
    RowState,
    Stage,
    TakenIn,
)
from motcua.dossiers.services import dossier_intake
from motcua.dossiers.types import ComponentInput, PartyInput, Submission
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import nfc
from motcua.procedures.counts import PageCount
from motcua.procedures.queries import offering_get
from motcua.procedures.types import ComponentKind, OfferingView, VersionView


def batch_take_in(
    *,
    actor: Actor,
    unit_id: int,
    party: PartyInput,
    procedure_code: str,
    rows: Sequence[RowInput],
    groups: Sequence[str] = (),
    compared: bool = False,
    idempotency_key: str = "",
) -> TakenIn:
    """Take a batch in at the counter: one dossier, accepted, its fee by the page (Art. 20).

    `unit_id` is the unit that certifies, by a procedure that gives certified copies (its version
    says so); `groups` is who pays less. Rows with a ground are refused at
    once and cost nothing. With `compared` somebody who may also appraise finishes the check in
    the same press; else the dossier lies open for whoever compares copies with originals.
    Raises Invalid (fields `rows.<n>.<field>` and those of the intake), NotFound for another
    procedure, Forbidden, Refused.
    """
    clean = rows_ready(rows)
    with transaction.atomic():
        offering = offering_get(unit_id=unit_id, code=procedure_code)
        if not offering.version.certified_copies:
            raise batch_unknown()
        version, day = offering.version, clock.today()
        counts = [(row.pages, row.copies) for row in clean]
        fees = row_fees(version, unit_id, counts, on_day=day, groups=groups)
        taken = [row for row in clean if not row.ground]
        receipt = dossier_intake(
            actor=actor,
            submission=_submission(offering, party, taken, groups),
            idempotency_key=idempotency_key,
            to_pool=True,
        )
        if receipt.replayed:
            found = Batch.objects.filter(dossier_id=receipt.dossier_id).first()
            return TakenIn(receipt.code, bool(found and found.checked_at), replayed=True)
        batch_keep(receipt.dossier_id, unit_id, clean, fees, actor, receipt.at)
        handling = offering.roles_units.get("handling", offering.unit_id)
        checked = compared and actor.may(Action.DOSSIER_APPRAISE, handling)
        if checked:
            batch_check(actor=actor, code=receipt.code)
    return TakenIn(receipt.code, checked)


def rows_ready(rows: Sequence[RowInput]) -> list[RowInput]:
    """Return the rows of a list as they are kept; raises Invalid (`rows.<n>.<field>`)."""
    clean = [_clean(row) for row in rows]
    _check(clean)
    return clean


def batch_keep(
    dossier_id: int,
    unit_id: int,
    rows: Sequence[RowInput],
    fees: Sequence[int],
    actor: Actor,
    at: datetime,
) -> None:
    """Write the batch beside its dossier, with a row for each original."""
    batch = Batch(
        dossier_id=dossier_id,
        unit_id=unit_id,
        stage=Stage.CHECK.value,
        made_at=at,
        made_by=actor.account_id,
    )
    made = [
        _row(row, place, fee if not row.ground else 0, actor)
        for place, (row, fee) in enumerate(zip(rows, fees, strict=True), start=1)
    ]
    sums_put(batch, [row for row in made if row.state == RowState.WAITING.value])
    batch.save()
    for row in made:
        row.batch = batch
    Row.objects.bulk_create(made)


def _clean(row: RowInput) -> RowInput:
    return replace(
        row,
        name=nfc(row.name)[:NAME_MAX],
        issuer=nfc(row.issuer)[:ISSUER_MAX],
        number=nfc(row.number)[:NUMBER_MAX],
        note=nfc(row.note),
    )


def _check(rows: Sequence[RowInput]) -> None:
    """Raise Invalid with every wrong field of the rows."""
    words = {
        "name": _("Enter what the paper is called."),
        "count": _("Enter a whole number from 1 to 999."),
        "ground": _("Choose a ground from the list."),
        "long": _("This is too long; 500 characters at most."),
    }
    plain = [(row.name, row.pages, row.copies, row.ground, row.note) for row in rows]
    known = {one.ground.value for one in grounds_on(clock.today())}
    problems = [
        FieldProblem(f"rows.{one.row}.{one.field}", words[one.key])
        for one in rows_check(plain, known)
    ]
    if len(rows) > ROWS_MAX:
        problems.append(FieldProblem("rows", _("At most 50 papers at a time.")))
    if all(row.ground for row in rows):
        text = (
            _("Every paper is refused: nothing is taken in. Tell the person why.")
            if rows
            else _("Enter at least one paper.")
        )
        problems.append(FieldProblem("rows", text))
    for place, row in enumerate(rows):
        if row.issued_on and row.issued_on > clock.today():
            text = _("This day lies in the future.")
            problems.append(FieldProblem(f"rows.{place}.issued_on", text))
    if problems:
        raise Invalid(problems)


def _submission(
    offering: OfferingView, party: PartyInput, rows: Sequence[RowInput], groups: Sequence[str]
) -> Submission:
    papers = [
        {"name": row.name, "number": row.number, "issuer": row.issuer, "pages": row.pages,
         "copies": row.copies}
        for row in rows
    ]  # fmt: skip
    content: dict[str, object] = {"beside": BESIDE, "papers": papers}
    if groups:
        content["fee_groups"] = list(groups)
    return Submission(
        procedure_code=offering.code,
        unit_id=offering.unit_id,
        parties=(party,),
        components=_components(offering.version, rows),
        subject="; ".join(row.name for row in rows)[:500],
        content=content,
        fee_papers=tuple(PageCount(row.pages, row.copies) for row in rows),
        fee_groups=tuple(groups),
    )


def _components(version: VersionView, rows: Sequence[RowInput]) -> tuple[ComponentInput, ...]:
    """Return every component as it lies on the counter: so many originals, so many copies."""
    originals, copies = min(len(rows), 999), min(sum(row.copies for row in rows), 999)
    kinds = {ComponentKind.COPY, ComponentKind.CERTIFIED_COPY}
    return tuple(
        ComponentInput(one.id, copies=copies)
        if one.kind in kinds
        else ComponentInput(one.id, originals=originals)
        for one in version.components
    )


def _row(row: RowInput, position: int, fee: int, actor: Actor) -> Row:
    refused = bool(row.ground)
    return Row(
        position=position,
        name=row.name,
        issuer=row.issuer,
        paper_number=row.number,
        issued_on=row.issued_on,
        pages=row.pages,
        copies=row.copies,
        fee_vnd=fee,
        state=(RowState.REFUSED if refused else RowState.WAITING).value,
        ground=row.ground,
        note=row.note,
        refused_by=actor.account_id if refused else None,
        refused_at=clock.now() if refused else None,
    )
