"""What a draft will cost, by the rule of fees; shown before anybody sends."""

from __future__ import annotations

from motcua.filing.types import DraftView
from motcua.forms.queries import submission_parts
from motcua.forms.types import FormView
from motcua.kernel import clock
from motcua.procedures.queries import fees_quote
from motcua.procedures.rules import FeeQuote
from motcua.procedures.types import Channel, VersionView


def quantity_of(draft: DraftView, form: FormView) -> int:
    """Return how many are wanted: as the form asks, else as the page of fees asked."""
    if form.mapping.quantity:
        return submission_parts(form, draft.answers).fee_quantity
    return draft.fees.copies


def draft_quote(draft: DraftView, form: FormView, version: VersionView) -> FeeQuote | None:
    """Return what filing from home costs as the answers stand; None before a unit was chosen.

    The same reckoning as at the sending (`dossiers.services.fees`).
    """
    if draft.unit_id is None:
        return None
    parts = submission_parts(form, draft.answers)
    return fees_quote(
        version,
        unit_id=draft.unit_id,
        on_day=clock.today(),
        case=parts.case or draft.case,
        channel=Channel.ONLINE.value,
        quantity=quantity_of(draft, form),
        groups=draft.fees.groups,
    )
