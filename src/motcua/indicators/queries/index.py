"""The Service Index of a unit and a period, live, with the lists behind every number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.indicators.index.asking import Counts, Places, counts_by_place, counts_of, keys_of
from motcua.indicators.index.beside import tables_beside, units_tree
from motcua.indicators.index.build import By, Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Span
from motcua.indicators.index.periods import months_of
from motcua.indicators.index.places import Tree, level_of, places
from motcua.indicators.index.relations import DOSSIER, OFFERING
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.index.standing import TICK, kept_day, kept_of, running_day
from motcua.indicators.index.valuing import Index, index_value
from motcua.indicators.models import Case, Reading
from motcua.indicators.queries.counted import shown_seen
from motcua.indicators.queries.figures import window_of
from motcua.indicators.queries.index_totals import month_counts
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.procedures.queries.indexed import OFFERINGS_SQL

ABOVE = frozenset({"province", "state"})
"""Levels of units that are made up of many."""
LIVE = {
    DOSSIER.name: f"SELECT {', '.join(DOSSIER.names)} FROM indicators_case",  # noqa: S608 - our own names
    # 2,000 procedures in 3,321 communes are millions: no rows to send along with a question.
    OFFERING.name: OFFERINGS_SQL,
}


@dataclass(frozen=True)
class UnitIndex:
    """The index of a unit, and of each value of a dimension when one was asked for.

    `span.until` is the date of the data. `parts` are by unit id and value.
    """

    unit_id: int
    period: Period
    span: Span
    whole: Index
    parts: Mapping[tuple[int, str], Index] = field(default_factory=dict)

    @property
    def without_today(self) -> bool:
        """Return whether the period runs and stands as at the last midnight."""
        return clock.local(self.span.until).date() < min(self.period.last, clock.today())


def index_of(
    unit_id: int,
    period: Period,
    *,
    by: By | None = None,
    unit_ids: Collection[int] = (),
    options: Mapping[str, str] | None = None,
) -> UnitIndex:
    """Return the Service Index of a unit with everything under it, as it stood at the period's end.

    While a period runs: as it stands now, a province or the country as at the last midnight. The
    scope in force decides which dossiers there are: system work for a public number, an official's
    for what is theirs and what their units took over (`counted`). `unit_ids`: these units beside
    it as parts; `by`: the unit's own procedures, fields or channels as parts. `options` are
    `"2.1:second_supplement": "open"` and so on (`index/defined`). About ten statements, whatever
    is asked. Raises Invalid for a period that ends before it begins, Refused `index_unsound` while
    a dossier's events cannot be read, KeyError for an option that does not exist.
    """
    sound_check()
    span = _span(period, unit_id)
    tree = units_tree()
    units, shown = tree.rows, places({unit_id, *unit_ids}, tree, span.until)
    indicators = tuple(INDICATORS.values())
    with shown_seen(shown):
        engine = engine_live()
        counts = _kept(period, span, tree, shown) if not options else None
        if counts is None:
            counts = counts_of(engine, indicators, span, shown, options=options)
        parts: Counts = {key: one for key, one in counts.items() if key[1] != unit_id}
        if by is not None:
            own = tuple(pair for pair in shown if pair[0] == unit_id)
            parts |= counts_of(engine, indicators, span, own, by=by, options=options)
    day = period.last
    whole, split = counts_by_place(counts), counts_by_place(parts)
    keys = {*split, *((one, "") for one in unit_ids)}
    return UnitIndex(
        unit_id,
        period,
        span,
        index_value(whole.get((unit_id, ""), {}), day, options, level=level_of(units, unit_id)),
        {
            key: index_value(split.get(key, {}), day, options, level=level_of(units, key[0]))
            for key in sorted(keys)
        },
    )


def index_list(
    indicator: str,
    side: Side,
    unit_id: int,
    period: Period,
    *,
    after: str = "",
    most: int = 100,
    procedure: str = "",
    options: Mapping[str, str] | None = None,
) -> list[str]:
    """Return a page of the codes behind one side of an indicator, in order, after `after`.

    `procedure`: only those of the procedure with this code.
    NUMERATOR and REST are together the denominator, UNKNOWN is in neither. Codes are those of
    dossiers, procedures or petitions, or the ids of units (1.4). Raises NotFound for an indicator
    that does not exist, and what `index_of` raises.
    """
    sound_check()
    if indicator not in INDICATORS:
        raise NotFound("indicator_unknown", _("There is no such indicator."))
    span = _span(period, unit_id)
    shown = places({unit_id}, units_tree(), span.until)
    with shown_seen(shown):
        return keys_of(
            engine_live(),
            INDICATORS[indicator],
            side,
            span,
            shown,
            after=after,
            most=most,
            procedure=procedure,
            options=options,
        )


def engine_live() -> Postgres:
    """Return the live engine; what is counted of which unit is the question's."""
    return Postgres(tables_beside(()), live=LIVE)


def counted_to_midnight(unit_id: int, period: Period) -> bool:
    """Return whether the index of a unit leaves today out, without counting anything."""
    today = clock.midnight(clock.today())
    above = level_of(units_tree().rows, unit_id) in ABOVE
    return above and clock.midnight(period.first) < today <= window_of(period).until


def cases_rows() -> Iterator[dict[str, object]]:
    """Yield the relation `dossier` as the worker keeps it, for an engine elsewhere."""
    yield from Case.objects.order_by("pk").values(*DOSSIER.names).iterator(chunk_size=5_000)


def _span(period: Period, unit_id: int) -> Span:
    """Return from when to when is counted: to now, of a whole province to the last midnight.

    Totals are kept of midnights; a province counted anew with each question takes seconds.
    """
    to_midnight = counted_to_midnight(unit_id, period)
    until = clock.midnight(clock.today()) - TICK if to_midnight else window_of(period).until
    return Span(clock.midnight(period.first), until, months_of(period))


def _kept(period: Period, span: Span, tree: Tree, shown: Places) -> Counts | None:
    """Return the counts of a month, quarter, half-year or year from kept totals.

    They may run, and then also end today. None where none are kept.
    """
    today = clock.today()
    ended = kept_day(period.first, period.last) if period.last < today else None
    day = ended or running_day(period.first, period.last, today)
    if day is None:
        return None
    kept = kept_of(day, clock.now())
    return month_counts(kept, span.months, tree, shown) if kept.until == span.until else None


def sound_check() -> None:
    """Refuse to show a number while the events of a dossier cannot be read.

    The words say how many; which ones stands in the refusal's `codes`, for whoever may know them:
    they may be dossiers of any unit.
    """
    reading = Reading.objects.filter(name="index-cases").first()
    if reading is None or not reading.problem:
        return
    codes = reading.unread
    if reading.unread_more:
        words = ngettext(
            "The events of more than %(n)s dossier were changed or cannot be read.",
            "The events of more than %(n)s dossiers were changed or cannot be read.",
            len(codes),
        )
    else:
        words = ngettext(
            "The events of %(n)s dossier were changed or cannot be read.",
            "The events of %(n)s dossiers were changed or cannot be read.",
            len(codes),
        )
    raise Refused("index_unsound", words % {"n": len(codes)}, codes=codes)
