"""Writes of the reception: the only way in."""

from motcua.reception.services.calls import (
    ticket_became,
    ticket_begin,
    ticket_call,
    ticket_call_next,
    ticket_link,
    ticket_put_first,
    ticket_step,
    ticket_transfer,
)
from motcua.reception.services.devices import (
    DeviceMade,
    device_add,
    device_revoke,
    device_seen,
)
from motcua.reception.services.hall import (
    counter_leave,
    counter_set,
    counter_sit,
    hall_close,
    hall_end,
    halls_close,
    queue_change,
    queue_close,
    queue_open,
)
from motcua.reception.services.slips import slip_take
from motcua.reception.services.tickets import (
    TicketOrder,
    ticket_come_back,
    ticket_give_up,
    ticket_take,
)

__all__ = [
    "DeviceMade",
    "TicketOrder",
    "counter_leave",
    "counter_set",
    "counter_sit",
    "device_add",
    "device_revoke",
    "device_seen",
    "hall_close",
    "hall_end",
    "halls_close",
    "queue_change",
    "queue_close",
    "queue_open",
    "slip_take",
    "ticket_became",
    "ticket_begin",
    "ticket_call",
    "ticket_call_next",
    "ticket_come_back",
    "ticket_give_up",
    "ticket_link",
    "ticket_put_first",
    "ticket_step",
    "ticket_take",
    "ticket_transfer",
]
