"""Ratings and petitions in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.feedback.types import PetitionKind, PetitionState, Score
from motcua.ui.types import Tone

FACES: dict[Score, tuple[Any, str]] = {
    Score.VERY_SATISFIED: (_("Very satisfied"), "mood-happy"),
    Score.SATISFIED: (_("Satisfied"), "mood-smile"),
    Score.NEUTRAL: (pgettext_lazy("rating", "Neither"), "mood-neutral"),
    Score.DISSATISFIED: (_("Dissatisfied"), "mood-sad"),
    Score.VERY_DISSATISFIED: (_("Very dissatisfied"), "mood-cry"),
}
KINDS: dict[PetitionKind, Any] = {
    PetitionKind.BEHAVIOUR: _("How an official or an office behaved"),
    PetitionKind.REGULATION: _("A rule or a procedure that hinders"),
}
STATES: dict[PetitionState, tuple[Any, Tone]] = {
    PetitionState.RECEIVED: (_("arrived"), Tone.NEUTRAL),
    PetitionState.IN_PROCESS: (_("being looked into"), Tone.RUNNING),
    PetitionState.WAITING: (_("waits for your answer"), Tone.DUE_SOON),
    PetitionState.ANSWERED: (_("answered"), Tone.DONE),
    PetitionState.REFUSED: (_("not taken up"), Tone.NEUTRAL),
    PetitionState.WITHDRAWN: (_("taken back"), Tone.NEUTRAL),
}
