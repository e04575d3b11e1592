"""Reads of targets: how each unit stands, and the colour of each unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import places
from motcua.indicators.index.valuing import Index
from motcua.indicators.queries import figures_by, window_of
from motcua.indicators.queries.figures import added
from motcua.indicators.types import Dimension, Figure, Figures, Period
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_children
from motcua.organisations.types import COMMUNE_KINDS, UnitView
from motcua.oversight import target_rules as rules
from motcua.oversight.models import Target
from motcua.oversight.queries.index_reads import IndexReads, read_of
from motcua.oversight.target_rules import Count, Level, Metric, Standing, Status


@dataclass(frozen=True)
class TargetView:
    """A target; `goal` is a share."""

    id: int
    unit_id: int
    title: str
    source: str
    metric: Metric
    indicator: str
    level: Level
    goal: Fraction
    first_day: date
    last_day: date
    set_at: datetime
    ended_at: datetime | None
    reason: str


@dataclass(frozen=True)
class UnitStanding:
    """How one unit stands to one target, with what was counted.

    `points`: of a target on points, those reached and those in reach.
    """

    unit: UnitView
    count: Count
    standing: Standing
    points: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True)
class Followed:
    """A target with all its units; `until` is the last day counted.

    `unsound` says why nothing is shown: the events of a dossier were changed or cannot be read;
    `unsound_codes` which dossiers these are, for whoever may know them.
    """

    target: TargetView
    units: tuple[UnitStanding, ...]
    whole: UnitStanding
    until: date
    unsound: str = ""
    unsound_codes: tuple[str, ...] = ()

    def number(self, status: Status) -> int:
        """Return how many units stand so."""
        return sum(one.standing.status is status for one in self.units)


def targets_of(unit_id: int, *, ended: bool = False) -> list[TargetView]:
    """Return the targets of a province that are followed, or those that were ended; newest last."""
    rows = Target.objects.filter(unit_id=unit_id, ended_at__isnull=not ended)
    return [_view(row) for row in rows.order_by("first_day", "pk")]


def target_get(unit_id: int, target_id: int) -> TargetView | None:
    """Return a target of a province, followed or ended."""
    row = Target.objects.filter(unit_id=unit_id, pk=target_id).first()
    return _view(row) if row is not None else None


def target_followed(
    target: TargetView,
    province: UnitView,
    *,
    seen: Collection[int] | None = None,
    reads: IndexReads | None = None,
) -> Followed:
    """Return how every unit stands today to a target; about eight statements.

    The unit's own figure counts everything under it. Of a period that is not over only whole days
    count, so that the figure does not change during the day. `seen` narrows to some units, for
    whoever may not see all figures: then the whole is theirs together. `reads` keeps what was read
    of the Service Index for other targets on the same days.
    """
    today = clock.today()
    until = min(target.last_day, today - timedelta(days=1))
    units = [one for one in _units(target.level, province) if seen is None or one.id in seen]
    if target.metric in rules.INDEXED:
        whole_too = target.level is Level.ALL and seen is None
        return _index_followed(
            target, province, units, until, reads or IndexReads(), whole=whole_too
        )
    measure = rules.METRICS[target.metric]
    over, left = rules.days_of(target.first_day, target.last_day, today)
    recent_days = min(over, rules.RECENT_DAYS)
    so_far: Mapping[int, Count] = {}
    recent: Mapping[int, Count] = {}
    whole = province.id if target.level is Level.ALL and seen is None else None
    if over:
        start = until - timedelta(days=recent_days - 1)
        so_far = _counts(Period(target.first_day, until), units, measure, whole)
        recent = _counts(Period(start, until), units, measure, whole)

    def stands(key: int, unit: UnitView) -> UnitStanding:
        count = so_far.get(key, Count())
        later = rules.standing_of(
            measure, target.goal, count, recent.get(key, Count()), days_left=left, days=recent_days
        )
        return UnitStanding(unit, count, later)

    rows = [stands(one.id, one) for one in units]
    return Followed(target, _worst_first(rows), stands(0, province), until)


def _worst_first(rows: list[UnitStanding]) -> tuple[UnitStanding, ...]:
    order = (Status.RED, Status.AMBER, Status.GREEN, Status.NONE)
    return tuple(
        sorted(
            rows,
            key=lambda one: (
                order.index(one.standing.status), -one.standing.missing, one.unit.code,
            ),
        )
    )  # fmt: skip


def _index_followed(
    target: TargetView,
    province: UnitView,
    units: list[UnitView],
    until: date,
    reads: IndexReads,
    *,
    whole: bool,
) -> Followed:
    """Return how units stand to a target on the index; all together only where all belong to it."""
    over, left = rules.days_of(target.first_day, target.last_day, clock.today())
    so_far: Mapping[int, Index] = {}
    recent: Mapping[int, Index] = {}
    unsound, about = "", ()
    if over:
        start = until - timedelta(days=min(over, rules.RECENT_DAYS) - 1)
        ids = [one.id for one in units]
        try:
            so_far = reads.of(province.id, ids, Period(target.first_day, until))
            recent = reads.of(province.id, ids, Period(start, until))
        except Refused as refusal:
            unsound, about = str(refusal.message), tuple(refusal.details.get("codes", ()))

    def stands(unit: UnitView, *, shown: bool = True) -> UnitStanding:
        found = read_of(target, so_far.get(unit.id) if shown else None)
        lately = read_of(target, recent.get(unit.id) if shown else None)
        standing = rules.index_standing(target.goal, found.share, lately.share, days_left=left)
        return UnitStanding(unit, found.count, standing, found.points)

    rows = [stands(one) for one in units]
    return Followed(
        target, _worst_first(rows), stands(province, shown=whole), until, unsound, about
    )


def _units(level: Level, province: UnitView) -> list[UnitView]:
    children = unit_children(province.id)
    communes = [one for one in children if one.kind in COMMUNE_KINDS]
    others = [one for one in children if one.kind not in COMMUNE_KINDS]
    return {Level.COMMUNES: communes, Level.PROVINCE: others, Level.ALL: children}[level]


def _counts(
    period: Period, units: Collection[UnitView], measure: rules.Measure, whole: int | None
) -> Mapping[int, Count]:
    """Return the counts of each unit with everything under it, and of all of them under key 0.

    What a unit counted that ended stands under whoever took it over; in the sum it stands once.
    `whole`: the unit whose own dossiers belong to the sum too. Read as system work, sums only: the
    rows of an ended unit lie behind its own wall, and whoever took it over would read another
    figure of themselves than the province reads of them.
    """
    wanted = (Figure(measure.numerator), Figure(measure.denominator))
    window = window_of(period)
    asked = [one.id for one in units] + ([whole] if whole is not None else [])
    with scope_use(SYSTEM):
        shown = places(asked, units_tree(), window.until)
        ids = {unit for _under, unit in shown}
        split = figures_by(ids, window, [Dimension.UNIT], wanted)[Dimension.UNIT]
    parts: dict[int, list[Figures]] = {one.id: [] for one in units}
    for under, unit in shown:
        if unit in split and under in parts:
            parts[under].append(split[unit])
    summed = {key: added(found) for key, found in parts.items()}
    summed[0] = added(split.values())
    return {key: Count(one[wanted[0]], one[wanted[1]]) for key, one in summed.items()}


def _view(row: Target) -> TargetView:
    return TargetView(
        row.pk,
        row.unit_id,
        row.title,
        row.source,
        Metric(row.metric),
        row.indicator,
        Level(row.level),
        Fraction(row.goal) / 100,
        row.first_day,
        row.last_day,
        row.set_at,
        row.ended_at,
        row.reason,
    )
