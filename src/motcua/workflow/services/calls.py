"""Services of running processes: called when their time has come, tried again, given to a person.

`workflow` knows no dossier: whoever can do an action registers a handler for it. A handler is
called outside any transaction, may be called twice for the same call (its `id` says which), and
must then do nothing more. What is refused goes to a person at once, with the reason; what fails is
tried again, later and later, and goes to a person after the last try.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.kernel import clock
from motcua.kernel import events as bus
from motcua.kernel.errors import Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.events import ServiceAnswered
from motcua.workflow.models import Call, Process
from motcua.workflow.queries.definitions import Deployed, deployed
from motcua.workflow.rules.actions import ACTIONS, DONE
from motcua.workflow.rules.fields import fields_read
from motcua.workflow.services.advance import go_on, process_locked
from motcua.workflow.services.common import Giver, items_ids, items_insert, items_open, opened_tell
from motcua.workflow.types import CallState, ProcessStatus

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # a worker that died is made good after it
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""How long is waited after each try that failed; after one more a person has it."""
MOST, LONGEST = 500, timedelta(seconds=30)  # in one look
_LEASE = """
UPDATE workflow_call SET next_at = %(until)s, attempts = attempts + 1
 WHERE id = (SELECT c.id FROM workflow_call c JOIN workflow_process p ON p.id = c.process_id
              WHERE c.state = 'waiting' AND c.next_at <= %(now)s AND p.status = 'active'
              ORDER BY c.next_at, c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED)
RETURNING id
"""


class ServiceUnavailableError(Exception):
    """What a service needs does not answer at present: it is tried again."""


@dataclass(frozen=True)
class ServiceCall:
    """What is to be done for which subject; the same `id` comes again when a try was cut off."""

    id: int
    subject: str
    action: str
    text: str
    at: datetime


@dataclass(frozen=True)
class ServiceAnswer:
    """What was found out: `data` for conditions (`rules.actions`), `told` as evidence, in codes."""

    data: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[ServiceCall], ServiceAnswer]
_handlers: dict[str, Handler] = {}


def service_handle(action: str, handler: Handler) -> None:
    """Let `handler` do an action of the catalogue; called once when the application starts."""
    if action not in ACTIONS:
        raise LookupError(action)
    _handlers[action] = handler


def calls_run() -> int:
    """Call every service whose time has come; return how many were done or given to a person.

    Each try moves its row on before it begins, so that one that fails holds no other up. Every
    lease, pause and answer has the instant at which it was made, for a service may be slow. A look
    ends after a while, so that the worker's other work gets its turn.
    """
    settled, begun = 0, clock.now()
    for _count in range(MOST):
        call = _leased(clock.now())
        if call is None:
            break
        try:
            settled += _settled(call)
        except Exception:
            log.exception("call %s could not be settled", call.pk)
        if clock.now() - begun >= LONGEST:
            break
    return settled


def _leased(at: datetime) -> Call | None:
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_LEASE, {"now": at, "until": at + LEASE})
        row = cursor.fetchone()
        if row is None:
            return None
        return Call.objects.select_related("process").get(pk=row[0])


def _settled(call: Call) -> bool:
    handler = _handlers.get(call.action)
    if handler is None or call.attempts > len(PAUSES) + 1:
        return _to_person(call, _unavailable())
    asked = ServiceCall(call.pk, call.process.subject, call.action, call.text, clock.now())
    try:
        with override("vi"):  # what a dossier is told stands in the language of its papers
            answer = handler(asked)
    except Exception as error:
        if isinstance(error, Refused) and not isinstance(error, Stale):
            return _to_person(call, str(error))
        if not isinstance(error, ServiceUnavailableError):
            log.exception("service %s of call %s failed", call.action, call.pk)
        if call.attempts > len(PAUSES):
            return _to_person(call, _unavailable())
        with scope_use(SYSTEM):
            later = clock.now() + PAUSES[call.attempts - 1]
            Call.objects.filter(pk=call.pk, state=CallState.WAITING).update(next_at=later)
        return False
    return _done(call, answer)


def _unavailable() -> str:
    with override("vi"):
        return _("It did not work, although it was tried several times.")


def _done(call: Call, answer: ServiceAnswer) -> bool:
    values, wrong = fields_read(ACTIONS[call.action].gives, answer.data)
    if wrong:
        raise LookupError(f"{call.action} answered {sorted(wrong)}")
    with scope_use(SYSTEM), transaction.atomic():
        locked = _locked(call)
        if locked is None:
            return False
        (process, definition), at = locked, clock.now()
        context = process.context
        context["outcomes"][call.element] = context["last"] = DONE
        context["data"] |= values
        told = {**values, **answer.told}
        Call.objects.filter(pk=call.pk).update(state=CallState.DONE, over_at=at, told=told)
        go_on(process, definition, call.element, giver=Giver(None, None), at=at)
        _tell(call, process, definition, at, told=told)
    return True


def _to_person(call: Call, reason: str) -> bool:
    reason = reason.strip()[:1000] or _unavailable()
    with scope_use(SYSTEM), transaction.atomic():
        locked = _locked(call)
        if locked is None:
            return False
        (process, definition), at = locked, clock.now()
        Call.objects.filter(pk=call.pk).update(state=CallState.PERSON, over_at=at, reason=reason)
        giver = Giver(None, None)
        items = items_open(
            process, definition, [call.element], giver=giver, at=at, assign_to=None, repair=True
        )
        ids = items_ids(None, len(items))
        items_insert(items, items, ids=ids, giver=giver, note=reason)
        opened_tell(items, process.subject, definition, at=at)
        _tell(call, process, definition, at, reason=reason)
    return True


def _locked(call: Call) -> tuple[Process, Deployed] | None:
    """Lock the process of a call; None when it was settled or its process stopped meanwhile."""
    process = process_locked(call.process_id)
    waiting = Call.objects.filter(pk=call.pk, state=CallState.WAITING).exists()
    if not waiting or process.status != ProcessStatus.ACTIVE:
        return None
    return process, deployed(process.definition_id, process.definition.sha256)


def _tell(
    call: Call,
    process: Process,
    definition: Deployed,
    at: datetime,
    *,
    told: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    step = definition.step(call.element).step
    assert step is not None, "a deployed service says who does it otherwise"
    unit_id = process.context["units"][step.unit]
    bus.emit(
        ServiceAnswered(
            process_id=process.pk,
            subject=process.subject,
            call_id=call.pk,
            element=call.element,
            action=call.action,
            text=call.text,
            unit_id=unit_id,
            at=at,
            told=dict(told or {}),
            reason=reason,
        )
    )
