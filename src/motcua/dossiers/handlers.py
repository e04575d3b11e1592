"""Reactions: a changed calendar moves the open due instants; what happened is told to people.

The calendar's transaction only writes a message; a worker then takes unit by unit, so that a
holiday decreed on short notice reaches a million open dossiers in small, repeatable steps.
"""

from __future__ import annotations

from motcua.deadlines.events import CalendarChanged
from motcua.documents.events import FileCondemned
from motcua.documents.pointing import also_points
from motcua.dossiers.events import DossierChanged
from motcua.dossiers.services._proposals import LAPSED as PROPOSAL_LAPSED
from motcua.dossiers.services._write import TOPIC
from motcua.dossiers.services.batch_making import batch_worked
from motcua.dossiers.services.batches import TOPIC as BATCH_WORK
from motcua.dossiers.services.due import dossiers_recompute_due, units_with_open_dossiers
from motcua.dossiers.services.forgetting import opinions_point
from motcua.dossiers.services.papers import TOPIC as PAPER_ISSUED
from motcua.dossiers.services.papers import paper_make
from motcua.dossiers.services.paying import dossier_bill, dossier_ended, order_paid, order_refunded
from motcua.dossiers.services.scan_making import scan_worked
from motcua.dossiers.services.scans import TOPIC as SCAN_WORK
from motcua.dossiers.services.served import register as services_register
from motcua.dossiers.services.telling import dossier_tell, file_condemned
from motcua.dossiers.services.telling_letters import letter_lapsed, letter_tell
from motcua.dossiers.services.telling_officials import draft_decided, draft_submitted, opinion_tell
from motcua.dossiers.services.timed import (
    SERVED,
    service_note,
    service_record,
    timer_note,
    timer_record,
)
from motcua.dossiers.services.timed import TOPIC as TIMER_FIRED
from motcua.kernel.events import listen
from motcua.kernel.outbox import Message, outbox_handle, outbox_publish
from motcua.organisations.queries import unit_descendant_ids
from motcua.payments.events import OrderPaid, OrderRefunded
from motcua.workflow.events import DraftDecided, DraftSubmitted, ServiceAnswered, TimerFired

CHANGED = "calendar.changed"
RECOMPUTE = "calendar.recompute"


def calendar_changed(event: CalendarChanged) -> None:
    """Write down that the due instants of a unit (or of everybody) must be looked at."""
    subject = "country" if event.unit_id is None else f"unit:{event.unit_id}"
    outbox_publish(topic=CHANGED, messages=[(subject, {"reason": event.source})])


def units_find(message: Message) -> None:
    """Write one message for each unit concerned that has open dossiers."""
    unit = None if message.subject == "country" else int(message.subject.partition(":")[2])
    units = units_with_open_dossiers(None if unit is None else unit_descendant_ids(unit))
    outbox_publish(topic=RECOMPUTE, messages=[(f"unit:{one}", message.data) for one in units])


def unit_recompute(message: Message) -> None:
    """Recompute one unit's open due instants."""
    dossiers_recompute_due(
        unit_id=int(message.subject.partition(":")[2]), reason=message.data["reason"]
    )


def connect() -> None:
    """Connect the reactions; called once when the application starts."""
    listen(CalendarChanged, calendar_changed)
    listen(FileCondemned, file_condemned)
    also_points(opinions_point)
    listen(OrderPaid, order_paid)
    listen(OrderRefunded, order_refunded)
    listen(DossierChanged, dossier_ended)
    listen(TimerFired, timer_note)
    listen(ServiceAnswered, service_note)
    listen(DraftSubmitted, draft_submitted)
    listen(DraftDecided, draft_decided)
    outbox_handle(TOPIC, dossier_tell)
    outbox_handle(TOPIC, dossier_bill)
    outbox_handle(TOPIC, opinion_tell)
    outbox_handle(TOPIC, letter_tell)
    outbox_handle(PROPOSAL_LAPSED, letter_lapsed)
    outbox_handle(PAPER_ISSUED, paper_make)
    outbox_handle(TIMER_FIRED, timer_record)
    outbox_handle(SERVED, service_record)
    outbox_handle(SCAN_WORK, scan_worked)
    outbox_handle(BATCH_WORK, batch_worked)
    outbox_handle(CHANGED, units_find)
    outbox_handle(RECOMPUTE, unit_recompute)
    services_register()
