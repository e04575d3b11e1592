"""Random worlds for the Service Index, and the engines that count them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from motcua.dossiers import rules as dossier_rules
from motcua.dossiers.types import Fact, FactType, Finance
from motcua.indicators.index import sample
from motcua.indicators.index.asking import Counts, counts_of
from motcua.indicators.index.definition import Count, Indicator, Span
from motcua.indicators.index.fold import as_dict, index_versions
from motcua.indicators.index.places import UnitRow, places
from motcua.indicators.index.runners.duckdb import Duck
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.index.sample import SPAN, UNIT
from tests.builders.indicators import DAY_ONE, facts

ENGINES: dict[str, Callable[[Mapping[str, Iterable[Mapping[str, object]]]], Any]] = {
    "postgres": Postgres,
    "duckdb": Duck,
}
TELLING = {FactType.FEE_PAID, FactType.DIGITISED, FactType.DOCUMENT_ADDED}
UNITS = (1, 2, 3, 4)  # 1 above 2 and 3; 3 becomes 4 in the middle of it
PROCEDURES = ("1.1", "1.2", "1.3", "2.000815")
# What an accepted dossier meets, and how often.
STEPS = {
    FactType.DIGITISED: 3,
    FactType.FEE_PAID: 3,
    FactType.FEE_REFUNDED: 1,
    FactType.SUPPLEMENT_REQUESTED: 5,
    FactType.SUPPLEMENT_RECEIVED: 5,
    FactType.OBLIGATION_REQUESTED: 1,
    FactType.OBLIGATION_FULFILLED: 2,
    FactType.DUE_CHANGED: 1,
    FactType.DONE: 4,
    FactType.RETURNED: 2,
    FactType.REOPENED: 1,
    FactType.WITHDRAWN: 1,
    FactType.STOPPED: 1,
}


def counted(engine: str, indicator: Indicator, tables: Mapping[str, Any]) -> Count:
    """Return what an engine counts of the sample unit in October 2026."""
    with ENGINES[engine](tables) as asked:
        found: Counts = counts_of(asked, [indicator], SPAN, ((UNIT, UNIT),))
    return found.get((indicator.id, UNIT, ""), Count())


@dataclass(frozen=True)
class World:
    """Tables of a country, and a period to look at it through."""

    tables: dict[str, list[dict[str, object]]]
    span: Span
    places: tuple[tuple[int, int], ...]
    lives: tuple[tuple[str, tuple[Fact, ...]], ...]


def units_at(merged: datetime) -> dict[int, UnitRow]:
    """Return a province 1 with communes 2 and 3; 4 takes 3 over whole at an instant."""
    since = DAY_ONE - timedelta(days=900)
    rows = (
        UnitRow(1, "01", "Tỉnh Mẫu", None, "/1/", since, None),
        UnitRow(2, "0102", "Xã Hai", 1, "/1/2/", since, None),
        UnitRow(3, "0103", "Xã Ba", 1, "/1/3/", since, merged, "4"),
        UnitRow(4, "0104", "Xã Bốn", 1, "/1/4/", merged, None),
    )
    return {row.unit_id: row for row in rows}


def hour(rng: Random, first: int, last: int) -> datetime:
    """Return a whole hour, so that instants meet, and lie on the period's edges, often."""
    return DAY_ONE + timedelta(hours=rng.randint(first, last))


def known(rng: Random, *values: Any) -> Any:
    """Return one of the values, and now and then that it is not known."""
    return None if rng.random() < 0.08 else rng.choice(values or (True, False))


def walked(rng: Random) -> list[Fact]:
    """Return a lawful life as offices see it: most are accepted, many end."""
    at = hour(rng, 0, 140)
    chain = [Fact(FactType.SUBMITTED, at, {})]
    state = dossier_rules.fold(chain)
    wanted = [FactType.ACCEPTED, FactType.ASSIGNED] if rng.random() < 0.93 else []
    wanted += rng.choices(list(STEPS), list(STEPS.values()), k=rng.randint(0, 9))
    for kind in wanted:
        if not dossier_rules.may_follow(state, kind):
            continue
        at += timedelta(hours=rng.randint(0, 12))
        due = (at + timedelta(hours=rng.randint(-3, 60))).isoformat()
        data: dict[str, Any] = {
            FactType.ACCEPTED: {"due_at": due},
            FactType.DUE_CHANGED: {"due_at": due},
            FactType.SUPPLEMENT_RECEIVED: {"due_at": due},
            FactType.OBLIGATION_REQUESTED: {"pauses": rng.random() < 0.7},
            FactType.STOPPED: {"kind": "final"},
        }.get(kind, {})
        fact = Fact(kind, at, data)
        state = dossier_rules.apply(state, fact)
        chain.append(fact)
    return chain


def told(rng: Random, facts: Sequence[Fact], number: int) -> tuple[Fact, ...]:
    """Let a life's events tell what the index asks, or not; clocks jump back."""
    chain = list(facts)
    procedure = rng.randrange(len(PROCEDURES))
    first: dict[str, Any] = {
        "competent": rng.choice(UNITS),
        "receiving": 1,
        "procedure": PROCEDURES[procedure],
        "version": 11 + procedure,
        "channel": rng.choice([1, 2, 2, 3]),
        "finance": int(rng.choice([Finance.UNPAID, Finance.NONE])),
        "parts": {name: rng.randint(0, 2) for name in ("paper", "file", "data", "population")},
    }
    for key in ("channel", "finance", "parts"):
        if rng.random() < 0.07:
            del first[key]
    if rng.random() < 0.1:
        first["imported"] = "history"
    if rng.random() < 0.3:
        first["person"] = 1
    if rng.random() < 0.25:  # twice the same case, one's own case, a case of elsewhere
        first["mirror"] = {"code": rng.choice(["a", "b", f"d{rng.randint(0, number)}"])}
    for place, fact in enumerate(chain):
        data = first if place == 0 else _told_of(rng, fact.type)
        whole = replace(fact, data={**fact.data, **data})
        back = timedelta(hours=rng.randint(0, 40))
        jumped = replace(whole, at=whole.at - back) if fact.type in TELLING else whole
        try:
            dossier_rules.fold([*chain[:place], jumped])
        except dossier_rules.TransitionRefused:
            jumped = whole
        chain[place] = jumped
    return tuple(chain)


def _told_of(rng: Random, kind: FactType) -> dict[str, Any]:
    if kind is FactType.FEE_PAID:
        paid = {"method": rng.choice(["cash", "platform", "transfer"])}
        return paid if rng.random() < 0.3 else paid | {"online": rng.random() < 0.5}
    if kind is FactType.FEE_REFUNDED:
        return rng.choice([{}, {"again": True}])
    if kind is FactType.DIGITISED:
        return {"component": rng.randint(1, 2), "reuse": rng.randint(1, 3)}
    if kind is FactType.DONE:
        return {"result": "hash"} if rng.random() < 0.8 else {}
    return {}


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 60) -> World:
    """Return dossiers and what else the index counts, some of it unknown, and a period.

    A few lives are Hypothesis's own, which may be anything lawful; the rest comes from a seed.
    """
    rng = Random(draw(st.integers(0, 2**32)))
    chains = [list(one) for one in draw(st.lists(facts(most=8), max_size=3))]
    chains += [walked(rng) for _ in range(draw(st.integers(0, most)))]
    lives = tuple((f"d{n}", told(rng, chain, len(chains))) for n, chain in enumerate(chains))
    rows = [as_dict(row) for code, chain in lives for row in index_versions(code, chain)]
    taken_in = [row["accepted_at"] for row in rows if row["accepted_at"]]
    begin = hour(rng, -10, 100)
    if taken_in and rng.random() < 0.5:  # on the edge
        begin = min(rng.choices(taken_in, k=3))
    until = begin + timedelta(hours=rng.choice([0, 1, 24, 60, 120, 200]))
    for row in rows:  # what no event tells yet, and what another system may not know
        row |= {name: known(rng) for name in ("from_store", "shared", "synchronised")}
        if rng.random() < 0.1:
            row["due_at"] = None
    codes = [code for code, _chain in lives]
    return World(
        tables={
            "dossier": rows,
            "procedure": [
                *(_procedure(rng, code, 11 + n) for n, code in enumerate(PROCEDURES)),
                # A newer version may begin before the one before it was ended.
                *(_procedure(rng, code, 21 + n) for n, code in enumerate(PROCEDURES) if n < 2),
            ],
            "offering": _offerings(rng),
            "petition": [_petition(rng, f"p{n}", [*codes, ""]) for n in range(rng.randint(0, 30))],
            "rating": [
                {"dossier_code": code, "score": rng.randint(1, 5), "rated_at": hour(rng, 0, 300)}
                for code in codes
                if rng.random() < 0.5
            ],
            "national": [_month(rng) for _ in range(rng.randint(0, 6))],
        },
        span=Span(begin, until, rng.choice([1, 3, 12])),
        places=places(UNITS, units_at(hour(rng, -10, 300)), until),
        lives=lives,
    )


def _procedure(rng: Random, code: str, version_id: int) -> dict[str, object]:
    return dict(
        sample.procedure(
            code,
            version_id,
            valid_from=hour(rng, -90, -90) if rng.random() < 0.9 else hour(rng, 0, 200),
            valid_to=None if rng.random() < 0.9 else hour(rng, 0, 300),
            announced_at=known(rng, hour(rng, -5, 250)),
            announce_by=known(rng, hour(rng, -5, 250)),
            published_at=known(rng, hour(rng, -5, 250)),
            unpublished=known(rng, False, True),
            publish_by=known(rng, hour(rng, -5, 250)),
            complete=known(rng),
            online=known(rng, "full", "partial", "none"),
            has_fee=known(rng),
            fee_online=known(rng),
            paper_result=known(rng, True, True, False),
            for_citizens=known(rng, True, True, False),
            limit_seconds=known(rng, 0, 36_000, 100_000),
        )
    )


def _offerings(rng: Random) -> list[dict[str, object]]:
    return [
        {
            "unit_id": unit,
            "procedure_code": code,
            "valid_from": hour(rng, -200, 150),
            "valid_to": None if rng.random() < 0.8 else hour(rng, 150, 300),
        }
        for unit in UNITS
        for code in PROCEDURES
        if rng.random() < 0.7
    ]


def _petition(rng: Random, number: str, codes: list[str]) -> dict[str, object]:
    closed = hour(rng, 0, 300) if rng.random() < 0.6 else None
    in_time = known(rng) if closed else None
    return dict(
        sample.petition(
            number,
            unit_id=rng.choice(UNITS),
            dossier_code=rng.choice(codes),
            kind=rng.choice(["regulation", "behaviour"]),
            received_at=hour(rng, -20, 250),
            closed_at=closed,
            in_time=in_time,
            due_at=None if in_time else known(rng, hour(rng, 0, 300)),
            published_in_time=known(rng),
            repeated=rng.random() < 0.3,
            disliked=known(rng, False, False, True),
        )
    )


def _month(rng: Random) -> dict[str, object]:
    names = ("reported", "on_portal", "synchronised", "last_year")
    row: dict[str, object] = {"unit_id": rng.choice(UNITS), "month": hour(rng, -20, 250)}
    if rng.random() < 0.3:  # nothing received: the year before counts
        return row | dict.fromkeys(names, 0) | {"last_year": known(rng, rng.randint(0, 30))}
    return row | {name: known(rng, 0, rng.randint(0, 30)) for name in names}
