"""The index of this installation's database, in the engine that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from motcua.indicators.index.beside import tables_beside, units_rows
from motcua.indicators.index.relations import DOSSIER
from motcua.indicators.index.runners.duckdb import Duck
from motcua.indicators.index.sources import Source, on_spark
from motcua.indicators.queries.index import cases_rows, engine_live, sound_check
from motcua.indicators.services.cases import BATCH, cases_follow
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use


@contextmanager
def live_open(*, engine: str = "postgres", master: str = "local[1]") -> Iterator[Source]:
    """Yield what is known now, for system work; raises Refused `index_unsound`.

    What the worker has not read yet is read first, so that the answer does not wait for it.
    """
    while cases_follow() == BATCH:
        pass
    with scope_use(SYSTEM):
        sound_check()
        units, until = units_rows(), clock.now()
        if engine == "postgres":
            yield Source(engine_live(), units, until)
            return
        with Duck({DOSSIER.name: cases_rows(), **tables_beside()}) as duck:
            source = Source(duck, units, until)
            spark = on_spark(source, master=master) if engine == "spark" else nullcontext(source)
            with spark as asked:
                yield asked
