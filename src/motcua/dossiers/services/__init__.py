"""Writes of the dossiers: one function per operation of the procedure.

Every one checks authority and guard, writes state, event and outbox message in one transaction,
and answers with the new version. Double clicks and two officials at once end in exactly one
effect and a clear answer to the other.
"""

from __future__ import annotations

from motcua.dossiers.services.apology import (
    dossier_apologise,
    dossiers_apologise,
    lateness_explain,
)
from motcua.dossiers.services.bulk import work_bulk_assign, work_complete_alike
from motcua.dossiers.services.citizen import dossier_submit_online, own_receipt
from motcua.dossiers.services.citizen_after import (
    SuppliedItem,
    dossier_withdraw_own,
    supplement_supply_own,
)
from motcua.dossiers.services.draft import dossier_draft_result
from motcua.dossiers.services.due import dossiers_recompute_due
from motcua.dossiers.services.ending import (
    dossier_collect_fee,
    dossier_reopen,
    dossier_reverse_fee,
    dossier_stop,
    dossier_withdraw,
)
from motcua.dossiers.services.giving import (
    work_assign,
    work_claim,
    work_confirm_receipt,
    work_hand_over,
    work_release,
    work_take_back,
)
from motcua.dossiers.services.history_file import dossiers_import
from motcua.dossiers.services.intake import (
    dossier_accept,
    dossier_intake,
    dossier_refuse,
    dossier_request_supplement_at_intake,
)
from motcua.dossiers.services.opinion_after import (
    opinion_extend,
    opinion_recall,
    opinion_remind,
    opinion_waive,
)
from motcua.dossiers.services.opinion_answers import AnswerInput, opinion_answer
from motcua.dossiers.services.opinions import Asked, opinion_ask
from motcua.dossiers.services.pause import (
    dossier_approve_supplement,
    dossier_fulfil_obligation,
    dossier_propose_supplement,
    dossier_receive_supplement,
    dossier_request_obligation,
)
from motcua.dossiers.services.paying import dossier_order
from motcua.dossiers.services.proposals import letter_decide, letter_propose, letter_recall
from motcua.dossiers.services.reassigning import Move, work_reassign_undo
from motcua.dossiers.services.returns import (
    ReturnInput,
    return_answer,
    return_recall,
    work_return,
)
from motcua.dossiers.services.signing_after import dossier_sign_result
from motcua.dossiers.services.submit import dossier_submit, submission_problems
from motcua.dossiers.services.substituting import work_take_over, work_take_over_all
from motcua.dossiers.services.work import WorkDetails, work_complete

__all__ = [
    "AnswerInput",
    "Asked",
    "Move",
    "ReturnInput",
    "SuppliedItem",
    "WorkDetails",
    "dossier_accept",
    "dossier_apologise",
    "dossier_approve_supplement",
    "dossier_collect_fee",
    "dossier_draft_result",
    "dossier_fulfil_obligation",
    "dossier_intake",
    "dossier_order",
    "dossier_propose_supplement",
    "dossier_receive_supplement",
    "dossier_refuse",
    "dossier_reopen",
    "dossier_request_obligation",
    "dossier_request_supplement_at_intake",
    "dossier_reverse_fee",
    "dossier_sign_result",
    "dossier_stop",
    "dossier_submit",
    "dossier_submit_online",
    "dossier_withdraw",
    "dossier_withdraw_own",
    "dossiers_apologise",
    "dossiers_import",
    "dossiers_recompute_due",
    "lateness_explain",
    "letter_decide",
    "letter_propose",
    "letter_recall",
    "opinion_answer",
    "opinion_ask",
    "opinion_extend",
    "opinion_recall",
    "opinion_remind",
    "opinion_waive",
    "own_receipt",
    "return_answer",
    "return_recall",
    "submission_problems",
    "supplement_supply_own",
    "work_assign",
    "work_bulk_assign",
    "work_claim",
    "work_complete",
    "work_complete_alike",
    "work_confirm_receipt",
    "work_hand_over",
    "work_reassign_undo",
    "work_release",
    "work_return",
    "work_take_back",
    "work_take_over",
    "work_take_over_all",
]
