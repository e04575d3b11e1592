"""Whether what reports of the index read is there: sound, not being built anew, how far behind."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from motcua.dossiers.queries.feed import dossiers_after, unread_about
from motcua.indicators.index.relations import VERSION
from motcua.indicators.models import Reading
from motcua.indicators.queries.index import sound_check
from motcua.indicators.reports.types import SheetNote
from motcua.kernel.errors import Refused

BEHIND_NOTE = "behind"
BEHIND = 500
"""More events than the worker reads in one beat: figures are being rebuilt, not a moment behind."""


def read_notes() -> tuple[SheetNote, ...]:
    """Return a note where the last events are not read yet; refuse where a number would be wrong.

    Raises Refused `index_unsound`, or `figures_rebuilding` while everything is read anew or many
    events wait. Looks at the events of the scope in force.
    """
    sound_check()
    place = _place()
    _next, dossiers, events = dossiers_after(place, limit=BEHIND + 1)
    if events and (not place or events > BEHIND):
        raise Refused(
            "figures_rebuilding",
            _(
                "The figures of this report are being counted anew. It is shown as soon as every"
                " event is read; try again in a few minutes."
            ),
        )
    return (SheetNote(BEHIND_NOTE, (str(len(dossiers)),)),) if dossiers else ()


def read_up_to(cut_off: datetime) -> bool:
    """Tell whether the index has every event about the time up to an instant, of the scope."""
    return not unread_about(_place(), cut_off)


def _place() -> str:
    reading = Reading.objects.filter(name="index-cases").first()
    return reading.place if reading is not None and reading.made_by == VERSION else ""
