"""What would be counted if chosen rows had met their rule: exact, on every engine, by plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.index import ENGINES, UNITS, World, worlds
from tests.builders.index_plain import PLAIN, Row, Seen

from motcua.indicators.index.asking import counts_of, keys_among, keys_of, oldest_of
from motcua.indicators.index.build import Side, placed, totals_sql
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Entity
from motcua.indicators.index.relations import RELATIONS
from motcua.indicators.index.sample import SPAN, UNIT, dossier, offering, procedure
from motcua.indicators.index.supposing import KEY

ALL = tuple(INDICATORS.values())
ASKABLE = tuple(one for one in ALL if one.meets is not None)
LIVES = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ENTITY_TABLE = {
    Entity.DOSSIER: ("dossier", "code"),
    Entity.PROCEDURE: ("procedure", "code"),
    Entity.PETITION: ("petition", "number"),
}
BESIDES = {"3.2", "3.5b", "4.5a"}


def in_time(row: Row, world: World) -> None:
    ends = row["ended_at"] or row["stands_since"] or world.span.until
    row["due_at"] = max(row["due_at"] or ends, ends)
    row["supplements"] = min(row["supplements"], 1)


def with_result(row: Row, world: World) -> None:
    versions = {one["version_id"]: one for one in world.tables["procedure"]}
    if versions.get(row["procedure_version_id"], {}).get("paper_result") is not False:
        row["e_result"] = True


def published(row: Row, world: World) -> None:
    told: datetime = row["published_at"] or row["publish_by"] or world.span.until
    at = max(world.span.start, min(told, world.span.until))
    row |= {
        "published_at": at,
        "unpublished": False,
        "publish_by": max(row["publish_by"] or at, at),
    }


MET: dict[str, Callable[[Row, World], Any]] = {
    "1.1": lambda p, _w: p.update(announce_by=max(p["announce_by"], p["announced_at"])),
    "1.2": published,
    "1.3": lambda p, _w: p.update(complete=True),
    "2.1": in_time,
    "3.1": lambda p, _w: p.update(online="full"),
    "3.3": lambda d, w: (d.update(channel=2), with_result(d, w)),
    "3.5a": lambda p, _w: p.update(fee_online=True),
    "3.6": lambda d, _w: d.update(paid_online=1),
    "4.1": lambda d, _w: d.update(e_result=True),
    "4.x": lambda d, _w: d.update(e_result=True),
    "4.2": lambda d, w: (d.update(has_file=True, all_digital=True), with_result(d, w)),
    "4.3": lambda d, _w: d.update(reused=True),
    "4.4": lambda d, _w: d.update(from_store=True),
    "4.5b": lambda d, _w: d.update(identified=True),
    "5.2": lambda q, _w: q.update(in_time=True),
    "5.3": lambda q, _w: q.update(in_time=True, disliked=False, repeated=False),
    "5.4": in_time,
}
"""Each rule once more, without SQL: what changes in a row that is chosen."""


def supposed_plain(world: World, picked: dict[str, list[str]]) -> World:
    """Return the world in which the chosen rows had met the rule."""
    tables = {name: [dict(row) for row in rows] for name, rows in world.tables.items()}
    changed = replace(world, tables=tables)
    for id_, keys in picked.items():
        if id_ in BESIDES:
            continue
        table, column = ENTITY_TABLE[INDICATORS[id_].entity]
        for row in tables[table]:
            if row[column] in keys and _stands_at(row, world, id_):
                MET[id_](row, changed)
        if id_ == "5.4":
            for row in tables["petition"]:
                row["dossier_code"] = "" if row["dossier_code"] in keys else row["dossier_code"]
            tables["rating"] = [r for r in tables["rating"] if r["dossier_code"] not in keys]
    return changed


def _stands_at(row: Row, world: World, id_: str) -> bool:
    """Other versions of a procedure may lack what the rule compares; they are not counted."""
    return id_ != "1.1" or None not in (row["announced_at"], row["announce_by"])


def rest_of(asked: Any, world: World, id_: str, unit: int) -> list[str]:
    one = tuple(place for place in world.places if place[0] == unit)
    return keys_of(asked, INDICATORS[id_], Side.REST, world.span, one)


def test_whoever_gives_points_says_what_a_row_would_have_to_be():
    silent = {one.id for one in ALL if one.meets is None}
    assert silent == {"1.4", "2.2", "5.1"}, "sums of elsewhere, and what gives no points"
    assert {one.id for one in ASKABLE if one.meets and not one.meets.facts} == BESIDES
    for one in ASKABLE:
        for place in one.meets.facts if one.meets else ():
            relation, _dot, column = place.partition(".")
            assert column in RELATIONS[relation].names
            assert (one.entity, relation) in KEY


@pytest.mark.parametrize("supposed", [ASKABLE, (INDICATORS["4.2"],), (INDICATORS["3.2"],)])
def test_the_chosen_words_stand_once_in_the_statement_however_often_they_are_read(supposed):
    sql = placed(totals_sql(ALL, supposed=supposed), [(1, 1)])
    assert len(re.findall(r":picked\b", sql)) == 1, "they are bound on our side: each is sent"
    assert ":picked" not in totals_sql(ALL)


@pytest.mark.django_db
@LIVES
@given(worlds(most=40), st.integers(0, 2**32))
def test_several_indicators_together_are_a_recount_from_changed_facts(world, seed):
    rng, unit = Random(seed), UNITS[0]
    with ENGINES["duckdb"](world.tables) as asked:
        rest = {one.id: rest_of(asked, world, one.id, unit) for one in ASKABLE}
    picked = {
        id_: rng.sample(keys, rng.randint(0, len(keys)))
        for id_, keys in rest.items()
        if rng.random() < 0.6
    }
    changed = supposed_plain(world, picked)
    wanted = {id_: PLAIN[id_](Seen(changed, unit)) for id_ in INDICATORS}
    with ENGINES["duckdb"](changed.tables) as asked:
        left = {id_: rest_of(asked, changed, id_, unit) for id_ in BESIDES}
    for id_ in BESIDES:
        had = wanted[id_]
        more = len(set(picked.get(id_, ())) & set(left[id_]))
        wanted[id_] = replace(had, numerator=had.numerator + more)
    for name, engine in ENGINES.items():
        with engine(world.tables) as asked:
            found = counts_of(asked, ALL, world.span, world.places, picked=picked)
        assert {id_: found.get((id_, unit, ""), Count()) for id_ in INDICATORS} == wanted, name


@pytest.mark.django_db
@settings(LIVES, max_examples=5)
@given(worlds(most=40))
def test_choosing_none_changes_nothing_and_choosing_all_leaves_nothing_to_gain(world):
    unit = UNITS[0]
    with ENGINES["duckdb"](world.tables) as asked:
        now = counts_of(asked, ALL, world.span, world.places)
        for nothing in ({}, {"4.2": []}, {"4.2": ["no such"], "3.1": ["9.9"]}):
            assert counts_of(asked, ALL, world.span, world.places, picked=nothing) == now
        for one in ASKABLE:
            keys = rest_of(asked, world, one.id, unit)
            then = counts_of(asked, [one], world.span, world.places, picked={one.id: keys})
            count = then.get((one.id, unit, ""), Count())
            had = now.get((one.id, unit, ""), Count())
            assert count.numerator == count.denominator, one.id
            assert (count.denominator, count.unknown) == (had.denominator, had.unknown), one.id


@pytest.mark.django_db
@settings(LIVES, max_examples=4)
@given(worlds(most=30))
def test_the_oldest_are_the_list_by_age_and_only_who_is_behind_is_known(world):
    one = tuple(place for place in world.places if place[0] == UNITS[0])
    for name, engine in ENGINES.items():
        with engine(world.tables) as asked:
            for indicator in (INDICATORS["2.1"], INDICATORS["4.2"], INDICATORS["3.1"]):
                keys = keys_of(asked, indicator, Side.REST, world.span, one)
                aged = oldest_of(asked, indicator, Side.REST, world.span, one, most=1_000)
                assert sorted(aged) == keys, name
                half = len(keys) // 2
                assert aged[:half] == oldest_of(
                    asked, indicator, Side.REST, world.span, one, most=half
                )
                given_ = [*keys[:2], "no such", "'; --"]
                behind = keys_among(asked, indicator, Side.REST, world.span, one, given_)
                assert behind == frozenset(keys[:2])


@pytest.fixture(params=ENGINES)
def engine(request, db):
    return request.param


def asked_of(engine, tables, picked):
    with ENGINES[engine](tables) as asked:
        found = counts_of(asked, ALL, SPAN, ((UNIT, UNIT),), picked=picked)
    return {key[0]: (int(one.numerator), int(one.denominator)) for key, one in found.items()}


def test_a_dossier_digitised_counts_wherever_it_touches(engine):
    plain = {"has_file": False, "all_digital": False, "e_result": False}
    tables = {
        "procedure": (procedure(),),
        "offering": (offering(),),
        "dossier": tuple(dossier(f"d{n}", ended=8, **plain) for n in range(4)),
    }
    now = asked_of(engine, tables, {})
    assert (now["4.2"], now["4.1"], now["3.3"]) == ((0, 4), (0, 4), (0, 4))
    then = asked_of(engine, tables, {"4.2": ["d0", "d1", "d2"]})
    assert (then["4.2"], then["4.1"]) == ((3, 4), (3, 4)), "its result is electronic, too"
    assert then["3.3"] == (0, 4), "it was not filed online for that"
    assert then["2.1"] == now["2.1"]


def test_a_service_that_opens_is_one_more_that_nobody_used(engine):
    tables = {
        "procedure": (procedure(online="none"), procedure("1.2", 12, online="full")),
        "offering": (offering(), offering("1.2")),
        "dossier": (dossier("d", procedure_code="1.2", procedure_version_id=12, channel=2),),
    }
    now = asked_of(engine, tables, {})
    assert (now["3.1"], now["3.2"]) == ((1, 2), (1, 1))
    then = asked_of(engine, tables, {"3.1": ["1.1"]})
    assert (then["3.1"], then["3.2"]) == ((2, 2), (1, 2))


def test_a_procedure_counts_besides_once_however_it_is_lifted(engine):
    tables = {
        "procedure": (procedure(has_fee=True),),
        "offering": (offering(),),
        "dossier": (dossier("d", fee_due=True),),
    }
    assert asked_of(engine, tables, {})["3.5b"] == (0, 1)
    assert asked_of(engine, tables, {"3.5b": ["1.1"]})["3.5b"] == (1, 1)
    assert asked_of(engine, tables, {"3.5b": ["1.1"]})["3.6"] == (0, 1), "no dossier is named"
    by_dossier = asked_of(engine, tables, {"3.6": ["d"]})
    assert (by_dossier["3.6"], by_dossier["3.5b"]) == ((1, 1), (1, 1))
    assert asked_of(engine, tables, {"3.6": ["d"], "3.5b": ["1.1"]})["3.5b"] == (1, 1)
