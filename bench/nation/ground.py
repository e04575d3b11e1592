"""What a nation stands on: the product's own units and catalogue, officials, and who is busy.

Loads are those of domain.md § 10: a ward took in 1,888 dossiers in six weeks, a mountain commune
211; fifteen procedures bring nearly everything; few come on Saturdays and none on holidays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg

SLOTS = 65_536
LOADS = {"ward": 1888.0, "special_zone": 300.0, "commune": 640.0}
"""Dossiers in six weeks: the ward of the published figures; a commune between it and the 211."""
MOUNTAIN, MOUNTAINS = 211.0, 4
"""Every fourth commune is as the mountain commune of the published figures."""
ONLINE = {"ward": 0.78, "commune": 0.55}
OFFICIALS = 3
WEEK = (1.25, 1.1, 1.0, 0.95, 1.0, 0.12, 0.0)
SEASON = (0.9, 0.7, 1.05, 1.0, 1.0, 1.1, 1.2, 1.15, 1.1, 1.0, 1.0, 0.95)
AFTER_A_REST = 1.3
TABLES = """
CREATE TABLE bench_slot (n int PRIMARY KEY, unit bigint, centre bigint, identifier text,
  online float8, officials bigint[]);
CREATE TABLE bench_matter (n int PRIMARY KEY, version bigint, procedure bigint, code text,
  days int);
CREATE TABLE bench_day (day date PRIMARY KEY, first bigint, last bigint, done bool DEFAULT false);
"""
OFFERINGS = """
INSERT INTO procedures_offering (unit_id, procedure_id, opened_version_id, roles_units, opened_at)
SELECT u.id, v.procedure_id, v.id, '{}', v.effective_from
FROM organisations_unit u CROSS JOIN procedures_procedureversion v
WHERE u.id = ANY(%s) AND v.id = ANY(%s)
"""
COUNTRY = """
UPDATE organisations_unit SET path = (SELECT path FROM organisations_unit WHERE id = %(id)s)
  || substr(path, 2), parent_id = coalesce(parent_id, %(id)s) WHERE id <> %(id)s
"""


def ground_make(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Import units and catalogue, open procedures, make officials; return how many of each.

    `connection` is the superuser's, for what is made as sets; Django works on the same database.
    """
    from motcua.config.demo import plan
    from motcua.deadlines.services import holidays_load
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.organisations.models import Unit
    from motcua.organisations.queries import agency_identifiers
    from motcua.organisations.services import bodies_ensure, units_load
    from motcua.organisations.types import COMMUNE_KINDS
    from motcua.procedures.services import procedures_import
    from motcua.workflow.services import processes_ship

    with scope_use(SYSTEM):
        units_load()
        holidays_load()
        procedures_import(at=plan.SINCE)
        processes_ship(at=plan.SINCE)
        versions = _versions()
        rows = Unit.objects.filter(valid_to=None, kind__in=COMMUNE_KINDS).order_by("code")
        communes = list(rows.values_list("id", "kind", "code"))
        centres = {one[0]: bodies_ensure(one[0], ["ttpvhcc"])[0].id for one in communes}
        identifiers = agency_identifiers(centres.values())
        officials = _officials([code for _unit, _kind, code in communes])
    places = [
        (
            unit,
            centres[unit],
            identifiers[centres[unit]] or f"B{unit}",
            ONLINE.get(kind, 0.6),
            officials[OFFICIALS * number : OFFICIALS * (number + 1)],
            MOUNTAIN
            if kind == "commune" and number % MOUNTAINS == 0
            else LOADS.get(kind, LOADS["commune"]),
        )
        for number, (unit, kind, _code) in enumerate(communes)
    ]
    country_make(connection)
    connection.execute(TABLES)
    _slots(connection, places)
    _matters(connection, plan.SHARES, versions)
    connection.execute(OFFERINGS, [[one[0] for one in communes], [one[1] for one in versions]])
    connection.execute("ANALYZE")
    return {"communes": len(communes), "procedures": len(versions), "officials": len(officials)}


def country_make(connection: psycopg.Connection[Any]) -> int:
    """Put a unit above all provinces, as an installation for the whole nation has; return its id.

    The directory that is shipped begins with the provinces.
    """
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.organisations.services import unit_create
    from motcua.organisations.types import UnitKind

    with scope_use(SYSTEM):
        country = unit_create(
            code="VN",
            full_name="Cả nước",
            kind=UnitKind.COUNTRY,
            parent_id=None,
            valid_from=date(2025, 1, 1),
            source="bench",
        )
    connection.execute(COUNTRY, {"id": country.id})
    return country.id


def _officials(codes: list[str]) -> list[int]:
    """Make officials of communes who cannot sign in; return their accounts, commune by commune."""
    from motcua.identity.models import Account

    made = Account.objects.bulk_create(
        Account(
            username=f"bench-{code}-{n}",
            full_name=f"Cán bộ {n} ({code})",
            password="!",
            is_sample=True,
        )
        for code in codes
        for n in range(OFFICIALS)
    )
    return [one.pk for one in made]


def _versions() -> list[tuple[str, int, int, str]]:
    """Return code, version, procedure and limit of what communes resolve."""
    from motcua.procedures.queries import procedures_search

    found: list[tuple[str, int, int, str]] = []
    after: str | None = None
    while True:
        page = procedures_search(level="commune", complete=True, after=after, limit=100)
        found += [(one.code, *_numbers(one.code)) for one in page.items]
        after = page.after
        if not after:
            return found


def _numbers(code: str) -> tuple[int, int, str]:
    from motcua.procedures.queries import procedure_get

    version = procedure_get(code).version
    return version.id, version.procedure_id, version.limit


def _slots(connection: psycopg.Connection[Any], places: list[tuple[Any, ...]]) -> None:
    """Give each commune its part of the slots, at least one; the rest to the first."""
    total = sum(place[-1] for place in places)
    rows: list[tuple[Any, ...]] = []
    room = SLOTS - len(places)
    for place in places:
        rows += [place[:-1]] * (1 + int(room * place[-1] / total))
    rows += [place[:-1] for place in places][: SLOTS - len(rows)]
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY bench_slot FROM STDIN") as copy,
    ):
        for number, row in enumerate(rows):
            copy.write_row((number, *row))


def _matters(
    connection: psycopg.Connection[Any],
    shares: tuple[tuple[str, float], ...],
    versions: list[tuple[str, int, int, str]],
) -> None:
    """Spread 950 of 1,000 slots over the busy procedures, the rest over all others."""
    known = {one[0]: one for one in versions}
    busy = [(code, share) for code, share in shares if code in known]
    total = sum(share for _code, share in busy)
    rows = [known[code] for code, share in busy for _slot in range(int(950 * share / total))]
    rest = [one for one in versions if one[0] not in dict(busy)]
    while len(rows) < 1000:
        rows.append(rest[len(rows) % len(rest)])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO bench_matter VALUES (%s, %s, %s, %s, %s)",
            [(n, one[1], one[2], one[0], _days(one[3])) for n, one in enumerate(rows)],
        )


def _days(limit: str) -> int:
    """Return working days of a limit such as `10wd`; a day where it is told otherwise."""
    number = "".join(c for c in limit if c.isdigit())
    return max(1, min(60, int(number))) if number and limit.endswith("d") else 1


def days_plan(dossiers: int, until: date, holidays: frozenset[date]) -> Iterator[tuple[Any, ...]]:
    """Yield (day, first, last): which dossiers are taken in on which day of the year to `until`."""
    weights: list[tuple[date, float]] = []
    rested = False
    for back in range(364, -1, -1):
        day = until - timedelta(days=back)
        if day in holidays:
            rested = True
            continue
        weight = WEEK[day.weekday()] * SEASON[day.month - 1]
        if weight and rested and day.weekday() < 5:
            weight, rested = weight * AFTER_A_REST, False
        if weight:
            weights.append((day, weight))
    total, before, given = sum(weight for _day, weight in weights), 0, 0.0
    for day, weight in weights:
        given += weight
        upto = round(dossiers * given / total)
        if upto > before:
            yield day, before + 1, upto
        before = upto
