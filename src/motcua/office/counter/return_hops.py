"""Lines of the control sheet (form 06) for returns inside the office; language of the paper."""

from __future__ import annotations

from motcua.documents.forms import Hop
from motcua.dossiers.return_rules import ReturnAnswer, ReturnState, ReturnTo
from motcua.dossiers.return_views import ReturnView
from motcua.dossiers.views import DossierView
from motcua.identity.queries import accounts_by_ids
from motcua.organisations.queries import units_by_ids

STEPS = {
    ReturnTo.COUNTER: "Trả lại bộ phận tiếp nhận",
    ReturnTo.SPECIALIST: "Trả lại chuyên viên thụ lý",
}
TAKEN_BACK = "đã rút lại"
BACK = "Gửi lại sau khi chỉnh sửa"
ANSWERS = {
    ReturnAnswer.PUT_RIGHT: "đã chỉnh sửa",
    ReturnAnswer.ASK_APPLICANT: "phải yêu cầu người nộp bổ sung",
    ReturnAnswer.DISAGREE: "không có sai sót",
}


def return_hops(dossier: DossierView) -> tuple[Hop, ...]:
    """Return a line per way: back, and forth again; a return that the process draws has its own."""
    shown = [one for one in dossier.sent_back if not one.drawn]
    if not shown:
        return ()
    ids = {one.from_account for one in shown} | {one.to_account for one in shown}
    ids |= {one.ended_by for one in shown}
    names = {key: one.name for key, one in accounts_by_ids(i for i in ids if i).items()}
    found = units_by_ids({one.from_unit_id for one in shown} | {one.to_unit_id for one in shown})
    units = {key: one.full_name for key, one in found.items()}
    return tuple(hop for one in shown for hop in _hops(one, names, units))


def _hops(one: ReturnView, names: dict[int, str], units: dict[int, str]) -> list[Hop]:
    back = one.state is ReturnState.ANSWERED
    taker = names.get((one.ended_by if back else one.to_account) or 0, "")
    giver = names.get(one.from_account, "")
    here, there = units[one.from_unit_id], units[one.to_unit_id]
    note = TAKEN_BACK if one.state is ReturnState.RECALLED else ""
    hops = [Hop(here, there, one.returned_at, giver, taker, note=note, step=STEPS[one.to])]
    if back:
        said = ANSWERS.get(one.answer, "")
        hops.append(Hop(there, here, one.ended_at, taker, giver, note=said, step=BACK))
    return hops
