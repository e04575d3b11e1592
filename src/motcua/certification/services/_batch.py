"""What the operations share: the locked batch, the step that is due, the rows."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.certification.models import Batch, Row
from motcua.certification.queries import batch_unknown
from motcua.certification.types import RowState
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.given_back import fee_given_back
from motcua.dossiers.views import DossierView
from motcua.kernel.errors import Refused
from motcua.workflow.types import Act, WorkItemView


def batch_lock(code: str) -> Batch:
    """Return the batch of a dossier with its row locked; NotFound outside the scope."""
    row = Batch.objects.select_for_update(of=("self",)).filter(dossier__code=code).first()
    if row is None:
        raise batch_unknown()
    return row


def step_of(code: str, act: Act) -> tuple[DossierView, WorkItemView]:
    """Return the dossier with the live step of an act.

    Raises Refused `not_this_step` where another step is due: somebody else was quicker, or the
    process of this unit wants something else first.
    """
    dossier = dossier_get(code)
    item = next((one for one in dossier.items if one.state.is_live and one.act is act), None)
    if item is None:
        raise Refused(
            "not_this_step",
            _("%(code)s: another step is due. Somebody may have done this already.")
            % {"code": code},
        )
    return dossier, item


def outcome_of(item: WorkItemView, *codes: str) -> str:
    """Return the outcome that a step is finished with: the first of `codes` that it knows.

    A step with one way out is finished that way, whatever it is called in a unit's own drawing.
    Raises Refused `no_such_outcome`.
    """
    known = [one.code for one in item.outcomes]
    found = next((one for one in codes if one in known), known[0] if len(known) == 1 else None)
    if found is None:
        raise Refused(
            "no_such_outcome",
            _(
                "The process of this unit has no such outcome at the step “%(step)s”. Whoever "
                "draws processes adds it."
            )
            % {"step": item.name},
        )
    return found


def rows_of(batch: Batch, *states: RowState) -> list[Row]:
    """Return the rows of a batch in these states, in their order."""
    rows = Row.objects.filter(batch=batch, state__in=[one.value for one in states])
    return list(rows.order_by("position"))


def sums_put(batch: Batch, rows: list[Row]) -> None:
    """Put what the list shows of a batch into its row; the caller saves."""
    batch.papers = len(rows)
    batch.copies = sum(row.copies for row in rows)
    batch.fee_vnd = sum(row.fee_vnd for row in rows)


def paid_check(code: str, asked: int, *, raised: bool = True) -> int | None:
    """Return how much of what was paid was given back (dong); None where nothing was paid.

    With `raised` refuses `paid_less` where the papers cost more (`asked`, dong) than is paid: what
    is certified is paid for first. Call it while the dossier is locked.
    """
    dossier = dossier_get(code)
    paid = sum(one.total_vnd for one in dossier.fees if one.paid_at)
    if not paid:
        return None
    back = fee_given_back(dossier.id)
    if raised and asked > paid - back:
        raise Refused(
            "paid_less",
            _(
                "This would cost more than was paid. Take what goes beyond it in as copies of "
                "their own, so that its fee is paid too."
            ),
        )
    return back
