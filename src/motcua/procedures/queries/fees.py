"""What a filing costs at a unit: the pure rule, with the province of the unit looked up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from django.db import connection

from motcua.organisations.queries import unit_get, units_by_ids
from motcua.organisations.types import PROVINCE_KINDS
from motcua.procedures.counts import PageCount
from motcua.procedures.rules import FeeQuote, fees_due
from motcua.procedures.types import VersionView


def fees_quote(
    version: VersionView,
    *,
    unit_id: int,
    on_day: date,
    case: str = "",
    channel: str = "",
    quantity: int = 1,
    copies: int = 1,
    papers: Sequence[PageCount] = (),
    groups: Collection[str] = (),
) -> FeeQuote:
    """Return what a filing at a competent unit costs; see `rules.fees_due` for the arguments.

    No statement, unless a resolution of a province is on record for this procedure: then the
    unit's province is read once a day and process.
    """
    provincial = any(fee.province for fee in version.fees)
    return fees_due(
        version,
        on_day=on_day,
        case=case,
        channel=channel,
        quantity=quantity,
        copies=copies,
        papers=papers,
        groups=groups,
        province=province_code(unit_id, on_day) if provincial else "",
    )


def province_code(unit_id: int, on_day: date) -> str:
    """Return the code of the province above a unit, such as `01` for Hà Nội; else empty."""
    return _province(str(connection.settings_dict["NAME"]), unit_id, on_day)


@lru_cache(maxsize=4096)
def _province(database: str, unit_id: int, on_day: date) -> str:
    del database, on_day  # units move between provinces by law alone: a day's memory is enough
    above = units_by_ids(unit_get(unit_id).path_ids)
    return next((unit.code for unit in above.values() if unit.kind in PROVINCE_KINDS), "")
