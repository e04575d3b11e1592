"""Postings: opened and ended; the only way to give or take a right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.identity import queries, rules
from motcua.identity.events import PostingEnded, PostingOpened
from motcua.identity.models import Account, Posting
from motcua.identity.services._common import (
    account_lock,
    administers,
    has_posting,
    rights_record,
    sessions_end,
    tokens_revoke,
)
from motcua.identity.services.substitutions import substitutions_cut
from motcua.identity.types import Actor, PostingKind, PostingView, Role
from motcua.kernel import clock, events
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused


@transaction.atomic
def posting_open(
    *,
    actor: Actor | None,
    account_id: int,
    unit_id: int,
    role: Role,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    kind: PostingKind = PostingKind.PERMANENT,
) -> PostingView:
    """Give a person a role in a unit and all units below it, for [valid_from, valid_to).

    `actor` None is the command line, which alone may date a posting back (staff lists of the
    past). Raises NotFound for an unknown account or a unit outside the actor's, Refused when the
    actor means himself, the account is deactivated or holds this role there in that time, and
    Invalid at `valid_from` or `valid_to`.
    """
    now = clock.now()
    start = valid_from or now
    if not administers(actor, unit_id):
        raise NotFound("unit_unknown", _("There is no such unit."))
    if actor is not None and actor.account_id == account_id:
        raise Refused("own_posting", _("Nobody opens a posting for himself. Ask a colleague."))
    _check_period(start, valid_to, earliest=None if actor is None else now)
    account = account_lock(account_id)
    if not account.is_active:
        raise Refused("account_inactive", _("This account is deactivated already."))
    view = _posting_write(account, unit_id, role, (start, valid_to), kind, actor)
    rights_record(
        "posting_opened",
        account_id=account_id,
        actor=actor,
        posting=view.id,
        unit=unit_id,
        role=role.value,
        valid_from=start.isoformat(),
        valid_to=valid_to.isoformat() if valid_to else None,
    )
    events.emit(PostingOpened(view.id, account_id, unit_id, role, start))
    return view


@transaction.atomic
def posting_end(*, actor: Actor | None, posting_id: int, at: datetime | None = None) -> None:
    """End a posting at an instant (default and earliest: now); half-open, so at it rights are gone.

    When it ends now, its API tokens are revoked, and the person's sessions end unless another
    posting is in force. When it ends later, every request asks anew, so nothing is left either.
    Raises NotFound for an unknown posting or one outside the actor's units, Refused when it has
    ended already, Invalid at `at`.
    """
    now = clock.now()
    known = Posting.objects.filter(pk=posting_id).values_list("account_id", "unit_id").first()
    if known is None or not administers(actor, known[1]):
        raise NotFound("posting_unknown", _("There is no such posting."))
    account_lock(known[0])
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting_id)
    if posting.valid_to is not None and posting.valid_to <= now:
        raise Refused("posting_ended", _("This posting has ended already."))
    end = at or now
    if end < now:
        raise Invalid([FieldProblem("at", _("A posting cannot end in the past."))])
    posting.valid_to = max(end, posting.valid_from)
    posting.save(update_fields=["valid_to"])
    substitutions_cut(at=max(posting.valid_to, now), posting_id=posting_id)
    if posting.valid_to <= now or posting.valid_to == posting.valid_from:
        tokens_revoke(Q(posting_id=posting_id))
        if not has_posting(posting.account_id):
            sessions_end(posting.account_id)
    rights_record(
        "posting_ended",
        account_id=posting.account_id,
        actor=actor,
        posting=posting_id,
        valid_to=posting.valid_to.isoformat(),
    )
    events.emit(
        PostingEnded(
            posting_id, posting.account_id, posting.unit_id, Role(posting.role), posting.valid_to
        )
    )


def _posting_write(
    account: Account,
    unit_id: int,
    role: Role,
    period: tuple[datetime, datetime | None],
    kind: PostingKind,
    actor: Actor | None,
) -> PostingView:
    """Write the row, unless the person holds the same role there in that time."""
    for other in Posting.objects.filter(account=account, unit_id=unit_id, role=role.value):
        if rules.periods_overlap(first=period, second=(other.valid_from, other.valid_to)):
            raise Refused(
                "posting_exists", _("The person holds this role there in that time already.")
            )
    posting = Posting.objects.create(
        account=account,
        unit_id=unit_id,
        role=role.value,
        valid_from=period[0],
        valid_to=period[1],
        kind=kind.value,
        opened_by_id=actor.account_id if actor else None,
    )
    view = queries.posting_get(posting.pk)
    if view is None:  # the foreign key is checked at commit; here no such unit was joined
        raise NotFound("unit_unknown", _("There is no such unit."))
    return view


def _check_period(start: datetime, end: datetime | None, *, earliest: datetime | None) -> None:
    problems = []
    if earliest is not None and start < earliest:
        problems.append(FieldProblem("valid_from", _("A posting cannot begin in the past.")))
    if end is not None and end <= start:
        problems.append(FieldProblem("valid_to", _("The end must be after the beginning.")))
    if problems:
        raise Invalid(problems)
