"""The worker's part: count a version or look at one whole, then write it in a moment.

Counting takes minutes for a province. It is done outside of every transaction and without a lock;
only its end is one short transaction under the unit's lock, in which everything that was refused
when it was asked is looked at again. A worker that was killed leaves its claim in the row, which
runs out; the next one begins anew, because nothing was written before the end.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from django.db.models import F, Q
from django.db.models.lookups import Exact, IsNull
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.identity.queries import actor_get
from motcua.identity.types import Action, Actor, PostingView
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.claims import CLAIM, Claim, claimed
from motcua.kernel.errors import Forbidden, Refused
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport, ReportOrder
from motcua.oversight.frozen.queries import posting_at
from motcua.oversight.frozen.services._writing import (
    locked,
    newest,
    proved_check,
    step_write,
    unit_lock,
)
from motcua.oversight.frozen.services.acting import sent_write
from motcua.oversight.frozen.services.asking import renewable, there_already
from motcua.oversight.frozen.services.looking import LATER, report_look
from motcua.oversight.frozen.services.making import Order, addressed, report_count, version_keep
from motcua.oversight.frozen.types import Act, Check, Fact, Part, State

log = logging.getLogger(__name__)
TRIES = 5
RUN = 60.0  # seconds after which a run begins no further order
PAUSE = timedelta(minutes=1)
"""What waits for figures, or failed, is tried again after so long, each time longer."""
BEAT = 1.0  # seconds between two notes of how far it is
SILENT = timedelta(minutes=20)
"""A claim while a sheet is computed or two are compared: single steps over all of a province's
dossiers that cannot tell how far they are. Who is killed in one is waited for so long."""
LISTED = 5  # codes that are told of those that a refusal is about


class Lost(Exception):
    """The claim ran out and another worker has the order: what was counted here is let go."""


class Work:
    """One order in hand: its row, and the claim on it."""

    def __init__(self, row: ReportOrder, claim: Claim) -> None:
        self.row, self._claim = row, claim
        self._noted, self._part = 0.0, ""

    def tell(self, part: Part, done: int, total: int) -> None:
        """Note how far it is, now and then, and hold the claim on; raises Lost."""
        now = time.monotonic()
        if total and part == self._part and now - self._noted < BEAT:
            return
        self._noted, self._part = now, part
        self.hold(CLAIM if total else SILENT)
        self.note(part=part.value, done=done, total=total)

    def hold(self, lasts: timedelta = CLAIM) -> None:
        """Hold the claim on; inside a transaction nobody else takes it before its end."""
        if not self._claim.keep(lasts):
            raise Lost

    def note(self, **columns: object) -> None:
        """Write columns of the row."""
        with scope_use(SYSTEM):
            ReportOrder.objects.filter(pk=self.row.pk).update(**columns)

    def end(self, made: FrozenReport | None) -> None:
        """Write that it is done; in the transaction that writes what was asked for."""
        self.note(ended_at=clock.now(), made=made, problem="", words="", codes="", not_before=None)

    def nothing(self, code: str, words: str, codes: Sequence[str] = ()) -> None:
        """Write that it came to nothing, why, and which dossiers it is about."""
        self.note(
            ended_at=clock.now(), problem=code[:40], words=words[:1000],
            codes="; ".join(codes[:LISTED])[:1000], not_before=None,
        )  # fmt: skip

    def later(self, code: str, words: str) -> None:
        """Write that it is tried again, when, and why."""
        waits = clock.now() + PAUSE * self.row.tries
        self.note(problem=code[:40], words=words[:1000], codes="", not_before=waits)


def orders_work(*, seconds: float = RUN) -> int:
    """Do orders that wait: persons', then the schedule's, then looks; return how many ended.

    None is begun after so many seconds: the rest is for the next run, so that other work of the
    worker has its turn. To be called outside of a transaction. Several workers may do so at once.
    """
    ended, tried, until = 0, set[int](), time.monotonic() + seconds
    while (pk := _next(tried)) is not None:
        tried.add(pk)
        with claimed(ReportOrder, pk, SYSTEM) as claim:
            if claim.held:
                ended += _work(pk, claim)
        if time.monotonic() >= until:
            break
    return ended


def _next(tried: set[int]) -> int | None:
    now = clock.now()
    with scope_use(SYSTEM):
        rows = ReportOrder.objects.filter(
            Q(work_until__isnull=True) | Q(work_until__lt=now),
            Q(not_before__isnull=True) | Q(not_before__lte=now),
            ended_at__isnull=True,
        ).exclude(pk__in=tried)
        # whoever reads a report may ask for looks again and again: nothing else waits for one
        last = (Exact(F("act"), Act.LOOK.value), IsNull(F("account"), True))
        return rows.order_by(*last, "asked_at", "pk").values_list("pk", flat=True).first()


def _work(pk: int, claim: Claim) -> bool:
    with scope_use(SYSTEM):
        row = ReportOrder.objects.select_related("base").get(pk=pk)
    work = Work(row, claim)
    if row.ended_at is not None:
        return False
    row.tries += 1
    with translation.override(row.language):
        if row.tries > TRIES:  # no try lived long enough to say what failed
            work.nothing("failed", _failed())
            return True
        work.note(tries=row.tries, begun_at=clock.now(), part="", done=0, total=0)
        return _tried(work)


def _tried(work: Work) -> bool:
    """Do it; tell whether it came to an end. What fails waits for its next try, at last it ends."""
    row = work.row
    try:
        _WORK[Act(row.act)](work)
    except Lost:
        return False
    except Refused as refusal:
        if refusal.code in LATER and row.tries < TRIES:
            work.later(refusal.code, str(refusal.message))
            return False
        log.info("report %s of unit %s: %s", row.report, row.unit_id, refusal.code)
        work.nothing(refusal.code, str(refusal.message), refusal.details.get("codes", ()))
    except Exception:
        log.exception("report %s of unit %s failed", row.report, row.unit_id)
        if row.tries < TRIES:
            words = _("Something went wrong in the system. It is tried again by itself.")
            work.later("failed", words)
            return False
        work.nothing("failed", _failed())
    return True


def _failed() -> str:
    return _(
        "Something went wrong in the system, several times. Nothing was frozen or sent. Ask again;"
        " if it fails again, tell your operator."
    )


def _freeze(work: Work) -> None:
    """Freeze the first version, for a person or for the schedule."""
    row = work.row
    with scope_use(SYSTEM):
        order = Order(
            row.report, Period(row.first_day, row.last_day), row.due_on, row.rule_id,
            to_name=row.to_name,
        )  # fmt: skip
        unit = unit_get(row.unit_id)
        order = addressed(unit, order)
    counted = report_count(order, unit, None, work.tell)
    work.hold()  # what follows takes a moment
    failpoint("report.counted")
    with scope_use(SYSTEM):
        unit_lock(row.unit_id)
        work.hold()
        proved_check()
        actor, posting = _who(row) if row.account_id is not None else (None, None)
        if newest(row.unit_id, row.report, order.period) is not None:
            raise there_already()
        work.end(version_keep(unit, order, counted, actor=actor, posting=posting))
        failpoint("report.written")


def _renew(work: Work) -> None:
    """Freeze a new version, with what differs from the last one."""
    row, last = work.row, _base(work.row)
    order = Order(
        last.report, Period(last.first_day, last.last_day), last.due_on, last.rule_id, last.to_id,
        last.to_name,
    )  # fmt: skip
    with scope_use(SYSTEM):
        unit = unit_get(row.unit_id)
    counted = report_count(order, unit, last, work.tell)
    work.hold()  # what follows takes a moment
    failpoint("report.counted")
    with scope_use(SYSTEM):
        unit_lock(row.unit_id)
        work.hold()
        proved_check()
        actor, posting = _who(row)
        now = renewable(last, row.base_seq)
        made = version_keep(
            unit, order, counted, actor=actor, posting=posting, last=last, reason=row.reason
        )
        if now.state in {State.DRAFTED, State.RETURNED}:
            step_write(last, now, Fact.REPLACED, actor=actor, posting=posting, other=made.code)
        work.end(made)
        failpoint("report.written")


def _send(work: Work) -> None:
    """Send an approved report, after it was looked at whole; its files are made afterwards."""
    row, base = work.row, _base(work.row)
    looked = report_look(base, tell=work.tell)
    _sendable(looked)
    work.hold()  # what follows takes a moment
    failpoint("report.counted")
    with scope_use(SYSTEM):
        unit_lock(row.unit_id)
        work.hold()
        proved_check()
        actor, posting = _who(row)
        _row, now = locked(actor, base.code, row.base_seq)
        sent_write(base, now, actor, posting)
        work.end(base)
        failpoint("report.written")


def _look(work: Work) -> None:
    """Look at a report whole and keep what was found; nothing else comes of it."""
    base = _base(work.row)
    found = report_look(base, tell=work.tell)
    work.hold()
    failpoint("report.counted")
    with scope_use(SYSTEM):
        work.hold()
        work.note(found=rules.canonical(rules.check_plain(found)))
        work.end(None)


def _sendable(found: Check) -> None:
    """Refuse to send what is not what it was, or differs though nothing was recorded."""
    if found.stored:
        words = _("It is not sent: %(what)s. Tell your operator.")
        raise Refused("unsound", words % {"what": "; ".join(found.stored[:3])})
    if found.unsound:
        words = _(
            "It is not sent: events of dossiers behind it are not what was sealed. Tell your "
            "operator."
        )
        raise Refused("unsound", words, codes=found.unsound)
    if found.unexplained:
        words = _(
            "It is not sent: figures differ though nothing was recorded that explains it. Tell "
            "your operator."
        )
        raise Refused("unexplained", words, codes=found.unexplained)


def _base(row: ReportOrder) -> FrozenReport:
    assert row.base is not None  # report_order_base
    return row.base


def _who(row: ReportOrder) -> tuple[Actor, PostingView]:
    """Return who asked and the posting, if it still holds; Forbidden."""
    actor = actor_get(row.account_id) if row.account_id is not None else None
    if actor is None:
        raise Forbidden("not_allowed", _("Whoever asked for it has no posting here any more."))
    return actor, posting_at(actor, Action.REPORT_MAKE, row.unit_id)


_WORK: Mapping[Act, Callable[[Work], None]] = {
    Act.FREEZE: _freeze,
    Act.RENEW: _renew,
    Act.SEND: _send,
    Act.LOOK: _look,
}
