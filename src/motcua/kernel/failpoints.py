"""Named places between two durable effects where a test may kill the process.

`MOTCUA_FAILPOINT=name` makes the process die with SIGKILL the first time it passes there
(docs/architecture.md, "Nothing lost, nothing doubled"). Unset, it costs one dictionary look-up.
"""

from __future__ import annotations

import os
import signal
from functools import partial

from django.db import transaction

from motcua.kernel import wire

NAMES = (
    "file.stored",  # the file is durable, no row names it yet
    "forget.committed",  # a file is forgotten, its bytes are still there
    "forget.erased",  # its bytes are gone, the row does not say so yet
    "submit.written",  # every row is written, nothing is committed
    "submit.committed",  # committed, not answered
    "operation.written",
    "operation.committed",
    "job.fetched",  # a worker took the outbox message, no effect yet
    "job.effect",  # the effect is durable, the message is not marked done
    "index.month",  # the totals of one month are counted, others are not
    "cases.batch",  # some dossiers of the index are read anew, others are not
    "report.counted",  # a report is counted or looked at, nothing of it is written
    "report.written",  # the version or its sending is written, not committed
    "seal.written",  # the seal is in the database, not in the outside file
)


def failpoint(name: str) -> None:
    """Die here when the environment names this failpoint."""
    wanted = os.environ.get("MOTCUA_FAILPOINT")
    if wanted is not None and wanted == name:
        wire.lead_send()  # what is said to be written is with the server
        os.kill(os.getpid(), signal.SIGKILL)


def failpoint_after_commit(name: str) -> None:
    """Die there when the outermost transaction has been committed and nobody was answered yet."""
    if os.environ.get("MOTCUA_FAILPOINT") == name:
        transaction.on_commit(partial(failpoint, name))
