"""Substitutions: made for a time, given another end, ended. They give work, never a right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity import rules
from motcua.identity.events import SubstitutionChanged
from motcua.identity.models import Account, Posting, Substitution, SubstitutionGround
from motcua.identity.queries import postings_of
from motcua.identity.services._common import account_lock, rights_record
from motcua.identity.substitutions import substitution_get
from motcua.identity.types import (
    Absence,
    Action,
    Actor,
    Capacity,
    NewWork,
    OnReturn,
    PostingView,
    Role,
    SubstitutionView,
)
from motcua.kernel import clock, events
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale


@dataclass(frozen=True, slots=True)
class SubstitutionInput:
    """What is asked for: who stands in from when to when (half-open), and how."""

    posting_id: int
    substitute_id: int
    valid_from: datetime | None  # None: from now on
    valid_to: datetime
    reason: Absence
    new_work: NewWork = NewWork.SUBSTITUTE
    on_return: OnReturn = OnReturn.BACK
    capacity: Capacity | None = None
    document: str = ""


@transaction.atomic
def substitution_make(*, actor: Actor, asked: SubstitutionInput) -> SubstitutionView:
    """Let somebody do the work of a posting for a time; by its person or by the unit's head.

    The substitute holds the same role in the unit, or above it, for the whole time: nobody gets a
    right by it. Raises NotFound for a posting of others that the actor does not head, Invalid at
    a field, Refused when periods overlap, or when one of the two is away or stands in for others
    then (a delegation is not passed on: Decree 30/2020/NĐ-CP, article 13).
    """
    posting = _posting(actor, asked.posting_id)
    now = clock.now()
    start = now if asked.valid_from is None else asked.valid_from
    role = Role(posting.role)
    _check(asked, role, (start, asked.valid_to), now)
    period = (start, asked.valid_to)
    for account_id in sorted({posting.account_id, asked.substitute_id}):
        account_lock(account_id)  # in one order, so that a ring of two cannot be closed at once
    fitting = _fitting(posting, asked.substitute_id, period)
    _overlap_check(posting, asked.substitute_id, period)
    row = Substitution.objects.create(
        posting=posting,
        account_id=posting.account_id,
        unit_id=posting.unit_id,
        substitute_id=asked.substitute_id,
        substitute_posting_id=fitting.id,
        valid_from=start,
        valid_to=asked.valid_to,
        new_work=asked.new_work.value,
        on_return=asked.on_return.value,
        capacity=asked.capacity.value if asked.capacity else "",
        document=asked.document.strip()[:80],
        made_at=now,
        made_by_id=actor.account_id,
    )
    SubstitutionGround.objects.create(
        substitution=row, unit_id=posting.unit_id, reason=asked.reason.value
    )
    return _tell(row, "made", actor)


@transaction.atomic
def substitution_move(
    *, actor: Actor, substitution_id: int, valid_to: datetime, version: int
) -> SubstitutionView:
    """Give a substitution another end: later (extended) or sooner; at once is `substitution_end`.

    Raises as `substitution_make`, and Stale when somebody changed it meanwhile.
    """
    row = _mine(actor, substitution_id, version)
    if valid_to <= clock.now():
        raise Invalid([FieldProblem("valid_to", _("Choose a day that has not passed."))])
    if valid_to - row.valid_from > rules.SUBSTITUTION_MAX or valid_to <= row.valid_from:
        raise Invalid([FieldProblem("valid_to", _("Choose an end within one year."))])
    period = (row.valid_from, valid_to)
    posting = row.posting
    _covered_check(posting, period)
    fitting = _fitting(posting, row.substitute_id, period)
    _overlap_check(posting, row.substitute_id, period, but=row.pk)
    row.substitute_posting_id = fitting.id
    _end_write(row, valid_to)
    return _tell(row, "moved", actor)


@transaction.atomic
def substitution_end(*, actor: Actor, substitution_id: int, version: int) -> SubstitutionView:
    """End a substitution now, or take back one that has not begun."""
    row = _mine(actor, substitution_id, version)
    _end_write(row, max(clock.now(), row.valid_from))
    return _tell(row, "ended", actor)


def substitutions_cut(
    *, at: datetime, posting_id: int | None = None, account_id: int | None = None
) -> int:
    """End what rests on a posting, or on an account, at an instant; return how many ended sooner.

    Called inside the transaction that ends the posting or closes the account.
    """
    rows = Substitution.objects.select_for_update(of=("self",)).filter(valid_to__gt=at)
    if posting_id is not None:
        rows = rows.filter(posting_id=posting_id) | rows.filter(substitute_posting_id=posting_id)
    if account_id is not None:
        rows = rows.filter(account_id=account_id) | rows.filter(substitute_id=account_id)
    ended = 0
    for row in rows.order_by("pk"):
        _end_write(row, max(at, row.valid_from))
        _tell(row, "ended", None)
        ended += 1
    return ended


@transaction.atomic
def substitution_settled(substitution_id: int) -> None:
    """Mark that what was unfinished at the end has been given back, or stays by choice."""
    Substitution.objects.filter(pk=substitution_id, settled_at__isnull=True).update(
        settled_at=clock.now()
    )


def _posting(actor: Actor, posting_id: int) -> Posting:
    posting = Posting.objects.filter(pk=posting_id).first()
    unknown = NotFound("posting_unknown", _("There is no such posting."))
    if posting is None:
        raise unknown
    if posting.account_id != actor.account_id and not actor.may(
        Action.WORK_REASSIGN, posting.unit_id
    ):
        raise unknown
    return posting


def _mine(actor: Actor, substitution_id: int, version: int) -> Substitution:
    """Return a substitution that still runs or has not begun, locked with both accounts."""
    row = Substitution.objects.select_related("posting").filter(pk=substitution_id).first()
    unknown = NotFound("substitution_unknown", _("There is no such substitution."))
    if row is None:
        raise unknown
    heads = actor.may(Action.WORK_REASSIGN, row.unit_id)
    if row.account_id != actor.account_id and not heads:
        raise unknown
    for account_id in sorted({row.account_id, row.substitute_id}):
        account_lock(account_id)
    row.refresh_from_db()
    if row.version != version:
        raise Stale(
            "substitution_changed",
            _("Somebody else has changed this substitution meanwhile. Please look at it again."),
        )
    if row.valid_to <= clock.now():
        raise Refused("substitution_over", _("This substitution has ended already."))
    return row


def _check(
    asked: SubstitutionInput, role: Role, period: tuple[datetime, datetime], now: datetime
) -> None:
    problems = []
    start, end = period
    if start < now:
        problems.append(FieldProblem("valid_from", _("It cannot begin in the past.")))
    if end <= start or end <= now:
        problems.append(FieldProblem("valid_to", _("The end must be after the beginning.")))
    elif end - start > rules.SUBSTITUTION_MAX:
        problems.append(FieldProblem("valid_to", _("Choose an end within one year.")))
    rule = rules.substitution_rule(role, clock.local(start).date())
    if rule is None:
        raise Refused(
            "role_not_substituted",
            _(
                "This role has no substitute here: its rights are lent to nobody. Ask your "
                "administrator to open a posting for that time."
            ),
        )
    if rule.capacities and asked.capacity not in rule.capacities:
        text = _("Say in which capacity the substitute signs.")
        problems.append(FieldProblem("capacity", text))
    if rule.capacities and not asked.document.strip():
        text = _("Enter the number of the document that delegates the signature.")
        problems.append(FieldProblem("document", text))
    if problems:
        raise Invalid(problems)


def _covered_check(posting: Posting, period: tuple[datetime, datetime]) -> None:
    if not rules.covers(period=period, posting=(posting.valid_from, posting.valid_to)):
        text = _("The posting itself does not last that long.")
        raise Invalid([FieldProblem("valid_to", text)])


def _fitting(
    posting: Posting, substitute_id: int, period: tuple[datetime, datetime]
) -> PostingView:
    """Return the substitute's own posting: the same role there or above, for the whole time."""
    _covered_check(posting, period)
    account = Account.objects.filter(pk=substitute_id, is_active=True).first()
    held: Sequence[PostingView] = postings_of(substitute_id) if account else []
    fitting = [
        one
        for one in held
        if one.role.value == posting.role
        and posting.unit_id in one.unit_ids
        and rules.covers(period=period, posting=(one.valid_from, one.valid_to))
    ]
    if substitute_id == posting.account_id or not fitting:
        text = _(
            "This person does not hold the same role in the unit for the whole time. Choose "
            "somebody who does, or have a posting opened for that time first."
        )
        raise Invalid([FieldProblem("substitute", text)])
    return min(fitting, key=lambda one: (len(one.unit_ids), one.id))


def _overlap_check(
    posting: Posting,
    substitute_id: int,
    period: tuple[datetime, datetime],
    *,
    but: int | None = None,
) -> None:
    """Refuse two at once for a posting, chains and rings."""
    at_once = Substitution.objects.filter(valid_from__lt=period[1], valid_to__gt=period[0])
    if but is not None:
        at_once = at_once.exclude(pk=but)
    if at_once.filter(posting=posting).exists():
        raise Refused(
            "substitution_overlaps",
            _("For that time somebody stands in already. End or change that substitution first."),
        )
    if at_once.filter(account_id=substitute_id).exists():
        raise Refused(
            "substitute_away",
            _("The chosen person is away in that time. Choose somebody who is there."),
        )
    if at_once.filter(substitute_id=posting.account_id).exists():
        raise Refused(
            "stands_in_already",
            _(
                "In that time this person stands in for somebody else, and a substitution is not "
                "passed on. Change that one first."
            ),
        )


def _end_write(row: Substitution, valid_to: datetime) -> None:
    row.valid_to = valid_to
    row.version += 1
    row.save(update_fields=["valid_to", "version", "substitute_posting"])


def _tell(row: Substitution, change: str, actor: Actor | None) -> SubstitutionView:
    """Record it for both, tell the listeners, return it."""
    lines = [
        rights_record(
            f"substitution_{change}",
            account_id=account_id,
            actor=actor,
            substitution=row.pk,
            valid_from=row.valid_from.isoformat(),
            valid_to=row.valid_to.isoformat(),
        )
        for account_id in (row.account_id, row.substitute_id)
    ]
    found = Account.objects.in_bulk([row.account_id, row.substitute_id])
    away, there = found[row.account_id], found[row.substitute_id]
    events.emit(
        SubstitutionChanged(
            row.pk,
            change,
            lines[0],
            away.pk,
            away.email,
            there.pk,
            there.email,
            row.valid_from,
            row.valid_to,
        )
    )
    view = substitution_get(row.pk)
    assert view is not None, "it was written a moment ago"
    return view
