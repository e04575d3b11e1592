"""How every operation writes: lock the dossier, apply facts, append events, tell the others.

One transaction holds dossier, events, outbox row and whatever the operation adds
(architecture, chapter 4). The optimistic version of a dossier is its last event's number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers import chain, rules
from motcua.dossiers.events import CHANGED_TOPIC, DossierChanged
from motcua.dossiers.models import Dossier, Event, Reason, SupplementRequest
from motcua.dossiers.queries.parts import units_deciding
from motcua.dossiers.services._opinion_work import opinions_close
from motcua.dossiers.services._proposals import proposal_lapsed, proposals_close
from motcua.dossiers.services._return_work import returns_close
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.types import (
    Channel,
    Fact,
    FactType,
    Finance,
    Interval,
    LateCause,
    Outcome,
    Phase,
    State,
    Status,
    StopKind,
    right_to,
)
from motcua.identity.substitutions import stands_in_for
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import batch, wire
from motcua.kernel.errors import NotFound, Refused, Stale
from motcua.kernel.events import emit
from motcua.kernel.outbox import outbox_publish
from motcua.kernel.rows import columns, load, new
from motcua.workflow.queries import SUBJECT_OF_ITEM, acts_for, process_progress
from motcua.workflow.types import Progress, WorkItemView

TOPIC = CHANGED_TOPIC
FOLD_FIELDS = (
    "status",
    "phase",
    "stop_kind",
    "finance",
    "accepted_at",
    "due_at",
    "due_original_at",
    "suspended_from",
    "supplement_count",
    "ended_at",
    "returned_at",
    "result_version",
    "waiting",
    "promised_at",
    "late_cause",
    "seq",
    "head_hash",
)


@dataclass(frozen=True, slots=True)
class Doer:
    """Whose hand it was: account, posting, role and unit, as the event keeps them."""

    account_id: int | None = None
    posting_id: int | None = None
    role: str = "system"
    unit_id: int | None = None
    for_account_id: int | None = None  # whose work it is, where a substitute acts

    def data(self) -> dict[str, Any]:
        """Return the JSON of the event; `for` stands in it only where a substitute acted."""
        instead = {"for": self.for_account_id} if self.for_account_id else {}
        return {
            "account": self.account_id,
            "posting": self.posting_id,
            "role": self.role,
            "unit": self.unit_id,
            **instead,
        }


SYSTEM = Doer()


def doer_of(posting: PostingView) -> Doer:
    """Return the doer that acts under a posting."""
    return Doer(
        posting.account_id,
        posting.id,
        posting.role.value,
        posting.unit_id,
        posting.for_account_id,
    )


def state_of(dossier: Dossier) -> State:
    """Return the state that the dossier's columns keep (closed suspensions are in the events)."""
    open_suspension = (
        (Interval(dossier.suspended_from, None, ""),) if dossier.suspended_from else ()
    )
    return State(
        status=Status(dossier.status) if dossier.status else None,
        phase=Phase(dossier.phase),
        stop_kind=StopKind(dossier.stop_kind),
        finance=Finance(dossier.finance),
        submitted_at=dossier.submitted_at,
        accepted_at=dossier.accepted_at,
        due_at=dossier.due_at,
        due_original_at=dossier.due_original_at,
        suspensions=open_suspension,
        supplement_count=dossier.supplement_count,
        ended_at=dossier.ended_at,
        returned_at=dossier.returned_at,
        result_version=dossier.result_version,
        waiting=dossier.waiting,
        promised_at=dossier.promised_at,
        late_cause=LateCause(dossier.late_cause),
        seq=dossier.seq,
    )


def state_store(dossier: Dossier, state: State) -> None:
    """Copy a folded state into the dossier's columns."""
    for name in FOLD_FIELDS:
        if name != "head_hash":
            setattr(dossier, name, getattr(state, name))


def dossier_lock(code: str, *, version: int | None = None) -> Dossier:
    """Return the dossier with its row locked until the transaction ends.

    Raises NotFound when the scope does not show it, Stale when somebody changed it meanwhile.
    """
    return dossier_lock_and(code, version=version)[0]


def dossier_lock_and(
    code: str, *reads: wire.Statement, version: int | None = None
) -> tuple[Dossier, list[wire.Answer]]:
    """Lock a dossier as `dossier_lock`, and read more in the same round trip, after the lock."""
    dossier, answers = _locked("d.code = %s", code, reads)
    if version is not None and dossier.seq != version:
        raise Stale(
            "dossier_changed",
            _("Somebody else has changed this dossier in the meantime. Please look at it again."),
            version=dossier.seq,
        )
    return dossier, answers


def subject_lock(subject: str) -> Dossier:
    """Return the dossier that a process belongs to, locked as by `dossier_lock`."""
    kind, _separator, number = subject.partition(":")
    if kind != "dossier":
        raise Refused("not_a_dossier", _("This piece of work does not belong to a dossier."))
    return _locked("d.id = %s", int(number))[0]


def item_lock_and(item_id: int, *reads: wire.Statement) -> tuple[Dossier, list[wire.Answer]]:
    """Lock the dossier that a work item belongs to, and read more after the lock.

    Raises NotFound, also for an item that the scope does not show.
    """
    return _locked(_OF_ITEM, item_id, reads)


DOSSIER_OF_ITEM = f"""(SELECT split_part(s.subject, ':', 2)::bigint
  FROM ({SUBJECT_OF_ITEM}) s WHERE s.subject LIKE 'dossier:%%')"""  # noqa: S608 - our own text
_OF_ITEM = f"d.id = {DOSSIER_OF_ITEM}"


def _locked(
    condition: str, value: object, reads: Sequence[wire.Statement] = ()
) -> tuple[Dossier, list[wire.Answer]]:
    text = f"SELECT {columns(Dossier, 'd')} FROM dossiers_dossier d WHERE {condition} FOR UPDATE"  # noqa: S608 - our own text
    lock, *answers = wire.exchange([wire.Statement(text, [value]), *reads])
    if not lock.rows:
        raise NotFound("dossier_unknown", _("There is no such dossier here."))
    dossier = load(Dossier, lock.rows[0])
    dossier.official_before = dossier.official_id or 0
    return dossier, answers


def refused_transition(error: rules.TransitionRefused) -> Refused:
    """Return the plain words for a fact that the guard table forbids."""
    if error.waiting and error.fact is FactType.ACCEPTED:
        return Refused(
            "waits_for_another",
            _("It waits for the result of another dossier and can be accepted when that is there."),
        )
    return Refused(
        "not_in_this_status",
        _("This is not possible in the dossier's present status."),
        fact=error.fact.value,
        status=None if error.status is None else int(error.status),
    )


def guard_check(dossier: Dossier, fact: Fact) -> None:
    """Raise Refused when the guard table forbids a fact in the dossier's present state."""
    try:
        rules.apply(state_of(dossier), fact)
    except rules.TransitionRefused as error:
        raise refused_transition(error) from error


def facts_record(
    dossier: Dossier, facts: Iterable[Fact], doer: Doer, *, also: Iterable[str] = ()
) -> Outcome:
    """Apply facts to a locked dossier and write what follows from them.

    `also` names columns that the operation has set itself. Raises Refused when the guard table
    forbids a fact; nothing is written then, because the caller's transaction ends.
    """
    before, official = state_of(dossier), dossier.official_before
    events: list[Event] = []
    changes: list[DossierChanged] = []
    reasons: list[Reason] = []
    for fact in facts:
        try:
            after = rules.apply(before, fact)
        except rules.TransitionRefused as error:
            raise refused_transition(error) from error
        events.append(event_append(dossier, after.seq, fact, doer))
        reasons += reasons_of(dossier, after.seq, fact)
        changes.append(change_of(dossier, before, after, fact, official))
        before, official = after, dossier.official_id or 0
    state_store(dossier, before)
    dossier.official_before = official
    with batch.together():
        batch.update(dossier, [*FOLD_FIELDS, *also])
        events_write(events)
        batch.insert(reasons)
        for change in changes:
            emit(change)
    return outcome_of(dossier)


def event_append(dossier: Dossier, seq: int, fact: Fact, doer: Doer) -> Event:
    """Return the next, unsaved link of the chain and move the dossier's head to it."""
    rows = fact.rows
    if fact.words:
        rows = rows | rows_bind(dossier, *reasons_of(dossier, seq, fact))
    text = chain.payload(code=dossier.code, seq=seq, fact=fact, by=doer.data(), rows=rows)
    prev_hash = bytes(dossier.head_hash)
    dossier.head_hash = chain.link(prev_hash, text)
    return new(
        Event,
        dossier_id=dossier.pk,
        seq=seq,
        type=fact.type.value,
        at=fact.at,
        account_id=doer.account_id,
        payload=text,
        prev_hash=prev_hash,
        hash=dossier.head_hash,
    )


def reasons_of(dossier: Dossier, seq: int, fact: Fact) -> list[Reason]:
    """Return the unsaved row of a fact's free texts, if it has any."""
    return [Reason(dossier=dossier, seq=seq, **fact.words)] if fact.words else []


def events_write(events: list[Event]) -> None:
    """Insert events and their outbox messages."""
    batch.insert(events)
    outbox_publish(
        topic=TOPIC,
        messages=(
            (
                f"dossier:{event.dossier_id}",
                {"seq": event.seq, "type": event.type, "hash": bytes(event.hash).hex()},
            )
            for event in events
        ),
    )


def change_of(
    dossier: Dossier, before: State | None, after: State, fact: Fact, official: int | None = None
) -> DossierChanged:
    """Return the fact as upper packages hear of it; `official` had the dossier before."""
    return DossierChanged(
        dossier_id=dossier.pk,
        code=dossier.code,
        procedure_id=dossier.procedure_id,
        receiving_unit_id=dossier.receiving_unit_id,
        competent_unit_id=dossier.competent_unit_id,
        channel=Channel(dossier.channel),
        official_id=dossier.official_id,
        before=before,
        after=after,
        fact=fact,
        official_before=official,
        beside=str(dossier.content.get("beside", "")),
        version_id=dossier.procedure_version_id,
    )


def outcome_of(dossier: Dossier) -> Outcome:
    """Return where the dossier stands after the operation."""
    return Outcome(dossier.code, dossier.pk, dossier.seq, Status(dossier.status))


def progress_of(dossier: Dossier) -> Progress | None:
    """Return how far the dossier's process has come, None without one; two statements."""
    return process_progress(dossier.process_id) if dossier.process_id else None


def posting_deciding(actor: Actor, action: Action, dossier: Dossier) -> PostingView:
    """Return the posting under which somebody decides in the dossier; raises Forbidden."""
    units = units_deciding(progress_of(dossier), dossier.competent_unit_id, dossier.visible_units)
    return acting(actor.posting_for(action, *units), dossier.process_id)


def posting_of(actor: Actor, item: WorkItemView) -> PostingView:
    """Return the posting under which somebody does an item, with whose work it is.

    Raises Forbidden.
    """
    posting = actor.posting_for(right_to(item.act, item.role), item.unit_id)
    return replace(posting, for_account_id=item.for_account_id)


def acting(posting: PostingView, process_id: int | None) -> PostingView:
    """Return the posting with whose work it is, where the person acts as a substitute.

    No statement where nobody is away.
    """
    if process_id is None or not stands_in_for(posting.account_id):
        return posting
    return replace(posting, for_account_id=acts_for(process_id, posting.account_id))


def posting_money(actor: Actor, dossier: Dossier) -> PostingView:
    """Return the posting under which somebody takes money in; raises Forbidden."""
    units = units_deciding(progress_of(dossier), dossier.competent_unit_id, dossier.visible_units)
    return actor.posting_for(
        Action.DOSSIER_FEE, *units, dossier.receiving_unit_id, dossier.return_unit_id
    )


def requests_close(dossier: Dossier) -> dict[str, str]:
    """Cancel a request for a supplement that the dossier's end leaves open; return what binds it.

    Called before the end is recorded, whose fact binds the row.
    """
    open_ = SupplementRequest.objects.filter(dossier=dossier, state__in=["proposed", "requested"])
    bound: dict[str, str] = {}
    for request in open_:
        if request.state == "proposed":
            proposal_lapsed(dossier, request.proposed_by, f"supplement:{request.pk}")
        request.state = "cancelled"
        request.save(update_fields=["state"])
        bound |= rows_bind(dossier, request)
    return bound | opinions_close(dossier) | returns_close(dossier) | proposals_close(dossier)


def units_see(dossier: Dossier, unit_ids: Iterable[int]) -> bool:
    """Let more units see the dossier; return whether the column changed."""
    united = sorted({*dossier.visible_units, *unit_ids})
    if united == sorted(dossier.visible_units):
        return False
    dossier.visible_units = united
    return True


def fact_at(
    type_: FactType,
    at: datetime,
    *,
    rows: dict[str, str] | None = None,
    words: dict[str, str] | None = None,
    **data: Any,
) -> Fact:
    """Return a fact with JSON-able data (instants become text), what it binds, its free texts."""
    clean = {
        key: chain.instant_text(value) if isinstance(value, datetime) else value
        for key, value in data.items()
        if value is not None
    }
    return Fact(type_, at, clean, rows or {}, words or {})
