"""Apache Spark counts the same. CI installs it; without it (half a gigabyte) the tests are skipped.

One session for the run: starting one costs more than all that it counts.
"""

from __future__ import annotations

import os
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.builders.index import UNITS, worlds
from tests.builders.index_plain import PLAIN, Seen

from motcua.indicators.index.asking import counts_of, keys_of
from motcua.indicators.index.build import Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count
from motcua.indicators.index.runners.duckdb import Duck
from motcua.indicators.index.sample import SPAN

if os.environ.get("CI") != "true":
    pytest.importorskip("pyspark", reason="pyspark is not installed: requirements-spark.txt")

ALL = tuple(INDICATORS.values())
# In October 2026 the examples stand beside one another, each in a unit of its own.
NUMBERED = ("unit_id", "receiving_unit_id")
NAMED = ("procedure_code", "code", "dossier_code", "identity")


@pytest.fixture(scope="module")
def session():
    from motcua.indicators.index.runners.spark import session_open

    # A few rows: to compile each plan costs more than to run it.
    opened = session_open(
        settings={
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.sql.adaptive.enabled": "false",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -Xshare:auto",
        }
    )
    yield opened
    opened.stop()


@pytest.fixture
def spark(session, tmp_path):
    from motcua.indicators.index.runners.spark import Spark

    def over(tables):
        with Duck(tables) as duck:
            duck.write(tmp_path)
        return Spark(session, tmp_path)

    return over


def all_examples():
    """Return the tables of all worked examples together, unit n for the nth indicator."""
    tables = defaultdict(list)
    for number, indicator in enumerate(ALL, start=1):
        for name, rows in indicator.example.tables.items():
            for row in rows:
                mine = dict(row)
                for column in NUMBERED:
                    if column in mine:
                        mine[column] = number
                for column in NAMED:
                    if mine.get(column) and indicator.id != "4.x":
                        mine[column] = f"{number}/{mine[column]}"
                for column in ("version_id", "procedure_version_id"):
                    if column in mine:
                        mine[column] += 1000 * number
                tables[name].append(mine)
    return tables


def test_the_worked_examples_come_out_together(spark):
    asked = spark(all_examples())
    places = [(number, number) for number in range(1, len(ALL) + 1)]
    found = counts_of(asked, ALL, SPAN, places)
    for number, indicator in enumerate(ALL, start=1):
        example = indicator.example
        count = found[indicator.id, number, ""]
        assert (count.numerator, count.denominator, count.unknown) == (
            example.numerator,
            example.denominator,
            example.unknown,
        ), indicator.id
    place = [(1 + list(INDICATORS).index("3.3"), 1 + list(INDICATORS).index("3.3"))]
    listed = keys_of(asked, INDICATORS["3.3"], Side.NUMERATOR, SPAN, place)
    assert [key.partition("/")[2] for key in listed] == ["needs-none", "whole"]


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds())
def test_spark_agrees_with_plain_python_in_every_unit(spark, world):
    found = counts_of(spark(world.tables), ALL, world.span, world.places)
    wanted = {(id_, unit): PLAIN[id_](Seen(world, unit)) for id_ in INDICATORS for unit in UNITS}
    assert {key: found.get((*key, ""), Count()) for key in wanted} == wanted
