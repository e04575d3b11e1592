"""Processes and work items for tests; keyword arguments with defaults.

`process_make(...)` needs the calendar of the country: it is loaded when it is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.db.models.base import ModelState

from motcua.workflow import queries, services
from motcua.workflow.models import Definition
from motcua.workflow.services.deploy import KEYS
from motcua.workflow.types import Completed, Started, WorkItemView

AT = datetime(2026, 8, 24, 1, 0, tzinfo=UTC)  # Monday 08:00 in Hà Nội
PARTS = ("receiving", "handling", "opinion", "province")
_subjects = count(1)
_shipped: list[Definition] = []


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


def processes_there(*, at: datetime) -> None:
    """Have the processes that come with the software, as `processes_ship` keeps them.

    Shipping reads, checks and flattens each drawing; hundreds of tests need its rows. It runs
    once in each process, afterwards its rows are written in one statement.
    """
    there = Definition.objects.filter(key__in=KEYS).exists()
    if there or not _shipped:
        services.processes_ship(at=at)
        if not there:
            _shipped.extend(Definition.objects.filter(key__in=KEYS).order_by("id"))
        return
    fresh = [copy(row) for row in _shipped]
    for row in fresh:
        row.pk, row._state, row.deployed_at = None, ModelState(), at
    Definition.objects.bulk_create(fresh)


def process_make(*, office: Office, key: str = "standard", **over: Any) -> Started:
    """Ship the processes and start one of them for a fresh subject."""
    processes_there(at=AT)
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
