"""What a draft will cost, by the rule of fees; shown before anybody sends."""

from __future__ import annotations

from motcua.filing.bodies import body_unit, groups_of_child
from motcua.filing.steps import parts_again
from motcua.filing.types import DraftView
from motcua.forms.queries import submission_parts
from motcua.forms.types import FormView, SubmissionParts
from motcua.kernel import clock
from motcua.procedures.counts import PageCount
from motcua.procedures.queries import fees_quote
from motcua.procedures.rules import FeeQuote
from motcua.procedures.types import Channel, VersionView


def quantity_of(draft: DraftView, form: FormView, parts: SubmissionParts) -> int:
    """Return how many are wanted: as the form asks, else as the page of fees asked."""
    return parts.fee_quantity if form.mapping.quantity else draft.fees.copies


def copied_of(parts: SubmissionParts) -> tuple[PageCount, ...]:
    """Return the papers of a list that are copied, for a fee by the page."""
    return tuple(PageCount(pages, copies) for pages, copies in parts.fee_papers)


def draft_quote(draft: DraftView, form: FormView, version: VersionView) -> FeeQuote | None:
    """Return what filing from home costs as the answers stand; None before a unit was chosen.

    The same reckoning as at the sending (`dossiers.services.fees`).
    """
    if draft.unit_id is None:
        return None
    if draft.again:
        return _quote_again(draft, draft.unit_id)
    parts = submission_parts(form, draft.answers)
    return fees_quote(
        version,
        unit_id=draft.unit_id,
        on_day=clock.today(),
        case=parts.case or draft.case,
        channel=Channel.ONLINE.value,
        quantity=quantity_of(draft, form, parts),
        papers=copied_of(parts),
        groups=draft.fees.groups,
    )


def _quote_again(draft: DraftView, lead_unit_id: int) -> FeeQuote:
    """Return what the parts cost that are filed once more, each at the body that decides it."""
    quotes = [
        fees_quote(
            part,
            unit_id=body_unit(part.code, lead_unit_id),
            on_day=clock.today(),
            channel=Channel.ONLINE.value,
            groups=groups_of_child(draft.fees.groups),
        )
        for part in parts_again(draft).values()
    ]
    return FeeQuote(tuple(line for one in quotes for line in one.lines))
