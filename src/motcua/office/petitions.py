"""Petitions in an official's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.feedback.types import PetitionKind, PetitionState, PetitionView
from motcua.ui.types import Tone

KINDS: dict[PetitionKind, Any] = {
    PetitionKind.BEHAVIOUR: _("Behaviour of an official"),
    PetitionKind.REGULATION: _("Rule or procedure"),
}
STATES: dict[PetitionState, tuple[Any, Tone]] = {
    PetitionState.RECEIVED: (_("new"), Tone.NEUTRAL),
    PetitionState.IN_PROCESS: (_("being looked into"), Tone.RUNNING),
    PetitionState.WAITING: (_("waits for the petitioner"), Tone.PAUSED),
    PetitionState.ANSWERED: (_("answered"), Tone.DONE),
    PetitionState.REFUSED: (_("not taken up"), Tone.NEUTRAL),
    PetitionState.WITHDRAWN: (_("taken back"), Tone.NEUTRAL),
}


@dataclass(frozen=True)
class PetitionLine:
    """A petition with its words."""

    petition: PetitionView
    kind: Any
    word: Any
    tone: Tone


def petition_line(petition: PetitionView) -> PetitionLine:
    """Return a petition in words."""
    return PetitionLine(petition, KINDS[petition.kind], *STATES[petition.state])
