"""What a process did by itself stands in its dossier's chain, with no hand but the system's.

A step whose time was over, a service that was done or that a person has instead. The timer itself
fires under the lock of its process; the dossier is locked afterwards, by the
outbox, so that officials and timers never wait for each other crosswise.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.dossiers.models import Event
from motcua.dossiers.services import _write
from motcua.dossiers.types import FactType, Status
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.outbox import Message, NotYet, outbox_publish
from motcua.workflow.events import ServiceAnswered, TimerFired
from motcua.workflow.types import Act

TOPIC, SERVED = "process.timer", "process.service"
_PAUSED = frozenset({Status.SUPPLEMENT, Status.OBLIGATION})
"""Then no step can be recorded; what was done before is evidence and waits until it goes on."""


def timer_note(event: TimerFired) -> None:
    """Write down that a step of a dossier was ended by its timer."""
    item = event.item
    if item is None or not event.subject.startswith("dossier:"):
        return
    data = {
        "item": item.id,
        "element": item.element,
        "act": item.act.value,
        "unit": item.unit_id,
        "name": item.name,
    }
    outbox_publish(topic=TOPIC, messages=[(event.subject, data)])


def timer_record(message: Message) -> None:
    """Record it in the dossier, once; a dossier that has ended meanwhile needs no such fact."""
    data = dict(message.data)
    with override("vi"):  # reasons stand in the language of the papers
        reason = _("The time set for the step “%(step)s” was over.") % {"step": data["name"]}
    told = {
        "element": data["element"],
        "act": data["act"],
        "unit": data["unit"],
        "outcome": "timer",
    }
    _record(message.subject, told, reason, timed_item=int(data["item"]))


def service_note(event: ServiceAnswered) -> None:
    """Write down that a service was done for a dossier, or why a person has the step."""
    if not event.subject.startswith("dossier:"):
        return
    data = {
        "call": event.call_id,
        "element": event.element,
        "unit": event.unit_id,
        "service": event.action,
        "text": event.text,
        "told": dict(event.told),
        "reason": event.reason,
    }
    outbox_publish(topic=SERVED, messages=[(event.subject, data)])


def service_record(message: Message) -> None:
    """Record it in the dossier, once."""
    data = dict(message.data)
    told = {
        "element": data["element"],
        "act": Act.REPAIR.value,
        "unit": data["unit"],
        "outcome": "by_person" if data["reason"] else "served",
        "service": data["service"],
        "text": data["text"],
        "told": data["told"],
    }
    _record(message.subject, told, data["reason"], service_call=int(data["call"]))


def _record(subject: str, told: dict[str, Any], reason: str, **mark: int) -> None:
    """Record a step that nobody did; `mark` is the one number by which it is known again.

    Raises NotYet while the dossier is paused; one that has ended needs no such fact.
    """
    [(name, number)] = mark.items()
    try:
        dossier = _write.subject_lock(subject)
    except NotFound:
        return
    known = Event.objects.filter(
        dossier=dossier,
        type=FactType.STEP_COMPLETED.value,
        payload__regex=rf'"{name}": ?{number}[,}}]',
    )
    if known.exists():
        return
    words = {"reason": reason} if reason else {}
    data: dict[str, Any] = {**told, **mark}
    fact = _write.fact_at(FactType.STEP_COMPLETED, clock.now(), words=words, **data)
    try:
        _write.guard_check(dossier, fact)
    except Refused as refused:
        if dossier.status in _PAUSED:
            raise NotYet(f"{name} {number}: the dossier waits for the applicant") from refused
        return
    _write.facts_record(dossier, [fact], _write.SYSTEM)
