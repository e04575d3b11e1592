"""Words, icons and tones of national codes and of due states.

The codes of a dossier's status are national (domain brief 2.3); this is their only wording. The
context keeps other packages' words for other things with the same English name out of them.
"""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from motcua.ui.types import Label, Tone

STATUS: dict[int, Label] = {
    1: Label(pgettext_lazy("status", "Newly filed"), "file-plus", Tone.NEUTRAL),
    2: Label(pgettext_lazy("status", "Accepted"), "file-check", Tone.RUNNING),
    3: Label(pgettext_lazy("status", "Not accepted"), "ban", Tone.NEUTRAL),
    4: Label(pgettext_lazy("status", "In process"), "progress", Tone.RUNNING),
    5: Label(pgettext_lazy("status", "Supplement requested"), "file-alert", Tone.PAUSED),
    6: Label(pgettext_lazy("status", "Financial obligation due"), "receipt", Tone.PAUSED),
    7: Label(pgettext_lazy("status", "Withdrawn by the applicant"), "arrow-back-up", Tone.NEUTRAL),
    8: Label(pgettext_lazy("status", "Processing stopped"), "hand-stop", Tone.NEUTRAL),
    9: Label(pgettext_lazy("status", "Resolved"), "circle-check", Tone.DONE),
    10: Label(pgettext_lazy("status", "Result returned"), "checks", Tone.DONE),
}

DUE: dict[Tone, Label] = {
    Tone.DONE: Label(pgettext_lazy("due", "Done"), "check", Tone.DONE),
    Tone.RUNNING: Label(pgettext_lazy("due", "Within the limit"), "clock", Tone.RUNNING),
    Tone.DUE_SOON: Label(pgettext_lazy("due", "Due soon"), "hourglass", Tone.DUE_SOON),
    Tone.OVERDUE: Label(pgettext_lazy("due", "Overdue"), "alert-triangle", Tone.OVERDUE),
    Tone.PAUSED: Label(pgettext_lazy("due", "Clock paused"), "player-pause", Tone.PAUSED),
    Tone.NEUTRAL: Label(pgettext_lazy("due", "No due date"), "minus", Tone.NEUTRAL),
}


def status_label(code: int) -> Label:
    """Return the label of a national status code; KeyError for a code that does not exist."""
    return STATUS[int(code)]
