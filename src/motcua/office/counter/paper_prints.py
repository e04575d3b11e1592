"""The ways of a dossier's paper, as they stand on the control sheet (form 06)."""

from __future__ import annotations

from motcua.documents.forms import Hop
from motcua.dossiers.manifest_types import LineState, PaperHop
from motcua.dossiers.papers import unit_words
from motcua.dossiers.queries.manifests import paper_hops
from motcua.kernel import clock
from motcua.organisations.queries import units_by_ids

# On paper the procedure's language stands.
_SAID = {
    LineState.SENT: "chưa xác nhận",
    LineState.RECEIVED: "đã nhận đủ",
    LineState.DAMAGED: "nhận, có hư hỏng",
    LineState.MISSING: "chưa nhận được",
    LineState.STAYED: "chưa rời bên giao",
    LineState.LOST: "thất lạc",
}


def paper_hops_print(dossier_id: int) -> tuple[Hop, ...]:
    """Return one line for each way of the paper; two statements, none for most dossiers."""
    found = paper_hops(dossier_id)
    units = units_by_ids({one for hop in found for one in (hop.from_unit_id, hop.to_unit_id)})
    return tuple(
        Hop(
            from_unit=unit_words(units[hop.from_unit_id]),
            to_unit=unit_words(units[hop.to_unit_id]),
            handed_at=hop.sent_at,
            giver=hop.giver,
            receiver=hop.receiver,
            step=f"Bàn giao hồ sơ giấy, biên bản số {hop.number}",
            note=_note(hop),
        )
        for hop in found
    )


def _note(hop: PaperHop) -> str:
    at = f" lúc {clock.local(hop.received_at):%H:%M %d/%m/%Y}" if hop.received_at else ""
    said = [f"{_SAID[hop.state]}{at}", hop.remark, hop.explanation]
    return "; ".join(one for one in said if one)
