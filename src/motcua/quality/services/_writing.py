"""Adding one event to a non-conformity: lock, version, guard, then the copies on its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from motcua.identity.types import Action as Right
from motcua.identity.types import Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused, Stale
from motcua.quality import rules
from motcua.quality.models import CorrectiveAction, Nonconformity, NonconformityEvent
from motcua.quality.services._common import Files, evidence_add
from motcua.quality.types import ActionState, Fact, Source, State


@dataclass(frozen=True)
class Said:
    """What an event says besides who and when."""

    fact: Fact
    text: str = ""
    action: int = 0
    owner_id: int | None = None
    due_on: date | None = None


def locked(code: str, version: int | None) -> Nonconformity:
    """Return the row, locked until the transaction ends; NotFound, Stale."""
    row = Nonconformity.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("nonconformity_unknown", _("There is no such non-conformity here."))
    if version is not None and row.version != version:
        raise Stale("stale", _("Somebody else wrote here meanwhile. Read what is new, then go on."))
    return row


def keeper(actor: Actor, row: Nonconformity) -> PostingView:
    """Return the posting that decides about it; Forbidden."""
    return actor.posting_for(Right.QUALITY_KEEP, row.unit_id, row.place_id)


def reporter(actor: Actor, row: Nonconformity) -> PostingView:
    """Return the posting that may write into it; Forbidden."""
    return actor.posting_for(Right.QUALITY_REPORT, *row.reach)


def standing(row: Nonconformity) -> rules.Standing:
    """Return where it stands by its events."""
    return rules.stand(
        rules.Happened(
            Fact(event.fact), event.account_id, event.action, event.owner_id, event.due_on
        )
        for event in row.events.order_by("id")
    )


def write(
    actor: Actor, posting: PostingView, row: Nonconformity, said: Said, files: Files = ()
) -> NonconformityEvent:
    """Append an event, or refuse in words; the row is locked by the caller."""
    before = standing(row)
    happened = rules.Happened(said.fact, actor.account_id, said.action, said.owner_id, said.due_on)
    code = rules.problem(before, happened, source=Source(row.source))
    if code:
        raise Refused(code, _why(code))
    old = before.actions.get(said.action) if said.action else None
    event = NonconformityEvent.objects.create(
        nonconformity=row,
        at=clock.now(),
        fact=said.fact.value,
        account_id=actor.account_id,
        posting_id=posting.id,
        text=said.text,
        action=said.action,
        owner_id=said.owner_id,
        due_on=said.due_on,
        old_due_on=old.due_on if old and said.fact is Fact.MOVED else None,
    )
    after = rules.step(before, happened)
    if said.action:
        _action_copy(row, said, after.actions[said.action], event)
    row.state = after.state.value
    row.due_on = after.due_on
    row.reopened = after.reopened
    row.dismissed_by_id = actor.account_id if after.state is State.DISMISSED else None
    row.version += 1
    row.save(update_fields=["state", "due_on", "reopened", "dismissed_by", "version", "reach"])
    evidence_add(actor, files, event.at, event=event)
    return event


def _action_copy(
    row: Nonconformity, said: Said, now: rules.Action, event: NonconformityEvent
) -> None:
    if said.fact is Fact.ACTION_SET:
        CorrectiveAction.objects.create(
            nonconformity=row,
            number=said.action,
            text=said.text,
            owner_id=now.owner,
            first_due_on=now.due_on,
            due_on=now.due_on,
            state=now.state.value,
        )
        return
    one = CorrectiveAction.objects.get(nonconformity=row, number=said.action)
    one.owner_id, one.due_on, one.state = now.owner, now.due_on, now.state.value
    one.done_by_id, one.checked_by_id = now.done_by, now.checked_by
    if now.state is ActionState.DONE:
        one.done_at = event.at
    elif now.checked_by is not None:
        one.checked_at = event.at
    one.save()


def _why(code: str) -> str:
    return {
        "ended": _("It has ended. If it happened again, open it again and say why."),
        "running": _("It has not ended: there is nothing to open again."),
        "cause_first": _("Say the cause first: an action follows from it."),
        "no_action": _("This action is not at that point. Read how it stands now."),
        "own_check": _("Whether it works is checked by somebody else than who had it or did it."),
        "own_move": _(
            "Whoever has or had an action does not move its day; somebody else who keeps the "
            "register does."
        ),
        "own_dismissal": _("You reported it yourself: somebody else decides that it was none."),
        "audit_found": _("An audit found it: it ends by an action that works, not by a decision."),
        "acted": _("Something is being done about it: it ends by an action that works."),
    }[code]
