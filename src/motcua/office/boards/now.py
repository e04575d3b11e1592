"""What stands at this moment in some units, whatever period a board is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.indicators.queries import figures_by, window_of
from motcua.indicators.queries.figures import added, figures_of_procedures
from motcua.indicators.types import Dimension, Figure, Figures, Period, Window
from motcua.kernel import clock
from motcua.office.boards.asked import Asked, received_of
from motcua.office.boards.shown import Links
from motcua.ui import formats
from motcua.ui.types import KeyFigure, Tone

WANTED = (
    Figure.RECEIVED,
    Figure.RECEIVED_ONLINE,
    Figure.RECEIVED_COUNTER,
    Figure.RECEIVED_POST,
    Figure.RESOLVED,
    Figure.OPEN,
    Figure.OVERDUE,
    Figure.DUE_SOON,
    Figure.WAITING,
)


@dataclass(frozen=True)
class Today:
    """Stocks now and flows of today, with the addresses of what is behind them."""

    figures: Figures
    links: Links
    by_unit: Mapping[int, Figures]
    window: Window
    query: Mapping[str, str]


def today_of(asked: Asked) -> Today:
    """Return the figures of the present day, altogether and by unit (`figures_by`)."""
    day = clock.today()
    window = window_of(Period(day, day), unit_id=asked.unit.id)
    ids = asked.narrow.procedure_ids
    counted = asked.choice.counted_at(window.until)
    with asked.choice.seen(counted):
        split = (
            figures_by(counted.ids, window, (Dimension.UNIT,), WANTED, under=asked.unit.id)
            if ids is None
            else figures_of_procedures(counted.ids, window, ids, WANTED, under=asked.unit.id)
        )
    totals = added(split[Dimension.UNIT].values())
    query = {**asked.query, "from": day.isoformat(), "to": day.isoformat()}
    return Today(totals, Links(query), split[Dimension.UNIT], window, query)


def overdue_key(today: Today) -> KeyFigure:
    """Return how many people wait beyond the day that was promised."""
    n, whole = today.figures[Figure.OVERDUE], today.figures[Figure.OPEN]
    return KeyFigure(
        n,
        _("overdue now"),
        today.links.to(Figure.OVERDUE, n),
        Tone.OVERDUE if n else Tone.DONE,
        _("of %(n)s in process") % {"n": formats.number(whole)},
    )


def soon_key(today: Today) -> KeyFigure:
    """Return what must be ready by the end of the next working day."""
    n, whole = today.figures[Figure.DUE_SOON], today.figures[Figure.OPEN]
    return KeyFigure(
        n,
        _("due by the end of the next working day"),
        today.links.to(Figure.DUE_SOON, n),
        Tone.DUE_SOON if n else Tone.NEUTRAL,
        _("of %(n)s in process") % {"n": formats.number(whole)},
    )


def flow_keys(asked: Asked, today: Today) -> list[KeyFigure]:
    """Return what was received and resolved today."""
    figure = received_of(asked.narrow.channel)
    received, resolved = today.figures[figure], today.figures[Figure.RESOLVED]
    online = today.figures[Figure.RECEIVED_ONLINE]
    keys = [
        KeyFigure(
            received,
            _("received today"),
            today.links.to(figure, received),
            Tone.NEUTRAL,
            ""
            if asked.narrow.channel
            else _("of them online: %(n)s") % {"n": formats.number(online)},
        )
    ]
    if not asked.narrow.channel:
        keys.append(
            KeyFigure(resolved, _("resolved today"), today.links.to(Figure.RESOLVED, resolved))
        )
    return keys
