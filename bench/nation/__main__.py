"""`python -m bench.nation --dossiers 10000000 --keep DIR`: a year of a nation, measured in one run.

Loads what is not there yet (twice: 100,000 dossiers and as many as are wanted), then measures
boards, the index of all units, the write path and the rebuild. Ratios count.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.nation.load import nation_load
from bench.nation.place import Place

SMALL = 100_000


def main() -> None:
    """Load and measure; with `--keep` the cluster stays and is used again."""
    wanted = argparse.ArgumentParser(prog="python -m bench.nation", description=__doc__)
    wanted.add_argument("--dossiers", type=int, default=10_000_000)
    wanted.add_argument("--small", type=int, default=SMALL, help="what boards are compared with")
    wanted.add_argument("--keep", type=Path, help="folder of the cluster, kept and used again")
    wanted.add_argument(
        "--events-on", type=Path, help="another folder for events, if disk is short"
    )
    wanted.add_argument("--until", type=date.fromisoformat, help="last day of the year")
    wanted.add_argument("--load-only", action="store_true")
    wanted.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "results")
    given = wanted.parse_args()
    given.until = given.until or date.today() - timedelta(days=1)  # noqa: DTZ011 - a day to begin from
    folder = given.keep or Path(tempfile.mkdtemp(prefix="motcua-nation-"))
    place = Place(folder.resolve(), given.events_on)
    try:
        figures = _loaded(place, given)
        if not given.load_only:
            from bench.nation.measure import measure_all

            measure_all(place, figures, given)
    finally:
        if given.keep is None:
            place.drop()


def _loaded(place: Place, given: argparse.Namespace) -> dict[str, Any]:
    print("ground", place.ground() or "is there", flush=True)
    until = given.until
    figures: dict[str, Any] = {"loaded": {}}
    for dossiers in sorted({given.small, given.dossiers}):
        name = f"n{dossiers}"
        place.copy(name)
        if not place.ready(name):
            print(f"{dossiers:,} dossiers", flush=True)
            made = nation_load(place.url(name), dossiers=dossiers, until=until)
            print(made, flush=True)
            (place.folder / f"{name}.json").write_text(__import__("json").dumps(made))
            place.finish(name)
    return figures


if __name__ == "__main__":
    main()
