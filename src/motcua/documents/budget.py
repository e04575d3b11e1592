"""How much one person may put up in a day, in files and bytes, so that nobody fills the disk.

Counted when a file is announced, also when it is refused or broken off later: the checks are what
costs. Whoever pays is a name that the face makes (`person:17`, `helper:3`); drafts, supplements and
proofs of relations draw on one budget.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from motcua.documents import refusals
from motcua.documents.rules import FileProblem
from motcua.kernel.budget import budget_left, budget_spend

DAY = 24 * 3600
_KILOBYTE, _MEGABYTE = 1000, 1_000_000


@dataclass(frozen=True)
class Payer:
    """Whose budget a file is drawn from; `times` the usual one, for those who help many."""

    name: str
    times: int = 1


def uploads_spend(payers: Iterable[Payer], size: int, *, field: str = "file") -> None:
    """Draw one file of `size` bytes from each budget of the last 24 hours.

    Raises FileRefused `file.budget_files` or `file.budget_size` when one is used up; a file that
    is too large for what is left uses nothing up.
    """
    amount, asked = -(-size // _KILOBYTE), list(payers)
    for payer in asked:
        kilobytes = _kilobytes(payer)
        if not budget_left("upload-size", payer.name, kilobytes, DAY, amount=amount):
            limit = kilobytes * _KILOBYTE // _MEGABYTE
            raise refusals.refusal(FileProblem("budget_size", limit=limit), field=field)
    for payer in asked:
        files = settings.UPLOADS_DAY_FILES * payer.times
        if not budget_spend("upload-files", payer.name, files, DAY):
            raise refusals.refusal(FileProblem("budget_files", limit=files), field=field)
        budget_spend("upload-size", payer.name, _kilobytes(payer), DAY, amount=amount)


def _kilobytes(payer: Payer) -> int:
    kilobytes: int = settings.UPLOADS_DAY_BYTES * payer.times // _KILOBYTE
    return kilobytes
