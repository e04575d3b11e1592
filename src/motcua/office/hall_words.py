"""The hall in words: why somebody goes first, what happened to a number, where it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.reception.types import AppointmentState, Ground, Step, TicketState
from motcua.ui.types import Label, Tone

GROUNDS = {
    Ground.ELDERLY: _("Elderly"),
    Ground.DISABLED: _("With a disability"),
    Ground.PREGNANT: _("Pregnant, or with a child under 36 months"),
    Ground.MERIT: _("With services to the revolution"),
    Ground.SUPPLEMENT: _("Brings a supplement"),
    Ground.APPOINTMENT: _("Has an appointment"),
    Ground.OTHER: _("Another ground"),
}
# Those that an official grants; a supplement and an appointment come by their own codes.
GRANTED = (Ground.ELDERLY, Ground.DISABLED, Ground.PREGNANT, Ground.MERIT, Ground.OTHER)

STATES = {
    TicketState.WAITING: Label(_("waits"), "clock", Tone.NEUTRAL),
    TicketState.CALLED: Label(_("called"), "bell", Tone.DUE_SOON),
    TicketState.SERVING: Label(_("at the counter"), "user-check", Tone.RUNNING),
    TicketState.PARKED: Label(_("at the side table"), "clipboard-list", Tone.PAUSED),
    TicketState.DONE: Label(_("finished"), "circle-check", Tone.DONE),
    TicketState.CANCELLED: Label(_("cancelled"), "ban", Tone.NEUTRAL),
    TicketState.EXPIRED: Label(_("ended at closing"), "calendar", Tone.NEUTRAL),
}

APPOINTMENTS = {
    AppointmentState.BOOKED: Label(_("booked"), "calendar", Tone.RUNNING),
    AppointmentState.CANCELLED: Label(_("cancelled"), "ban", Tone.NEUTRAL),
    AppointmentState.ARRIVED: Label(_("came"), "circle-check", Tone.DONE),
    AppointmentState.MISSED: Label(_("did not come"), "clock", Tone.NEUTRAL),
}

STEPS = {
    Step.TAKEN: (_("Number taken"), "plus"),
    Step.PUT_FIRST: (_("Put first"), "chevron-right"),
    Step.CALLED: (_("Called"), "bell"),
    Step.RECALLED: (_("Called again"), "bell"),
    Step.STARTED: (_("Begun"), "user-check"),
    Step.NO_SHOW: (_("Did not come"), "clock"),
    Step.PARKED: (_("Sent to the side table"), "clipboard-list"),
    Step.CAME_BACK: (_("Back from the side table"), "refresh"),
    Step.TRANSFERRED: (_("Passed on to another queue"), "send"),
    Step.DONE: (_("Finished"), "circle-check"),
    Step.GIVEN_UP: (_("Given up by the person"), "ban"),
    Step.EXPIRED: (_("Ended at closing"), "calendar"),
}

# What is said after a step at the counter; %(name)s is the number.
SAID = {
    Step.RECALLED: _("%(name)s is called again."),
    Step.STARTED: _("%(name)s is at your counter."),
    Step.PARKED: _("%(name)s is at the side table and can come back at any time."),
    Step.TRANSFERRED: _("%(name)s is passed on and will be called there next."),
    Step.DONE: _("%(name)s is finished."),
    Step.NO_SHOW: _("%(name)s did not come and now waits at the end of the queue."),
}
CANCELLED = _("%(name)s did not come for the third time and is cancelled.")
