"""Lines of the control sheet (form 06) for what other units were asked; language of the paper."""

from __future__ import annotations

from motcua.documents.forms import Hop
from motcua.dossiers.opinion_rules import OpinionState
from motcua.dossiers.opinion_views import OpinionView
from motcua.dossiers.views import DossierView
from motcua.identity.queries import accounts_by_ids
from motcua.organisations.queries import units_by_ids

STEP = "Lấy ý kiến phối hợp"
NOTES = {
    OpinionState.RECALLED: "đã thu hồi câu hỏi",
    OpinionState.RENEWED: "đã hỏi lại",
    OpinionState.SILENT: "không trả lời, coi là đồng ý theo quy định",
    OpinionState.CLOSED: "hồ sơ kết thúc trước khi trả lời",
}


def opinion_hops(dossier: DossierView) -> tuple[Hop, ...]:
    """Return one line per question: from whom to whom, when, and whether it came in time."""
    if not dossier.opinions:
        return ()
    ids = {one.asked_by for one in dossier.opinions}
    ids |= {one.last.answered_by for one in dossier.opinions if one.last is not None}
    names = {key: one.name for key, one in accounts_by_ids(ids).items()}
    units = units_by_ids({one.asking_unit_id for one in dossier.opinions})
    return tuple(
        Hop(
            from_unit=units[one.asking_unit_id].full_name,
            to_unit=one.unit_name,
            handed_at=one.asked_at,
            giver=names.get(one.asked_by, ""),
            receiver=names.get(one.last.answered_by, "") if one.last else "",
            result=_result(one),
            note=NOTES.get(one.state, ""),
            step=STEP,
            due_at=one.due_at,
        )
        for one in dossier.opinions
    )


def _result(one: OpinionView) -> str:
    if one.answered_at is None:
        return "quá hạn" if one.overdue else ""
    if one.late:
        return "quá hạn"
    return "sớm hạn" if one.answered_at.date() < one.due_at.date() else "đúng hạn"
