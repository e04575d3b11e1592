"""After a restore from a dump: one signed seal ends the old server's count, ours begins after it.

The anchor is chained to the last seal and covers the events that the dump brought unsealed. It
takes nothing back: the seals of before are recomputed from the restored events as ever, so a tail
that was cut on the way shows, as does a seal that only the copy outside has.
"""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from motcua.dossiers.models import Seal
from motcua.dossiers.services.seal import (
    LAST,
    Window,
    anchors,
    foreign,
    heads_between,
    horizon_now,
    last_seal,
    lock,
    seal_write,
    seals_export,
)
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc

REASON_MAX = 300
# A row written here bears the number of its transaction or, inside a savepoint, one soon after it
# (xmin), and no other transaction shares that. Rows of a dump bear the number of the transaction
# that loaded them: many together, or far from the one that they name. Ids go on where the dump
# ended, so the highest of them parts what was from what is.
RESTORED_SQL = """
SELECT coalesce(max(upto), 0) FROM (
  SELECT max(id) AS upto FROM dossiers_event GROUP BY xmin
  HAVING min(txid) <> max(txid)
    OR (xmin::text::bigint - min(txid) % 4294967296 + 4294967296) % 4294967296 > 100000) g
"""


def restored_upto() -> int:
    """Return the id of the last event that a dump brought, 0 for none; reads the whole table."""
    with connection.cursor() as cursor:
        cursor.execute(RESTORED_SQL)
        return int(cursor.fetchone()[0])


def ceiling_now() -> int | None:
    """Return where the old server's events end if the seals wait for an anchor; None if not."""
    return restored_upto() if foreign(last_seal(), horizon_now()) else None


def seals_reanchor(reason: str) -> Seal:
    """Write the anchor; `reason` says which restore it was, for whoever reads the seals later.

    Raises Invalid without a reason, Refused `seals_ours` when the newest seal is of this server.
    """
    cleaned = nfc(reason)
    if not cleaned or len(cleaned) > REASON_MAX:
        text = _("Say which restore it was, in at most 300 characters.")
        raise Invalid([FieldProblem("reason", text)])
    with scope_use(SYSTEM):
        lock()
        last = last_seal()
        if last is None or not foreign(last, horizon_now()):
            raise Refused("seals_ours", _("The seals are of this server; nothing is to be done."))
        after = max((floor for _number, floor in anchors()), default=0)
        upto = max(restored_upto(), after)
        since = 0 if last.reason else last.horizon_to
        window = Window(since, LAST, after, upto)
        anchor = seal_write(last, window, heads_between(window), after_event=upto, reason=cleaned)
    seals_export()
    return anchor
