"""Apache Spark: when a nation's history outgrows one machine. Local by default, else any cluster.

Needs pyspark (requirements-spark.txt) and Java 17; nothing else of Motcua does. Relations are
Parquet files, as an export writes them; on a cluster the folder must be one that its workers reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pyspark.sql import SparkSession

from motcua.indicators.index.asking import Places
from motcua.indicators.index.build import bound, placed, translated
from motcua.indicators.index.relations import RELATIONS

LOCAL = "local[1]"
# A session on one machine shows no page, listens to nobody else and takes little room; whatever
# `spark-defaults.conf` or spark-submit say of a cluster stays.
_LOCAL_ONLY = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.showConsoleProgress": "false",
}


def session_open(master: str = LOCAL, settings: Mapping[str, str] | None = None) -> SparkSession:
    """Return the process's session; made once, ended with `stop()` by whoever opened it.

    `settings` are Spark's own, over what is said here.
    """
    builder = SparkSession.builder.appName("motcua index").master(master)
    local = _LOCAL_ONLY if master.startswith("local") else {}
    for name, value in (local | dict(settings or {})).items():
        builder = builder.config(name, value)
    session: SparkSession = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


class Spark:
    """The relations of a folder of Parquet files in a session."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self._session = session
        for name in RELATIONS:
            session.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)

    def rows(
        self, sql: str, parameters: Mapping[str, Any], places: Places
    ) -> Iterable[Sequence[Any]]:
        """Return the rows of a statement; see `asking.Engine`."""
        text = placed(translated(bound(sql, mark=":{}"), "spark"), places)
        given = {name: value for name, value in parameters.items() if f":{name}" in text}
        return [tuple(row) for row in self._session.sql(text, args=given).collect()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is held: the session belongs to whoever opened it."""
