"""How a nation is looked at: whose clock, whose units, how often."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

SLOW_MS = 3_000.0
PROVINCE = "79"
"""Hồ Chí Minh City, the largest."""


@contextmanager
def looking(until: date) -> Iterator[None]:
    """Look with the clock on the morning after the year that was loaded, in one transaction."""
    from motcua.kernel import clock
    from motcua.kernel.scope import SYSTEM, scope_use

    after = datetime(until.year, until.month, until.day, 20, tzinfo=UTC)
    with clock.clock_set(after), scope_use(SYSTEM):
        yield


def ms_of(work: Callable[[], Any], times: int = 7) -> float:
    """Return the median time; what is slow anyway is not measured often."""
    taken: list[float] = []
    for _time in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
        if taken[0] > SLOW_MS:
            break
    return round(statistics.median(taken), 1)


def names_anew() -> int:
    """Let builders give names that no earlier run left in a kept database; return the run's own."""
    from tests.builders import identity, procedures

    run = int(time.time()) % 10_000
    for one in (identity, procedures):
        one._number = itertools.count(100 * run)  # noqa: SLF001
    return run


def readers() -> dict[str, int]:
    """Return the units whose boards and pages are asked for."""
    from motcua.organisations.models import Unit
    from motcua.organisations.queries import unit_by_code

    province = unit_by_code(PROVINCE).id
    wards = Unit.objects.filter(path__contains=f"/{province}/", kind="ward", valid_to=None)
    return {
        "country": Unit.objects.get(kind="country").id,
        "province": province,
        "commune": wards.order_by("code").values_list("id", flat=True)[0],
    }
