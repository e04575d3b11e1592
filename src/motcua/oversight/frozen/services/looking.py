"""Is a frozen report what was kept, and what do its cut-off and events give now?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction
from functools import partial

from django.utils.translation import gettext as _

from motcua.dossiers.queries.later import events_later
from motcua.dossiers.services.verify_codes import codes_sound
from motcua.identity.types import Actor
from motcua.indicators.reports.sheets import (
    TOTAL,
    report_codes,
    report_sheet,
    sheet_difference,
    sheet_plain,
)
from motcua.indicators.reports.types import ColumnKind, Sheet
from motcua.indicators.types import Period
from motcua.kernel import signing
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport, ReportStep
from motcua.oversight.frozen.queries import (
    causes_of,
    place_of,
    row_get,
    sheet_of,
    step_view,
    text_of,
)
from motcua.oversight.frozen.services._writing import unread
from motcua.oversight.frozen.types import (
    Changed,
    Check,
    Difference,
    Later,
    Part,
    Spot,
    is_dossier,
)

PAGE = 1_000
CHAINS = 100  # dossiers between two beats: also where their chains are long
TRIES = 3
MOVING = "moving"
UNSOUND = "index_unsound"
LATER = frozenset({MOVING, "figures_rebuilding"})
"""Refusals of a moment in which figures are read anew: they accuse no report."""
Tell = Callable[[Part, int, int], None]
"""Is told what is done now, and how much of how much; of 0: one step, silent until its end."""


def quiet(_part: Part, _done: int, _total: int) -> None:
    """Tell nobody."""


def counted(
    report: str,
    unit_id: int,
    period: Period,
    cut_off: datetime | None = None,
    tell: Tell = quiet,
) -> tuple[Sheet, dict[Spot, tuple[str, ...]]]:
    """Return a sheet and the list behind each of its counts, which say the same.

    Figures that move meanwhile (somebody works) are read again. Every read is a transaction of its
    own unless the caller has one: the lists must agree with the sheet, not with an instant.
    Raises Refused `moving`, and what `report_sheet` raises.
    """
    for _try in range(TRIES):
        tell(Part.NUMBERS, 0, 0)
        with _codeless():
            with scope_use(SYSTEM):
                sheet = report_sheet(report, unit_id, period, as_of=cut_off)
            if (found := _lists(sheet, tell)) is not None:
                return sheet, found
    raise moving()


@contextmanager
def _codeless() -> Iterator[None]:
    """Name no dossier that the index cannot read: it may be of any unit of the country."""
    try:
        yield
    except Refused as refusal:
        if refusal.code != UNSOUND:
            raise
        raise Refused(UNSOUND, unread()) from refusal


def _lists(sheet: Sheet, tell: Tell) -> dict[Spot, tuple[str, ...]] | None:
    """Return the lists behind a sheet's counts; None when one has not as many as its count."""
    found: dict[Spot, tuple[str, ...]] = {}
    counts = list(_counts(sheet))
    for at, (spot, value) in enumerate(counts):
        beat = partial(tell, Part.NUMBERS, at, len(counts))
        beat()
        if not _listed(sheet, found, spot, value, beat):
            return None
    return found


def moving() -> Refused:
    """Refuse figures that are not settled yet."""
    return Refused(MOVING, _("The figures are moving at the moment. Try again in a minute."))


def _counts(sheet: Sheet) -> Iterator[tuple[Spot, int]]:
    rows = [*((one.key, one.cells) for one in sheet.lines), (TOTAL, sheet.totals)]
    for line, cells in rows:
        for column, cell in zip(sheet.columns, cells, strict=True):
            if column.kind is ColumnKind.COUNT and isinstance(cell, int) and cell:
                yield (line, column.key), cell


def _listed(
    sheet: Sheet,
    found: dict[Spot, tuple[str, ...]],
    spot: Spot,
    value: int,
    beat: Callable[[], None],
) -> bool:
    """Put the list behind a cell to the others; tell whether it has as many as the cell says."""
    line, column = spot
    if line == TOTAL:  # mostly the lines together: they need not be asked again
        together = {
            code for (_line, key), codes in found.items() if key == column for code in codes
        }
        if len(together) == value:
            found[spot] = tuple(sorted(together))
            return True
    codes: list[str] = []
    while True:
        try:
            with scope_use(SYSTEM):
                page = report_codes(
                    sheet.report, sheet.unit_id, sheet.period, line=line, column=column,
                    after=codes[-1] if codes else "", most=PAGE, as_of=sheet.cut_off,
                )  # fmt: skip
        except NotFound:
            return True  # no list stands behind it
        codes += page
        if len(page) < PAGE:
            break
        beat()
    found[spot] = tuple(sorted(set(codes)))
    return len(found[spot]) == value


def difference(
    old: Sheet,
    old_codes: Mapping[Spot, Sequence[str]],
    new: Sheet,
    new_codes: Mapping[Spot, Sequence[str]],
    kept: FrozenReport,
) -> Difference:
    """Return the cells that differ, who came and went, and what was recorded that explains it.

    `kept` is the report that holds the old sheet: what was recorded after it explains.
    """
    cells = []
    for one in sheet_difference(old, new):
        came, went = rules.moved(old_codes, new_codes, (one.line, one.column))
        cells.append(
            Changed(
                one.line, one.label, one.column, one.what.value,
                plain_cell(one.before), plain_cell(one.after), came, went,
            )
        )  # fmt: skip
    cells += _swapped(old, new, old_codes, new_codes, {(one.line, one.column) for one in cells})
    codes = {code for one in cells for code in (*one.came, *one.went)}
    place = place_of(kept)
    with scope_use(SYSTEM):
        later = events_later(codes, event=place.event, horizon=place.horizon)
        left = {one for one in codes if is_dossier(one) and one not in later}
        causes = causes_of(left, old.unit_id, frozen_at=kept.made_at, cut_off=old.cut_off)
    return Difference(
        tuple(cells),
        {
            code: tuple(Later(one.seq, one.type, one.at, one.recorded_at) for one in told)
            for code, told in sorted(later.items())
        },
        causes,
    )


def _swapped(
    old: Sheet,
    new: Sheet,
    old_codes: Mapping[Spot, Sequence[str]],
    new_codes: Mapping[Spot, Sequence[str]],
    told: set[Spot],
) -> Iterator[Changed]:
    """Yield cells whose number is the same though other dossiers stand behind it."""
    labels = {one.key: one.label for one in (*old.lines, *new.lines)}
    values = dict(_counts(new))
    for spot in sorted(old_codes.keys() | new_codes.keys()):
        came, went = rules.moved(old_codes, new_codes, spot)
        if (came or went) and spot not in told:
            value = values.get(spot, 0)
            yield Changed(
                spot[0], labels.get(spot[0], ""), spot[1], "others", value, value, came, went
            )


def plain_cell(value: object) -> object:
    """Return a cell as JSON keeps it."""
    return [value.numerator, value.denominator] if isinstance(value, Fraction) else value


# --- the look ------------------------------------------------------------------------------------
def stored_problems(row: FrozenReport) -> list[str]:
    """Return what is not as it was kept: the sheet, the lists, the steps; in English, for records.

    Empty when every hash and signature fits.
    """
    try:
        sheet = sheet_of(row)
        rules.codes_unpack(bytes(row.codes))
    except (ValueError, KeyError, TypeError):
        return ["the frozen sheet or its lists cannot be read"]
    told = (sheet.unit_id, sheet.report, sheet.period, sheet.cut_off)
    period = Period(row.first_day, row.last_day)
    code = rules.code_of(sheet.unit_code, row.report, period, row.version)
    text = text_of(row, sheet.unit_code)
    if told != (row.unit_id, row.report, period, row.cut_off) or code != row.code:
        return ["a column differs from the frozen sheet"]
    if not (rules.digest_of(text) == row.digest and signing.signature_valid(text, row.signature)):
        return ["the frozen sheet, its lists, its place or its reason were changed"]
    if row.version > 1 and row.before != _digest_before(row):
        return ["the version before it is another one than when it was frozen"]
    return _steps_problems(row)


def _digest_before(row: FrozenReport) -> str:
    older = FrozenReport.objects.filter(
        unit_id=row.unit_id, report=row.report, first_day=row.first_day,
        last_day=row.last_day, version=row.version - 1,
    )  # fmt: skip
    return older.values_list("digest", flat=True).first() or ""


def _steps_problems(row: FrozenReport) -> list[str]:
    prev, steps = row.digest, []
    for one in ReportStep.objects.filter(report=row).order_by("seq"):
        text = rules.step_text(step_view(one), prev)
        fits = rules.digest_of(text) == one.digest
        if not fits or not signing.signature_valid(text, one.signature):
            return [f"step {one.seq} ({one.fact}) was changed, or one before it is missing"]
        prev = one.digest
        steps.append(step_view(one))
    try:
        rules.stand(steps)
    except ValueError as error:
        return [f"its steps cannot be: {error}"]
    return []


def report_look(row: FrozenReport, *, chains: bool = True, tell: Tell = quiet) -> Check:
    """Look at a report whole: what was kept, its dossiers' events, what its cut-off gives now.

    Raises what `report_sheet` raises where no number can be shown.
    """
    with scope_use(SYSTEM):
        stored = stored_problems(row)
    if stored:
        return Check(tuple(stored))
    codes = rules.codes_unpack(bytes(row.codes))
    unsound = _unsound(codes, tell) if chains else ()
    if unsound:
        return Check((), unsound)
    old = sheet_of(row)
    sheet, now = counted(row.report, row.unit_id, old.period, row.cut_off, tell)
    tell(Part.KEEPING, 0, 0)
    return Check((), (), difference(old, codes, sheet, now, row))


def _unsound(codes: Mapping[Spot, Sequence[str]], tell: Tell) -> tuple[str, ...]:
    """Return what is wrong with the events of dossiers behind a report, each with its code."""
    listed = sorted({one for told in codes.values() for one in told if is_dossier(one)})
    found: list[str] = []
    for at in range(0, len(listed), CHAINS):
        tell(Part.EVENTS, at, len(listed))
        with scope_use(SYSTEM):
            found += [f"{one.where}: {one.what}" for one in codes_sound(listed[at : at + CHAINS])]
    return tuple(found)


def report_checked(actor: Actor, code: str) -> Check:
    """Look whether a report is what was kept, for whoever may read it. NotFound.

    To have it computed again is asked of the worker (`asking.report_look_ask`).
    """
    return Check(tuple(stored_problems(row_get(actor, code))))


def sheet_text(sheet: Sheet) -> str:
    """Return a sheet's canonical text, which is kept and hashed."""
    return rules.canonical(sheet_plain(sheet))
