"""One measure of every unit of an area: places, classes, tiles, lines of a table, a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.documents.tables import Cell, Column, ColumnKind
from motcua.identity.types import Action, Actor
from motcua.indicators.comparing.measures import Measure
from motcua.indicators.comparing.rules import Place, Rules, class_of, placed, rules_on
from motcua.indicators.index.points import rounded
from motcua.indicators.queries.compare import TOGETHER, Sum, Sums, sums_of
from motcua.office.comparing.area import Area
from motcua.office.comparing.grid import CELLS, ISLANDS
from motcua.office.comparing.question import Question
from motcua.office.comparing.words import share_text
from motcua.office.serviceindex import count_text, list_url
from motcua.organisations.types import UnitView
from motcua.ui import formats
from motcua.ui.types import Step, Tile

STEPS = 5


@dataclass(frozen=True)
class Line:
    """A unit of the table; `place` is None where it has none, `behind` leads to what is counted."""

    unit: UnitView
    sum: Sum
    place: Place | None
    url: str
    behind: str

    @property
    def ratio(self) -> str:
        """Return the share in words."""
        return share_text(self.sum.ratio)

    @property
    def part(self) -> str:
        """Return the numerator, a dash where it says nothing."""
        return "–" if self.sum.ratio is None else count_text(self.sum.count.numerator)

    @property
    def whole(self) -> str:
        """Return the denominator."""
        return count_text(self.sum.count.denominator)


@dataclass(frozen=True)
class Ranking:
    """An area by one measure: units with a place first, then those without."""

    area: Area
    measure: Measure
    rules: Rules
    sums: Sums
    whole: Sum
    lines: tuple[Line, ...]
    apart: tuple[Line, ...]


def ranking_of(area: Area, question: Question, actor: Actor) -> Ranking:
    """Return it; raises what `sums_of` raises."""
    measure, period = question.measure, question.period
    sums = sums_of([measure.key], area.ids, period)
    rules = rules_on(period.last)
    units = {one.id: one for one in area.members}
    places, apart = placed(
        [sums.of(measure.key, one.id).measured(one.id) for one in area.members],
        least=rules.least,
        more_is_better=measure.more_is_better,
    )

    def line(unit: UnitView, place: Place | None) -> Line:
        found = sums.of(measure.key, unit.id)
        query = question.query(unit.code)
        url = f"{reverse('office:compare_unit')}?{urlencode(query)}"
        behind = behind_url(unit, measure, query, actor, found)
        return Line(unit, found, place, url, behind)

    return Ranking(
        area,
        measure,
        rules,
        sums,
        sums.of(measure.key, TOGETHER),
        tuple(line(units[one.one.key], one) for one in places),
        tuple(line(units[one.key], None) for one in apart),
    )


def behind_url(
    unit: UnitView, measure: Measure, query: Mapping[str, str], actor: Actor, found: Sum
) -> str:
    """Return where the numerator's dossiers are listed, only for units of the reader's own."""
    if not found.count.numerator:
        return ""
    asked = {key: query[key] for key in ("unit", "from", "to")}
    if measure.figures and actor.may(Action.BOARD_READ, unit.id):
        figure = measure.figures[0].value
        return f"{reverse('office:board_dossiers')}?{urlencode({**asked, 'figure': figure})}"
    if measure.indicator and actor.may(Action.REPORT_READ, unit.id):
        return list_url(measure.indicator, "counted", asked)
    return ""


def tiles_of(found: Ranking) -> list[Tile]:
    """Return the map: provinces where they lie, with their archipelagos; communes in order."""
    by_id = {one.unit.id: one for one in (*found.lines, *found.apart)}
    tiles = [_tile(by_id[one.id], found) for one in found.area.members]
    if found.area.top is not None:
        return tiles
    known = {one.code: one for one in found.area.members}
    for name, code, cell in ISLANDS:
        if code in known:
            owner = known[code]
            tiles.append(_tile(by_id[owner.id], found, name, cell, owner.name))
    return tiles


def _tile(
    line: Line,
    found: Ranking,
    name: str = "",
    cell: tuple[int, int] | None = None,
    under: str = "",
) -> Tile:
    step = None
    if line.place is not None and line.sum.ratio is not None:
        step = class_of(line.sum.ratio, found.measure.breaks)
    here = (0, 0) if found.area.top else cell or CELLS.get(line.unit.code, (7, 16))
    value = line.ratio if step is not None else _nothing(line)
    return Tile(
        name or line.unit.name, value, step, line.url, *here, under=under, dashed=bool(name)
    )


def _nothing(line: Line) -> str:
    return _("too few") if line.sum.count.denominator else "–"


def steps_of(found: Ranking) -> list[Step]:
    """Return the legend: what each class holds, how many units, and on how many they rest."""
    units = [0] * STEPS
    bases = [Fraction(0)] * STEPS
    for line in found.lines:
        assert line.sum.ratio is not None
        step = class_of(line.sum.ratio, found.measure.breaks)
        units[step] += 1
        bases[step] += line.sum.count.denominator
    edges = [formats.percent(float(one), 0) for one in found.measure.breaks]
    words = [
        _("below %(edge)s") % {"edge": edges[0]},
        *(
            _("%(low)s to below %(high)s") % {"low": low, "high": high}
            for low, high in pairwise(edges)
        ),
        _("%(edge)s and more") % {"edge": edges[-1]},
    ]
    return [
        Step(
            text,
            ngettext("%(n)s unit", "%(n)s units", number) % {"n": formats.number(number)},
            f"{formats.number(rounded(base))} {found.measure.base}" if number else "",
        )
        for text, number, base in zip(words, units, bases, strict=True)
    ]


def ranking_table(found: Ranking) -> tuple[list[Column], list[list[Cell]]]:
    """Return the table as a file tells it; units without a place stand last."""
    columns = [
        Column(_("Place"), ColumnKind.INTEGER),
        Column(_("Code"), width=10),
        Column(_("Unit"), width=32),
        Column(_("Share"), ColumnKind.DECIMAL),
        Column(_("Counted"), ColumnKind.DECIMAL),
        Column(_("Of"), ColumnKind.DECIMAL),
        Column(_("Measure"), width=36),
        Column(_("First day"), ColumnKind.DATE),
        Column(_("Last day"), ColumnKind.DATE),
        Column(_("Figures as of"), ColumnKind.INSTANT),
    ]
    period = found.sums.period
    rows: list[list[Cell]] = [
        [
            line.place.place if line.place else None,
            line.unit.code,
            line.unit.full_name,
            None if line.sum.ratio is None else rounded(line.sum.ratio, 4),
            None if line.sum.ratio is None else _number(line.sum.count.numerator),
            _number(line.sum.count.denominator),
            str(found.measure.name),
            period.first,
            period.last,
            found.sums.until,
        ]
        for line in (*found.lines, *found.apart)
    ]
    return columns, rows


def _number(value: Fraction) -> Cell:
    return int(value) if value.denominator == 1 else rounded(value)
