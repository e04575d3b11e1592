"""What a record of a procedure must say before anybody may take in a dossier for it.

Pure: no Django, no clock. Sources: Decree 63/2010/NĐ-CP Art. 8(2) (mandatory parts of a
procedure), Decree 61/2018/NĐ-CP as replaced by Decree 118/2025/NĐ-CP (limits), and for the same
day the laws on civil status and certification (`after 15:00, the next working day`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from motcua.procedures.types import PARTS, FeeState, Process, UnitRole

CODE = re.compile(r"\d\.\d{6}")
LIMIT = re.compile(r"[1-9]\d{0,3}(wh|wd|d|mo)|same-day")
RETENTION = re.compile(r"[1-9]\d?|100|permanent")  # years for which a dossier is kept
DUE_RULES = ("clock", "close", "same-day-15")
SAME_DAY = "same-day"
_UNITS = {"hour": "wh", "working_hour": "wh", "working_day": "wd", "day": "d", "month": "mo"}


def limit_from(amount: str, unit: str) -> str:
    """Return the limit of a source's two cells, such as `3` and `working_day`, as `3wd`.

    Empty when the source says nothing. Raises ValueError for an amount that is no whole positive
    number, for a unit not known, and for an amount without unit (a limit is never guessed).
    """
    if unit == "same_day":
        if amount not in {"", "0"}:
            raise ValueError("same_day")
        return SAME_DAY
    if not amount:
        if unit:
            raise ValueError("amount")
        return ""
    if not re.fullmatch(r"[1-9]\d{0,3}", amount):
        raise ValueError("amount")
    if unit not in _UNITS:
        raise ValueError("unit")
    if unit == "hour" and int(amount) % 24 == 0:
        return f"{int(amount) // 24}d"  # "24 hours" runs through the night: a calendar day
    return amount + _UNITS[unit]


def due_rule_of(limit: str) -> str:
    """Return the rule that counts a limit unless the law names another one.

    "Same day" means: received after 15:00, the next working day (Decree 123/2015 Art. 15(2)
    and Decree 23/2015 Art. 7).
    """
    return "same-day-15" if limit == SAME_DAY else "clock"


def fee_state_of(fees: Iterable[Mapping[str, Any]], *, stated_free: bool) -> FeeState:
    """Return what is known about the fee: amounts, freedom, or that the province decides."""
    amounts = [fee.get("amount_vnd") for fee in fees]
    if any(amount for amount in amounts):
        return FeeState.KNOWN
    if any(amount is None for amount in amounts):
        return FeeState.PROVINCE
    return FeeState.FREE if amounts or stated_free else FeeState.UNKNOWN


def missing_parts(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the parts of a record that are missing for intake, in the order of `PARTS`.

    A repealed procedure misses nothing: it is refused for another reason.
    """
    present = {
        "components": bool(content.get("components")),
        "limit": bool(content.get("limit")),
        "handled_by": bool(content.get("handled_by")),
        "applicants": bool(content.get("applicants")),
        "channels": bool(content.get("channels")),
        "fees": content.get("fee_state", FeeState.UNKNOWN) != FeeState.UNKNOWN,
        "legal_basis": bool(content.get("legal_basis")),
        "process": bool(content.get("process_key")),
    }
    return tuple(part for part in PARTS if not present[part])


def roles_needed(process_key: str) -> tuple[UnitRole, ...]:
    """Return the units that a process must know before a dossier can walk through it."""
    base = (UnitRole.RECEIVING, UnitRole.HANDLING, UnitRole.COMPETENT)
    if process_key == Process.WITH_OPINION:
        return (*base, UnitRole.OPINION)
    if process_key == Process.PROVINCIAL_STEP:
        return (*base, UnitRole.PROVINCE)
    return base
