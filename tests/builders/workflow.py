"""Processes and work items for tests; keyword arguments with defaults.

`process_make(...)` needs the calendar of the country: it is loaded when it is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from motcua.workflow import queries, services
from motcua.workflow.types import Completed, Started, WorkItemView

AT = datetime(2026, 8, 24, 1, 0, tzinfo=UTC)  # Monday 08:00 in Hà Nội
PARTS = ("receiving", "handling", "opinion", "province")
_subjects = count(1)


@dataclass(frozen=True)
class Office:
    """Units by part and one person in each."""

    units: Mapping[str, int]
    people: Mapping[str, int]


def office_make() -> Office:
    """Make a unit and an account for every part that the shipped processes know."""
    from tests.builders.deadlines import holidays_there
    from tests.builders.identity import account_make
    from tests.builders.organisations import unit_make

    holidays_there()
    units = {part: unit_make(full_name=f"Xã {part}").id for part in PARTS}
    return Office(units, {part: account_make().pk for part in PARTS})


def process_make(*, office: Office, key: str = "standard", **over: Any) -> Started:
    """Ship the processes and start one of them for a fresh subject."""
    services.processes_ship(at=AT)
    fields: dict[str, Any] = {
        "subject": f"dossier:{next(_subjects)}",
        "units": office.units,
        "at": AT,
        "account_id": office.people["receiving"],
        **over,
    }
    return services.process_start(key=key, **fields)


def live_item(process_id: int, element: str | None = None) -> WorkItemView:
    """Return the live item of an element, or the only one."""
    items = queries.live_items_of(process_id)
    found = [item for item in items if element in {None, item.element}]
    assert len(found) == 1, [item.element for item in items]
    return found[0]


def step_do(process_id: int, element: str | None = None, **over: Any) -> Completed:
    """Complete a live step with its first outcome, by whoever holds it or the part's person."""
    item = live_item(process_id, element)
    fields: dict[str, Any] = {
        "item_id": item.id,
        "account_id": item.claimed_by_id,
        "outcome": item.outcomes[0].code,
        "at": AT,
        "expected_version": item.version,
        **over,
    }
    return services.work_item_complete(**fields)
