"""The procedures that matter: the board's figures by procedure, beside the index and the catalogue.

Received, online, late and overdue are the board's figures (increments); re-use is indicator 4.3 of
the Service Index by procedure; what can be done online and which papers a data source can stand for
is the catalogue's. No count is made here a second time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from motcua.indicators.index.asking import counts_of
from motcua.indicators.index.beside import online_level, units_tree
from motcua.indicators.index.build import By
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Span
from motcua.indicators.index.periods import months_of
from motcua.indicators.index.places import places
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.queries.counted import shown_seen
from motcua.indicators.queries.figures import figures_by, window_of
from motcua.indicators.queries.index import LIVE, sound_check
from motcua.indicators.twenty_rules import Matters, Reuse
from motcua.indicators.types import Dimension, Figure, Period, Window
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.procedures.queries import procedure_names
from motcua.procedures.queries.indexed import papers_held, versions_indexed

REUSE = "4.3"
FIGURES = (
    Figure.RECEIVED,
    Figure.RECEIVED_ONLINE,
    Figure.RECEIVED_COUNTER,
    Figure.RECEIVED_POST,
    Figure.LATE,
    Figure.OVERDUE,
)


@dataclass(frozen=True)
class Twenty:
    """Every procedure of some units with anything to count; `window.until` is the data's date.

    `days` of the period are over, today included. `unsound` says why re-use is not shown,
    `unsound_codes` which dossiers it is about, for whoever may know them.
    """

    rows: tuple[Matters, ...]
    window: Window
    days: int
    unsound: str = ""
    unsound_codes: tuple[str, ...] = ()


def matters_of(unit_id: int, unit_ids: Collection[int], period: Period) -> Twenty:
    """Return what each procedure brought to a unit with everything under it.

    About eight statements, whatever the number of dossiers. Raises Invalid for a period that ends
    before it begins.
    """
    window = window_of(period, unit_id=unit_id)
    figures = figures_by(unit_ids, window, (Dimension.PROCEDURE,), FIGURES)[Dimension.PROCEDURE]
    names = procedure_names(figures)
    codes = {code for code, _name in names.values()}
    try:
        reused, unsound, about = reuse_by_procedure(unit_id, period, window), "", ()
    except Refused as refusal:
        reused, unsound = {}, str(refusal.message)
        about = tuple(refusal.details.get("codes", ()))
    levels, held = _levels(codes, window.until), papers_held(codes, window.until)
    rows = []
    for key, one in figures.items():
        code, label = names.get(key, ("", str(key)))
        rows.append(
            Matters(
                procedure_id=key,
                code=code,
                label=label,
                received=one[Figure.RECEIVED],
                online=one[Figure.RECEIVED_ONLINE],
                counter=one[Figure.RECEIVED_COUNTER],
                post=one[Figure.RECEIVED_POST],
                late=one[Figure.LATE],
                overdue=one[Figure.OVERDUE],
                reuse=reused.get(code, Reuse()),
                level=levels.get(code, ""),
                held=held.get(code, (0, 0))[0],
                papers=held.get(code, (0, 0))[1],
            )
        )
    rows.sort(key=lambda row: row.code)
    return Twenty(tuple(rows), window, _days(period, window), unsound, about)


def reuse_by_procedure(unit_id: int, period: Period, window: Window) -> dict[str, Reuse]:
    """Return indicator 4.3 of a unit by procedure; raises Refused `index_unsound`."""
    sound_check()
    span = Span(clock.midnight(period.first), window.until, months_of(period))
    shown = places({unit_id}, units_tree(), span.until)
    engine = Postgres({}, live=LIVE)  # 4.3 by procedure asks the dossiers alone
    with shown_seen(shown):
        counts = counts_of(engine, (INDICATORS[REUSE],), span, shown, by=By.PROCEDURE)
    return {
        code: Reuse(int(count.numerator), int(count.denominator), count.unknown)
        for (_indicator, _unit, code), count in counts.items()
    }


def _levels(codes: Collection[str], at: datetime) -> dict[str, str]:
    """Return the level of each procedure in the version in force, empty where it is not known."""
    found: dict[str, tuple[datetime, str]] = {}
    for one in versions_indexed(codes):
        ended = one.effective_to is not None and one.effective_to <= at
        if one.effective_from > at or ended:
            continue
        if one.code not in found or one.effective_from >= found[one.code][0]:
            found[one.code] = (one.effective_from, online_level(one) or "")
    return {code: level for code, (_since, level) in found.items()}


def _days(period: Period, window: Window) -> int:
    last: date = min(period.last, clock.local(window.until).date())
    return max(1, (last - period.first).days + 1)
