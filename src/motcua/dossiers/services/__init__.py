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
from motcua.dossiers.services.bulk import work_bulk_assign
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
from motcua.dossiers.services.history_file import dossiers_import
from motcua.dossiers.services.intake import (
    dossier_accept,
    dossier_intake,
    dossier_refuse,
    dossier_request_supplement_at_intake,
)
from motcua.dossiers.services.pause import (
    dossier_approve_supplement,
    dossier_fulfil_obligation,
    dossier_propose_supplement,
    dossier_receive_supplement,
    dossier_request_obligation,
)
from motcua.dossiers.services.paying import dossier_order
from motcua.dossiers.services.signing_after import dossier_sign_result
from motcua.dossiers.services.submit import dossier_submit, submission_problems
from motcua.dossiers.services.work import (
    WorkDetails,
    work_assign,
    work_claim,
    work_complete,
    work_confirm_receipt,
    work_hand_over,
    work_release,
)

__all__ = [
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
    "own_receipt",
    "submission_problems",
    "supplement_supply_own",
    "work_assign",
    "work_bulk_assign",
    "work_claim",
    "work_complete",
    "work_confirm_receipt",
    "work_hand_over",
    "work_release",
]
