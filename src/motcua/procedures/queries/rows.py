"""From rows of the catalogue to views."""

from __future__ import annotations

from motcua.procedures.models import Fee
from motcua.procedures.types import FeeView


def fee_view(row: Fee) -> FeeView:
    """Return one rule of a fee."""
    return FeeView(
        id=row.pk,
        name=row.name,
        amount_vnd=row.amount_vnd,
        per=row.per,
        note=row.note,
        set_by_province=row.set_by_province,
        channel=row.channel,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        name_en=row.name_en,
        note_en=row.note_en,
        name_id=row.name_id,
        note_id=row.note_id,
        charge=row.charge,
        case=row.case,
        first=row.first,
        last=row.last,
        cap_vnd=row.cap_vnd,
        group=row.group,
        exempt=tuple(row.exempt),
        province=row.province,
    )
