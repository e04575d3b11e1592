"""The relations beside the dossiers, read from the packages that keep them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC

from motcua.deadlines.rules import limit_parse
from motcua.deadlines.types import LimitKind
from motcua.feedback.indexed import PetitionIndexed, petitions_indexed, ratings_indexed
from motcua.indicators.index.places import Tree, UnitRow, tree_of
from motcua.indicators.index.relations import Row, Tables
from motcua.kernel import clock
from motcua.kernel.errors import Invalid
from motcua.kernel.kept import Kept
from motcua.organisations.queries.heirs import units_and_heirs
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind
from motcua.procedures.queries.indexed import VersionIndexed, offerings_indexed, versions_indexed
from motcua.procedures.types import Channel, FeeState

LEVELS = frozenset({"full", "partial", "none"})
DAY_SECONDS = 86_400


_tree: Kept[Tree] = Kept("units")
_procedures: Kept[list[Row]] = Kept("procedures")


def units_tree() -> Tree:
    """Return all units of all times as this process remembers them; not to be changed.

    One statement while the directory is the same, two more when it was changed.
    """
    return _tree.get("all", lambda: tree_of(_units_read()))


def units_rows() -> dict[int, UnitRow]:
    """Return the relation `unit` by id, not to be changed; as `units_tree`."""
    return units_tree().rows


def _units_read() -> dict[int, UnitRow]:
    return {
        view.id: UnitRow(
            view.id,
            view.code,
            view.full_name,
            view.parent_id,
            view.path,
            clock.midnight(view.valid_from).astimezone(UTC),
            clock.midnight(view.valid_to).astimezone(UTC) if view.valid_to else None,
            ",".join(map(str, heirs)),
            _level(view.kind),
        )
        for view, heirs in units_and_heirs()
    }


def tables_beside(unit_ids: Collection[int] | None = None) -> Tables:
    """Return procedures, offerings (of some units), petitions and ratings of the scope.

    National counts are empty as long as no national system is connected.
    """
    return {
        "procedure": procedures_rows(),
        "offering": [
            {
                "unit_id": one.unit_id,
                "procedure_code": one.code,
                "valid_from": one.opened_at,
                "valid_to": one.closed_at,
            }
            for one in offerings_indexed(unit_ids)
        ],
        "petition": [_petition(one) for one in petitions_indexed()],
        "rating": [
            {"dossier_code": code, "score": score, "rated_at": at}
            for code, score, at in ratings_indexed()
        ],
        "national": [],
    }


def procedures_rows() -> list[Row]:
    """Return the relation `procedure` as this process remembers it; not to be changed.

    One statement while the catalogue is the same, another one when it was changed.
    """
    return _procedures.get("all", lambda: [_procedure(one) for one in versions_indexed()])


def _procedure(one: VersionIndexed) -> Row:
    return {
        "version_id": one.id,
        "code": one.code,
        "field_code": one.field_code,
        "valid_from": one.effective_from,
        "valid_to": one.effective_to,
        "unpublished": None,
        "complete": not one.missing,
        "online": online_level(one),
        "has_fee": None if one.fee_state == FeeState.UNKNOWN else one.fee_state != FeeState.FREE,
        "paper_result": one.requires_paper_result,
        "for_citizens": "citizen" in one.applicants if one.applicants else None,
        "limit_seconds": _limit_seconds(one.limit),
    }


def online_level(one: VersionIndexed) -> str | None:
    """Return the level, else what the ways of filing say: online is at least partial."""
    if one.online_level in LEVELS:
        return one.online_level
    if not one.channels:
        return None
    return "partial" if Channel.ONLINE in one.channels else "none"


def _limit_seconds(limit: str) -> int | None:
    """Return a limit in days of the clock as seconds; working time cannot be told so."""
    try:
        parsed = limit_parse(limit) if limit else None
    except Invalid:
        return None
    if parsed is None or parsed.kind is not LimitKind.CALENDAR_DAYS:
        return None
    return int(parsed.amount) * DAY_SECONDS


def _petition(one: PetitionIndexed) -> Row:
    return asdict(one) | {"procedure_code": None, "published_in_time": None, "disliked": None}


def _level(kind: UnitKind) -> str:
    """Return where in the tree of government a unit stands; a department is below its own."""
    if kind is UnitKind.COUNTRY:
        return "state"
    if kind in PROVINCE_KINDS:
        return "province"
    return "commune" if kind in COMMUNE_KINDS else "below"
