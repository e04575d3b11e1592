"""Submit and accept: with and without increments, or all the time until told to stop."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.nation.looking import names_anew


def writes_measure(blocks: int = 6, each: int = 25) -> dict[str, float]:
    """Submit and accept, with and without the increments, in turns."""
    from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted

    from motcua.indicators import handlers
    from motcua.indicators.services import changes_record
    from motcua.kernel import clock
    from motcua.kernel.scope import SYSTEM, scope_use

    taken: dict[bool, list[float]] = {True: [], False: []}
    with clock.clock_set(MORNING + timedelta(days=60)):
        with scope_use(SYSTEM):
            commune = commune_at_work(name="Thử đo", province="98")
            dossier_accepted(commune)
        for block in range(2 * blocks):
            counts = bool(block % 2)
            with patch.object(handlers, "changes_record", changes_record if counts else _nothing):
                for _one in range(each):
                    begun = time.perf_counter()
                    with scope_use(SYSTEM):
                        dossier_accepted(commune)
                    taken[counts].append(time.perf_counter() - begun)
    with_, without = (statistics.median(taken[counts]) for counts in (True, False))
    print(f"  write path: {1 / with_:.1f}/s, without increments {1 / without:.1f}/s", flush=True)
    return {
        "per_second": round(1 / with_, 2),
        "per_second_without": round(1 / without, 2),
        "ratio": round(without / with_, 3),
    }


def _nothing(_changes: Any, **_fold: Any) -> int:
    return 0


def _write_on(made: Path) -> None:
    """Submit and accept on the present instant, and say in a file how many there are by now."""
    from motcua.config.cli import prepare

    prepare()
    from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted

    from motcua.kernel import clock
    from motcua.kernel.scope import SYSTEM, scope_use

    with clock.clock_set(MORNING + timedelta(days=60)):
        with scope_use(SYSTEM):
            commune = commune_at_work(code=str(90_000 + names_anew()), name="Thử đo", province="98")
        count = 0
        while True:
            with scope_use(SYSTEM):
                dossier_accepted(commune)
            count += 1
            new = made.with_suffix(".new")
            new.write_text(json.dumps({"made": count}))
            new.replace(made)


if __name__ == "__main__":
    _write_on(Path(sys.argv[1]))
