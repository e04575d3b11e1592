"""What a procedure costs in words, where the reader stands: never the fee of another province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from motcua.kernel.text import sort_key
from motcua.organisations.queries import units_by_codes, units_by_ids
from motcua.organisations.types import PROVINCE_KINDS, UnitView
from motcua.portal.places import Place
from motcua.procedures.fee_words import group_name
from motcua.procedures.labels import CHANNELS, source_text, word
from motcua.procedures.types import FeeView, VersionView
from motcua.ui import formats


@dataclass(frozen=True)
class Charge:
    """One fee in words."""

    name: str
    amount: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Provinces:
    """Whose resolution holds for the reader: one province, or a choice among several.

    Empty where no resolution of a province is on record for the procedure.
    """

    choices: tuple[UnitView, ...] = ()
    chosen: UnitView | None = None


NOWHERE = Provinces()


def provinces_for(
    version: VersionView, day: date, places: Sequence[Place], wanted: str = ""
) -> Provinces:
    """Return the provinces that a fee of the procedure may depend on; up to two statements.

    Chosen is the one `wanted` by its code, else the only one in which the procedure is taken in
    here.
    """
    codes = {fee.province for fee in version.fees_on(day) if fee.province}
    if not codes:
        return Provinces()
    here = _around(place.unit for place in places)
    known = {unit.code: unit for unit in here} | dict(units_by_codes(codes))
    choices = tuple(sorted(known.values(), key=lambda unit: sort_key(unit.name)))
    if wanted in known:
        return Provinces(choices, known[wanted])
    return Provinces(choices, here[0] if len(here) == 1 else None)


def charges_of(version: VersionView, day: date, provinces: Provinces) -> tuple[Charge, ...]:
    """Return the fees in force; of provinces' own only that of the chosen one.

    Without a choice a fee that depends on the province says so, and names what is known.
    """
    rows = version.fees_on(day)
    own = [fee for fee in rows if fee.province]
    if provinces.chosen is not None:
        return tuple(_in_province(rows, provinces.chosen))
    shown = []
    for fee in rows:
        if fee.province:
            continue
        known = [one for one in own if _same(fee, one)]
        shown.append(_depends(fee, known, provinces) if known else _charge(fee))
    alone = [one for one in own if not any(_same(fee, one) for fee in rows if not fee.province)]
    first = {(one.charge, one.case): one for one in reversed(alone)}.values()
    shown += [_depends(fee, [one for one in alone if _same(fee, one)], provinces) for fee in first]
    return tuple(shown)


def _in_province(rows: Iterable[FeeView], province: UnitView) -> Iterator[Charge]:
    own = [fee for fee in rows if fee.province == province.code]
    for fee in rows:
        if fee.province not in {"", province.code}:
            continue
        if not fee.province and any(_same(fee, one) for one in own):
            continue  # the province's own rule holds instead
        notes = []
        if fee.province:
            notes = [_("In %(province)s.") % {"province": province.full_name}]
        elif fee.set_by_province and fee.amount_vnd is None:
            notes = [
                _("What %(province)s has set is not on record here. Ask at the counter.")
                % {"province": province.full_name}
            ]
        yield _charge(fee, notes)


def _same(fee: FeeView, other: FeeView) -> bool:
    """Whether two rules are about the same fee and case, one of them of a province."""
    return bool(fee.charge) and (fee.charge, fee.case, fee.group) == (
        other.charge, other.case, other.group,
    )  # fmt: skip


def _depends(fee: FeeView, known: Iterable[FeeView], provinces: Provinces) -> Charge:
    names = {unit.code: unit.full_name for unit in provinces.choices}
    notes = [
        _("%(province)s: %(amount)s.")
        % {"province": names.get(one.province, one.province), "amount": _amount(one)}
        for one in known
    ]
    notes.append(_("Elsewhere, ask at the counter."))
    return Charge(fee.label, _("depends on the province"), tuple(notes))


def _charge(fee: FeeView, first: Sequence[str] = ()) -> Charge:
    notes = [*first]
    if fee.cap_vnd is not None:
        notes.append(_("At most %(amount)s a copy.") % {"amount": formats.money(fee.cap_vnd)})
    if fee.note:
        notes.append(fee.note_label)
    elif fee.exempt and fee.amount_vnd != 0:
        groups = ", ".join(group_name(one) for one in fee.exempt)
        notes.append(_("Free of charge for: %(groups)s.") % {"groups": groups})
    if fee.channel:
        notes.append(_("When filed %(channel)s.") % {"channel": word(CHANNELS, fee.channel)})
    if fee.valid_to:
        notes.append(_("Until %(day)s.") % {"day": formats.day(fee.valid_to)})
    if fee.source:
        notes.append(source_text(fee.source))
    return Charge(fee.label, _amount(fee), tuple(notes))


def _amount(fee: FeeView) -> str:
    if fee.amount_vnd is None:
        return _("set by the province")
    amount = formats.money(fee.amount_vnd) if fee.amount_vnd else _("free of charge")
    return f"{amount} {fee.per_label}" if fee.amount_vnd and fee.per else amount


def _around(units: Iterable[UnitView]) -> list[UnitView]:
    """Return the provinces that units lie in."""
    ids = {key for unit in units for key in unit.path_ids}
    return [unit for unit in units_by_ids(ids).values() if unit.kind in PROVINCE_KINDS]
