"""The hall: the desk of a counter, its setup, its figures, appointments."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.hall import hall
from motcua.office.views.hall_appointment_cancel import hall_appointment_cancel
from motcua.office.views.hall_appointments import hall_appointments
from motcua.office.views.hall_call import hall_call
from motcua.office.views.hall_call_one import hall_call_one
from motcua.office.views.hall_counter_close import hall_counter_close
from motcua.office.views.hall_device_printing import hall_device_printing
from motcua.office.views.hall_device_revoke import hall_device_revoke
from motcua.office.views.hall_end import hall_end
from motcua.office.views.hall_figures import hall_figures
from motcua.office.views.hall_leave import hall_leave
from motcua.office.views.hall_now import hall_now
from motcua.office.views.hall_queue import hall_queue
from motcua.office.views.hall_queue_close import hall_queue_close
from motcua.office.views.hall_reopen import hall_reopen
from motcua.office.views.hall_setup import hall_setup
from motcua.office.views.hall_sit import hall_sit
from motcua.office.views.hall_step import hall_step
from motcua.office.views.hall_take_in import hall_take_in
from motcua.office.views.hall_ticket import hall_ticket
from motcua.office.views.hall_transfer import hall_transfer

urlpatterns: list[URLPattern] = [
    path("hall/", hall, name="hall"),
    path("hall/now/", hall_now, name="hall_now"),
    path("hall/call/", hall_call, name="hall_call"),
    path("hall/step/", hall_step, name="hall_step"),
    path("hall/transfer/", hall_transfer, name="hall_transfer"),
    path("hall/counters/<row:counter_id>/sit/", hall_sit, name="hall_sit"),
    path("hall/counters/<row:counter_id>/leave/", hall_leave, name="hall_leave"),
    path("hall/tickets/<row:ticket_id>/", hall_ticket, name="hall_ticket"),
    path("hall/tickets/<row:ticket_id>/call/", hall_call_one, name="hall_call_one"),
    path("hall/tickets/<row:ticket_id>/take-in/", hall_take_in, name="hall_take_in"),
    path("hall/appointments/", hall_appointments, name="hall_appointments"),
    path(
        "hall/appointments/<row:appointment_id>/cancel/",
        hall_appointment_cancel,
        name="hall_appointment_cancel",
    ),
    path("hall/figures/", hall_figures, name="hall_figures"),
    path("hall/setup/", hall_setup, name="hall_setup"),
    path("hall/setup/queues/<row:queue_id>/", hall_queue, name="hall_queue"),
    path("hall/setup/queues/<row:queue_id>/close/", hall_queue_close, name="hall_queue_close"),
    path(
        "hall/setup/devices/<row:device_id>/printing/",
        hall_device_printing,
        name="hall_device_printing",
    ),
    path(
        "hall/setup/devices/<row:device_id>/revoke/", hall_device_revoke, name="hall_device_revoke"
    ),
    path(
        "hall/setup/counters/<row:counter_id>/close/",
        hall_counter_close,
        name="hall_counter_close",
    ),
    path("hall/setup/end/<row:unit_id>/", hall_end, name="hall_end"),
    path("hall/setup/reopen/<row:unit_id>/", hall_reopen, name="hall_reopen"),
]
