"""From states of the domain to tones and words of the components; shared by the office's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.dossiers.types import Status
from motcua.procedures.labels import DATA_SOURCES, word
from motcua.ui.types import Tone
from motcua.workflow.queries.worklist import due_bucket
from motcua.workflow.types import DueBucket

TONE_OF = {
    DueBucket.OVERDUE: Tone.OVERDUE,
    DueBucket.TODAY: Tone.DUE_SOON,
    DueBucket.SOON: Tone.DUE_SOON,
    DueBucket.LATER: Tone.RUNNING,
    DueBucket.PAUSED: Tone.PAUSED,
    DueBucket.WAITING: Tone.NEUTRAL,
}


@dataclass(frozen=True)
class DueWords:
    """What a due badge is given: tone, instant, and words when time no longer counts."""

    tone: Tone
    due: datetime | None = None
    text: str = ""


def due_words(
    *,
    status: Status,
    due_at: datetime | None,
    suspended_from: datetime | None,
    ended_at: datetime | None,
) -> DueWords:
    """Return how a dossier stands against its legal due instant."""
    if due_at is None:
        return DueWords(Tone.NEUTRAL)
    if status in {Status.DONE, Status.RETURNED} and ended_at is not None:
        if ended_at > due_at:
            return DueWords(Tone.OVERDUE, due_at, pgettext("due", "Resolved late"))
        return DueWords(Tone.DONE, due_at, pgettext("due", "Resolved on time"))
    if ended_at is not None:
        return DueWords(Tone.NEUTRAL, due_at, pgettext("due", "Ended"))
    return DueWords(TONE_OF[due_bucket(due_at, paused=suspended_from is not None)], due_at)


def data_words(reference: str) -> str:
    """Return in words what stood instead of a paper: the sign-in, or a source and its record.

    `reference` is what the component was satisfied by: `account:level2`, `population`,
    `population:RECORD`. Forms and groups have words of their own on the page.
    """
    source, _colon, record = reference.partition(":")
    if source == "account":
        return _("Electronic identity used to sign in, level %(level)s") % {
            "level": record.removeprefix("level")
        }
    name = word(DATA_SOURCES, source)
    if not record:
        return name
    return _("%(source)s, record %(record)s") % {"source": name, "record": record}
