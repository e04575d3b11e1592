"""Writes of filing: drafts, their papers, the sending. One function per thing a person does."""

from __future__ import annotations

from motcua.filing.services.again import parts_begin_again
from motcua.filing.services.attachments import (
    draft_answer_file_add,
    draft_answer_file_move,
    draft_answer_file_remove,
    draft_answer_file_use,
)
from motcua.filing.services.begin import draft_begin, draft_known, draft_renew
from motcua.filing.services.drafts import (
    draft_choose,
    draft_discard,
    draft_restore,
    draft_save,
    draft_set,
    draft_start,
)
from motcua.filing.services.expire import drafts_expire
from motcua.filing.services.export import (
    export_give_up,
    export_request,
    exports_forget,
    exports_retry,
)
from motcua.filing.services.follow import group_follow, group_follow_dossier
from motcua.filing.services.group import group_receipt_again
from motcua.filing.services.group_after import group_begin_again, group_withdraw
from motcua.filing.services.keep import store_fill, store_remove, store_restore
from motcua.filing.services.papers import (
    draft_file_add,
    draft_file_move,
    draft_file_remove,
    draft_file_use,
    draft_paper,
)
from motcua.filing.services.send import draft_send, group_again
from motcua.filing.services.shares import (
    share_end,
    share_hold,
    share_make,
    share_open,
    share_over,
    shares_tidy,
)
from motcua.filing.services.supply import (
    supply_begin,
    supply_file_add,
    supply_file_move,
    supply_file_remove,
    supply_file_use,
    supply_send,
    supply_text,
)

__all__ = [
    "draft_answer_file_add",
    "draft_answer_file_move",
    "draft_answer_file_remove",
    "draft_answer_file_use",
    "draft_begin",
    "draft_choose",
    "draft_discard",
    "draft_file_add",
    "draft_file_move",
    "draft_file_remove",
    "draft_file_use",
    "draft_known",
    "draft_paper",
    "draft_renew",
    "draft_restore",
    "draft_save",
    "draft_send",
    "draft_set",
    "draft_start",
    "drafts_expire",
    "export_give_up",
    "export_request",
    "exports_forget",
    "exports_retry",
    "group_again",
    "group_begin_again",
    "group_follow",
    "group_follow_dossier",
    "group_receipt_again",
    "group_withdraw",
    "parts_begin_again",
    "share_end",
    "share_hold",
    "share_make",
    "share_open",
    "share_over",
    "shares_tidy",
    "store_fill",
    "store_remove",
    "store_restore",
    "supply_begin",
    "supply_file_add",
    "supply_file_move",
    "supply_file_remove",
    "supply_file_use",
    "supply_send",
    "supply_text",
]
