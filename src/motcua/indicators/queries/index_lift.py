"""What would lift a unit: the rows that do not count yet, and the index if some of them did.

Only what the chosen rows touch is counted, as it is and as it would be: dossiers alone for
indicators of dossiers, their procedures for indicators of procedures. A row's worth depends on no
other row, so the difference over these is the difference over all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.indicators.index.asking import Counts, Places, counts_of, keys_among, oldest_of
from motcua.indicators.index.beside import tables_beside, units_tree
from motcua.indicators.index.build import Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Entity, Indicator
from motcua.indicators.index.places import level_of, places
from motcua.indicators.index.relations import DOSSIER, Tables
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.index.supposing import Picked
from motcua.indicators.index.valuing import Index
from motcua.indicators.index.whatif import rows_left_at_least, what_if
from motcua.indicators.models import Case
from motcua.indicators.queries.counted import shown_seen
from motcua.indicators.queries.index import LIVE, UnitIndex
from motcua.kernel.errors import NotFound, Refused

MOST = 20_000
"""Rows of all indicators that can be reckoned with at once: the answer comes in seconds."""
# A dossier's own code is its identity, but for what another system owns; identities are indexed.
_CHOSEN = f"""{LIVE[DOSSIER.name]}
WHERE code = ANY(:codes) AND (identity = ANY(:codes) OR mirrored)"""
_OF_PROCEDURES = "SELECT * FROM ({}) AS near WHERE procedure_code = ANY(:codes)"
_TOUCHED = "SELECT DISTINCT d.procedure_code, d.procedure_version_id FROM dossier AS d"


@dataclass(frozen=True)
class Wanted:
    """Which rows of an indicator that do not count yet: these, so many of the oldest, or all."""

    keys: Collection[str] = ()
    oldest: int = 0
    every: bool = False


@dataclass(frozen=True)
class Picks:
    """Rows that were found, by indicator; `strangers` do not stand behind it."""

    found: Mapping[str, frozenset[str]] = field(default_factory=dict)
    strangers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def lift_picks(unit: UnitIndex, wanted: Mapping[str, Wanted]) -> Picks:
    """Return the rows that are chosen of those that do not count yet under the unit.

    A code of elsewhere, of nobody, or of a row that counts already is a stranger; nothing tells
    these apart. The scope in force decides, as in `index_of`. Raises NotFound for an indicator
    that does not exist or cannot be asked so, Refused `too_many` beyond `MOST` of all together,
    before anything is read where the index itself tells.
    """
    indicators = {id_: askable(id_) for id_ in wanted}
    _few_enough(unit, wanted)
    shown = _shown(unit)
    found: dict[str, frozenset[str]] = {}
    strangers: dict[str, tuple[str, ...]] = {}
    left = MOST
    with shown_seen(shown):
        engine = Postgres(tables_beside(()), live=LIVE)
        for id_, asked in wanted.items():
            keys, most = frozenset(asked.keys), left + 1
            if not asked.every:
                most = min(most, asked.oldest)
            where = (engine, indicators[id_], Side.REST, unit.span, shown)
            known = keys_among(*where, keys) if keys else frozenset()
            if keys - known:
                strangers[id_] = tuple(sorted(keys - known))
            if most:
                known |= frozenset(oldest_of(*where, most=most))
            if len(known) > left:
                raise too_many(indicators[id_])
            if known:
                found[id_] = known
                left -= len(known)
    return Picks(found, strangers)


def index_lifted(unit: UnitIndex, picked: Picked) -> Index:
    """Return the index of the unit if these rows had met the rule of their indicator.

    Every indicator that hears of it follows: a dossier that is digitised counts wherever that
    counts. About ten statements, over what is chosen alone.
    """
    shown = _shown(unit)
    with shown_seen(shown):
        before, after = _differing(unit, shown, tables_beside(()), picked)
    level = level_of(units_tree().rows, unit.unit_id)
    return what_if(unit.whole, before, after, unit.period.last, level)


def askable(id_: str) -> Indicator:
    """Return an indicator whose rows can be chosen; raises NotFound."""
    found = INDICATORS.get(id_)
    if found is None or found.meets is None:
        raise NotFound("indicator_unknown", _("There is no such indicator."))
    return found


def too_many(indicator: Indicator) -> Refused:
    """Return the refusal of more rows than can be reckoned with."""
    return Refused(
        "too_many",
        _(
            "At most %(most)s at once, of all indicators together; with %(id)s there are more."
            " Choose a shorter period, a smaller unit or a number."
        )
        % {"id": indicator.id, "most": MOST},
        indicator=indicator.id,
    )


def _few_enough(unit: UnitIndex, wanted: Mapping[str, Wanted]) -> None:
    """Refuse what must be too many by the counts that are known already: no row is read for it."""
    values = {one.indicator.id: one for one in unit.whole.values}
    total = 0
    for id_, asked in wanted.items():
        least = rows_left_at_least(values[id_]) if asked.every else 0
        if max(asked.oldest, len(asked.keys)) > MOST or total + least > MOST:
            raise too_many(askable(id_))
        total += least


def _shown(unit: UnitIndex) -> Places:
    return places({unit.unit_id}, units_tree(), unit.span.until)


def _differing(
    unit: UnitIndex, shown: Places, tables: Tables, picked: Picked
) -> tuple[dict[str, Count], dict[str, Count]]:
    """Return what is counted of everything that the chosen rows touch: as it is, as it would be."""
    codes = _keys(picked, Entity.DOSSIER)
    engine = Postgres(tables, {DOSSIER.name: _CHOSEN}, {"codes": codes})
    touched = list(engine.rows(_TOUCHED, {}, ())) if codes else []
    procedures = {str(row[0]) for row in touched} | set(_keys(picked, Entity.PROCEDURE))
    versions = {int(row[1]) for row in touched}
    near: Tables = {
        **tables,
        "procedure": [
            row
            for row in tables["procedure"]
            if row["code"] in procedures or row["version_id"] in versions
        ],
    }
    of_dossiers = Postgres(near, {DOSSIER.name: _CHOSEN}, {"codes": codes})
    live = {name: _OF_PROCEDURES.format(sql) for name, sql in LIVE.items()}
    of_procedures = Postgres(near, live, {"codes": sorted(procedures)})
    asked = (
        (of_dossiers, Entity.DOSSIER, bool(codes)),
        (of_procedures, Entity.PROCEDURE, bool(procedures)),
        (of_dossiers, Entity.PETITION, True),
    )
    before: Counts = {}
    after: Counts = {}
    for where, entity, needed in asked:
        mine = [one for one in INDICATORS.values() if one.entity is entity]
        if needed:
            before |= counts_of(where, mine, unit.span, shown)
            after |= counts_of(where, mine, unit.span, shown, picked=picked)
    return _by_id(before), _by_id(after)


def _keys(picked: Picked, entity: Entity) -> list[str]:
    return sorted(
        {key for id_, keys in picked.items() if askable(id_).entity is entity for key in keys}
    )


def _by_id(counts: Counts) -> dict[str, Count]:
    return {key[0]: count for key, count in counts.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """What a list says of a dossier beside its code."""

    procedure_code: str
    accepted_at: datetime | None


def dossiers_told(codes: Collection[str]) -> dict[str, Told]:
    """Return this of some dossiers of the scope as they stand now; one statement."""
    rows = Case.objects.filter(
        Q(identity__in=codes) | Q(mirrored=True), code__in=codes, valid_to=None
    ).values_list("code", "procedure_code", "accepted_at")
    return {code: Told(procedure, at) for code, procedure, at in rows}
