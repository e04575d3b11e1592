"""Visits and rounds in words, icons and colours."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.reception.labels import STATE_WORDS
from motcua.reception.types import RoundState
from motcua.reception.visiting import VisitState, VisitStep
from motcua.ui.types import Label, Tone

_LOOKS = {
    VisitState.REQUESTED: ("clock", Tone.DUE_SOON),
    VisitState.PLANNED: ("calendar", Tone.RUNNING),
    VisitState.ON_THE_WAY: ("walk", Tone.RUNNING),
    VisitState.THERE: ("home", Tone.RUNNING),
    VisitState.DONE: ("circle-check", Tone.DONE),
    VisitState.NOT_MET: ("user-check", Tone.PAUSED),
    VisitState.REFUSED: ("ban", Tone.NEUTRAL),
    VisitState.CANCELLED: ("ban", Tone.NEUTRAL),
}
STATES = {state: Label(STATE_WORDS[state], *look) for state, look in _LOOKS.items()}

ROUNDS = {
    RoundState.PLANNED: Label(pgettext_lazy("round", "planned"), "calendar", Tone.NEUTRAL),
    RoundState.UNDER_WAY: Label(pgettext_lazy("round", "under way"), "route", Tone.RUNNING),
    RoundState.ENDED: Label(pgettext_lazy("round", "ended"), "circle-check", Tone.DONE),
    RoundState.CANCELLED: Label(pgettext_lazy("round", "called off"), "ban", Tone.NEUTRAL),
}

STEPS = {
    VisitStep.ASKED: (_("Request written down"), "plus"),
    VisitStep.CHANGED: (_("Request put right"), "edit"),
    VisitStep.PLANNED: (_("Put onto a round"), "calendar"),
    VisitStep.TAKEN_OUT: (_("Taken off the round, back on the list"), "arrow-back-up"),
    VisitStep.LEFT: (_("Officials on the way"), "walk"),
    VisitStep.ARRIVED: (_("Officials at the door"), "home"),
    VisitStep.DONE: (_("Visit done"), "circle-check"),
    VisitStep.NOT_MET: (_("Nobody was met"), "user-check"),
    VisitStep.TAKEN_BACK: (_("A press on the tablet was taken back"), "arrow-back-up"),
    VisitStep.REFUSED: (_("Request refused"), "ban"),
    VisitStep.CANCELLED: (_("Request cancelled"), "ban"),
    VisitStep.AGAIN: (_("Back on the list, with its waiting time"), "refresh"),
}

MISSED = {
    "nobody": _("Nobody was at home"),
    "unwell": _("The person could not receive anybody"),
    "settled": _("It has been settled meanwhile"),
    "unfound": _("The house was not found"),
    "road": _("The way was cut"),
}
"""Why nobody was met, of a short list: no word about the person is typed on the road."""
