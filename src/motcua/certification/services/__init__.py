"""Writes of certified copies: one function per operation.

Every one goes through the operations of the dossier (`dossiers.services`), which check rights and
guard; what is kept here is written in the same transaction. A batch's row is locked first, then
its dossier, then the counter of the register.
"""

from __future__ import annotations

from motcua.certification.services.certify import batch_certify, batch_seal
from motcua.certification.services.check import batch_check, batch_send_back, rows_refuse
from motcua.certification.services.correct import row_correct
from motcua.certification.services.listing import batch_list
from motcua.certification.services.register import entry_cancel
from motcua.certification.services.take_in import batch_take_in

__all__ = (
    "batch_certify",
    "batch_check",
    "batch_list",
    "batch_seal",
    "batch_send_back",
    "batch_take_in",
    "entry_cancel",
    "row_correct",
    "rows_refuse",
)
