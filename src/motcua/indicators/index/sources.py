"""Where an index is asked: an engine with its relations, the units, and up to when they tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from motcua.indicators.index.asking import Engine
from motcua.indicators.index.places import UnitRow
from motcua.indicators.index.runners.duckdb import Duck


@dataclass(frozen=True)
class Source:
    """An engine; nothing after `until` is known to it."""

    engine: Engine
    units: dict[int, UnitRow]
    until: datetime


@contextmanager
def on_spark(source: Source, *, master: str) -> Iterator[Source]:
    """Yield the same relations in Spark; the folder must be one that a cluster's workers reach."""
    from motcua.indicators.index.runners.spark import Spark, session_open

    assert isinstance(source.engine, Duck)
    with TemporaryDirectory(prefix="motcua-index-") as folder:
        source.engine.write(Path(folder))
        session = session_open(master)
        try:
            yield Source(Spark(session, Path(folder)), source.units, source.until)
        finally:
            session.stop()
