"""What people do with a frozen report: sign, approve, send back, withdraw, receive.

Sending is asked for (`asking`) and done by the worker (`working`).
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel.errors import Refused
from motcua.kernel.outbox import outbox_publish
from motcua.kernel.saying import said
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.models import FrozenReport
from motcua.oversight.frozen.queries import posting_at, sheet_of
from motcua.oversight.frozen.services._writing import (
    locked,
    proved_check,
    standing_of,
    step_write,
    unknown,
)
from motcua.oversight.frozen.services.looking import stored_problems
from motcua.oversight.frozen.services.telling import signers_tell
from motcua.oversight.frozen.types import Fact, Standing, State

SENT = "frozen.sent"


@transaction.atomic
def report_sign(*, actor: Actor, code: str, version: int) -> None:
    """Sign a report as whoever made it up. NotFound, Forbidden, Stale, Refused (`unproved`)."""
    row, now = locked(actor, code, version)
    posting = posting_at(actor, Action.REPORT_MAKE, row.unit_id)
    proved_check()
    _kept(row)
    if not sheet_of(row).good:
        words = _("Its columns do not add up as the form demands: nobody signs it. Freeze it anew.")
        raise Refused("identities", words)
    step = step_write(row, now, Fact.SIGNED, actor=actor, posting=posting)
    with scope_use(SYSTEM):
        signers_tell(row, Action.LETTER_SIGN, actor.account_id, seq=step.seq)


@transaction.atomic
def report_approve(*, actor: Actor, code: str, version: int) -> None:
    """Approve what another one signed. NotFound, Forbidden, Stale, Refused.

    Refused: one's own signature, a changed report, `unproved`.
    """
    row, now = locked(actor, code, version)
    posting = posting_at(actor, Action.LETTER_SIGN, row.unit_id)
    proved_check()
    _kept(row)
    step = step_write(row, now, Fact.APPROVED, actor=actor, posting=posting)
    with scope_use(SYSTEM):
        signers_tell(row, Action.REPORT_MAKE, actor.account_id, seq=step.seq)


@transaction.atomic
def report_return(*, actor: Actor, code: str, version: int, text: str) -> None:
    """Send a report back to whoever signed it, and say why. NotFound, Forbidden, Stale, Invalid."""
    row, now = locked(actor, code, version)
    posting = posting_at(actor, Action.LETTER_SIGN, row.unit_id)
    words = said(text, "text", 1000)
    step = step_write(row, now, Fact.RETURNED, actor=actor, posting=posting, text=words)
    with scope_use(SYSTEM):
        signers_tell(row, Action.REPORT_MAKE, actor.account_id, seq=step.seq)


@transaction.atomic
def report_withdraw(*, actor: Actor, code: str, version: int, text: str) -> None:
    """Withdraw a report before it is sent, and say why. NotFound, Forbidden, Stale, Invalid."""
    row, now = locked(actor, code, version)
    posting = posting_at(actor, Action.REPORT_MAKE, row.unit_id)
    words = said(text, "text", 1000)
    step_write(row, now, Fact.WITHDRAWN, actor=actor, posting=posting, text=words)


def sent_write(row: FrozenReport, now: Standing, actor: Actor, posting: PostingView) -> None:
    """Write that an approved report is sent; the version that held until now is replaced.

    The unit is locked and the report was looked at whole by the caller (`working`); its files are
    made afterwards. Refused when it is not to be sent any more.
    """
    step_write(row, now, Fact.SENT, actor=actor, posting=posting)
    for old in FrozenReport.objects.filter(
        unit_id=row.unit_id, report=row.report, first_day=row.first_day,
        last_day=row.last_day, version__lt=row.version,
    ).order_by("version"):  # fmt: skip
        stood = standing_of(old)
        if stood.state is State.SENT:
            step_write(old, stood, Fact.REPLACED, actor=actor, posting=posting, other=row.code)
    outbox_publish(topic=SENT, messages=[(f"frozen:{row.pk}", {})])


@transaction.atomic
def report_seen(*, actor: Actor, code: str, version: int | None = None) -> None:
    """Confirm for the addressee that a report arrived; once a person. NotFound, Forbidden."""
    row, now = locked(actor, code, version)
    if row.to_id is None:
        raise unknown()
    posting = posting_at(actor, Action.REPORT_READ, row.to_id)
    step_write(row, now, Fact.SEEN, actor=actor, posting=posting)


def _kept(row: FrozenReport) -> None:
    """Refuse to sign what is not what was kept."""
    found = stored_problems(row)
    if found:
        words = _("It is not signed: %(what)s. Tell your operator.")
        raise Refused("unsound", words % {"what": "; ".join(found)})
