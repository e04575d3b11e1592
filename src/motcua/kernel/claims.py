"""Who is at a piece of slow work: a claim in its row, for a while.

No lock of the database would do: one of a transaction would keep a transaction open while pictures
are worked on, one of a session goes wrong where a pooler gives each transaction another session.
A process that dies leaves its claim, and it runs out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from motcua.kernel import clock
from motcua.kernel.scope import Scope, scope_use

CLAIM: Final = timedelta(minutes=3)  # more than the slowest single page takes


class Claim:
    """The claim of one row; `held` tells whether it is ours."""

    def __init__(self, model: Any, pk: int, scope: Scope) -> None:
        self._rows, self._scope = model.objects.filter(pk=pk), scope
        self._until: datetime | None = None
        self._former: datetime | None = None
        now = clock.now()
        free = Q(work_until__isnull=True) | Q(work_until__lt=now)
        self.held = self._set(free, now + CLAIM)

    def keep(self, lasts: timedelta = CLAIM) -> bool:
        """Hold it on; False when it ran out and somebody else has it: leave the work.

        `lasts`: longer where what follows cannot hold it on meanwhile.
        """
        self.held = self._set(self._ours(), clock.now() + lasts)
        return self.held

    def end(self) -> None:
        """Let go of it, if it is still ours."""
        if self.held:
            self._set(self._ours(), None)
            self.held = False

    def _ours(self) -> Q:
        """Fit what was written last, and the one before: a rollback takes the last one back."""
        return Q(work_until=self._until) | Q(work_until=self._former, work_until__isnull=False)

    def _set(self, where: Q, until: datetime | None) -> bool:
        with scope_use(self._scope):
            done = bool(self._rows.filter(where).update(work_until=until))
        if done:
            self._former, self._until = self._until, until
        return done


@contextmanager
def claimed(model: Any, pk: int, scope: Scope) -> Iterator[Claim]:
    """Claim a row with a column `work_until`; to be called outside of a transaction."""
    claim = Claim(model, pk, scope)
    try:
        yield claim
    finally:
        claim.end()
