"""The Service Index said once more in plain Python, without a word of SQL: what engines must meet.

A row is judged to be in the numerator (1), not in it (0), unknown (None), or to have no part in
the indicator (NOT_IN).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

from motcua.indicators.index.definition import Count, Span
from tests.builders.index import World

NOT_IN = object()
Row = dict[str, Any]
Judge = Callable[[Row, "Seen"], Any]


class Seen:
    """What stands at the period's end in the units that are shown under one unit."""

    def __init__(self, world: World, unit: int) -> None:
        self.span: Span = world.span
        self.units = {one for under, one in world.places if under == unit}
        self.tables = world.tables
        self.versions = {row["version_id"]: row for row in world.tables.get("procedure", [])}
        standing = [row for row in world.tables["dossier"] if self.stands(row)]
        self.dossiers = [r for r in self._once(standing) if r["unit_id"] in self.units]
        self.all_dossiers = [r for r in standing if r["unit_id"] in self.units]

    def stands(self, row: Row) -> bool:
        until = self.span.until
        return row["valid_from"] <= until and (row["valid_to"] is None or row["valid_to"] > until)

    @staticmethod
    def _once(rows: list[Row]) -> Iterable[Row]:
        """Yield one row of each case: the owner's, else the first by code."""
        best: dict[str, Row] = {}
        for row in rows:
            if not row["mirrored"]:
                yield row
            elif row["identity"] not in best or row["code"] < best[row["identity"]]["code"]:
                best[row["identity"]] = row
        own = {row["identity"] for row in rows if not row["mirrored"]}
        yield from (row for identity, row in best.items() if identity not in own)

    def inside(self, instant: datetime | None) -> bool:
        return instant is not None and self.span.start <= instant <= self.span.until

    def procedure(self, dossier: Row) -> Row:
        return self.versions.get(dossier["procedure_version_id"], {})

    def procedures(self) -> Iterable[Row]:
        """Yield the procedures that one of the units resolves, each once, as they stand."""
        offered = {
            row["procedure_code"]
            for row in self.tables["offering"]
            if row["unit_id"] in self.units and self.stands(row)
        }
        newest: dict[str, Row] = {}
        for row in self.versions.values():
            if row["code"] in offered and self.stands(row):
                other = newest.setdefault(row["code"], row)
                age = (row["valid_from"], row["version_id"])
                if age > (other["valid_from"], other["version_id"]):
                    newest[row["code"]] = row
        yield from newest.values()

    def had(self, procedure: Row, wanted: Callable[[Row], Any]) -> bool | None:
        """Tell whether one of the units received such a dossier of a procedure.

        None where none is known to be such, and of one at least it is not known.
        """
        told = [
            wanted(row)
            for row in self.all_dossiers
            if row["procedure_code"] == procedure["code"] and self.inside(row["accepted_at"])
        ]
        return True if True in told else None if None in told else False

    def bad(self) -> set[str]:
        """Return the codes of dossiers with a dislike or a petition."""
        until = self.span.until
        rated = [r for r in self.tables["rating"] if r["score"] <= 2 and r["rated_at"] <= until]
        asked = [q for q in self.tables["petition"] if q["received_at"] <= until]
        return {row["dossier_code"] for row in (*rated, *asked)}


def all_of(*parts: bool | None) -> bool | None:
    """One that is surely not so decides; else one that is not known leaves it open."""
    return False if False in parts else None if None in parts else True


def not_(part: bool | None) -> bool | None:
    return None if part is None else not part


def tally(judged: Iterable[Any]) -> Count:
    """Return the count of judgements; a pair is a worth and a weight."""
    numerator = denominator = unknown = 0
    for one in judged:
        if one is NOT_IN:
            continue
        if one is None:
            unknown += 1
            continue
        worth, weight = one if isinstance(one, tuple) else (int(one), 1)
        numerator, denominator = numerator + worth, denominator + weight
    return Count(Fraction(numerator), Fraction(denominator), unknown)


def resolved(d: Row, s: Seen) -> bool:
    return d["status"] in {9, 10} and s.inside(d["ended_at"])


def received(d: Row, s: Seen) -> bool:
    return s.inside(d["accepted_at"])


def handled(d: Row, s: Seen) -> bool:
    ended = d["ended_at"]
    return d["accepted_at"] is not None and (ended is None or ended >= s.span.start)


def in_time(d: Row, s: Seen) -> bool | None:
    due, end = d["due_at"], d["ended_at"] or d["stands_since"]
    if d["supplements"] > 1:
        return False
    if due is not None:
        return bool((end or s.span.until) <= due)
    spent, limit = d["spent_seconds"], s.procedure(d).get("limit_seconds")
    if spent is None and d["ran_from"] is not None:
        spent = int(s.span.until.timestamp()) - d["ran_from"]
    return None if spent is None or limit is None else bool(spent <= limit)


def result_given(d: Row, s: Seen) -> bool | None:
    return not_(all_of(s.procedure(d)["paper_result"], not_(d["e_result"])))


def i2_1(d: Row, s: Seen) -> Any:
    return in_time(d, s) if handled(d, s) else NOT_IN


def i3_3(d: Row, s: Seen) -> Any:
    if not received(d, s):
        return NOT_IN
    return all_of(d["channel"] == 2, result_given(d, s))


def i4_2(d: Row, s: Seen) -> Any:
    if not resolved(d, s):
        return NOT_IN
    return all_of(d["has_file"], result_given(d, s))


def i2_2(d: Row, s: Seen) -> Any:
    if not received(d, s) or d["status"] not in {9, 10}:
        return NOT_IN
    return None if d["spent_seconds"] is None else (d["spent_seconds"], 1)


def i3_6(d: Row, s: Seen) -> Any:
    if not received(d, s) or d["fee_due"] is False:
        return NOT_IN
    paid = d["paid_online"]
    return None if d["fee_due"] is None or paid is None else paid in {1, 2}


def i4_1(d: Row, s: Seen) -> Any:
    needs = s.procedure(d)["paper_result"]
    if not resolved(d, s) or needs is False:
        return NOT_IN
    return None if needs is None else d["e_result"]


def i4_x(d: Row, s: Seen) -> Any:
    return d["e_result"] if resolved(d, s) and d["procedure_code"] == "2.000815" else NOT_IN


def i4_3(d: Row, s: Seen) -> Any:
    return d["reused"] if received(d, s) else NOT_IN


def i4_4(d: Row, s: Seen) -> Any:
    if not received(d, s):
        return NOT_IN
    return not_(all_of(not_(d["from_store"]), not_(d["shared"])))


def i4_5b(d: Row, s: Seen) -> Any:
    citizens = s.procedure(d)["for_citizens"]
    if not received(d, s) or citizens is False:
        return NOT_IN
    return None if citizens is None else True if d["population"] else d["identified"]


def i5_4(d: Row, s: Seen) -> Any:
    if not handled(d, s):
        return NOT_IN
    timely = in_time(d, s)
    return None if timely is None else (int(timely) - int(d["code"] in s.bad()), 1)


def answered(q: Row, s: Seen) -> bool | None:
    if q["in_time"]:
        return True
    return q["in_time"] if q["due_at"] is None else bool(s.span.until <= q["due_at"])


def i5_1(q: Row, s: Seen) -> Any:
    return q["kind"] == "behaviour"


def i5_3(q: Row, s: Seen) -> Any:
    return all_of(answered(q, s), not_(q["disliked"]), not q["repeated"])


def i1_1(p: Row, s: Seen) -> Any:
    if p["announced_at"] is not None and not s.inside(p["announced_at"]):
        return NOT_IN
    known = p["announced_at"] is not None and p["announce_by"] is not None
    return p["announced_at"] <= p["announce_by"] if known else None


def i1_2(p: Row, s: Seen) -> Any:
    out, by = p["published_at"], p["publish_by"]
    if out is None:
        return False if p["unpublished"] else None
    if out < s.span.start:
        return NOT_IN
    if out > s.span.until:  # still to be published, as it stood then
        return False
    return None if by is None else out <= by


def i3_1(p: Row, s: Seen) -> Any:
    return None if p["online"] is None else p["online"] != "none"


def i3_2(p: Row, s: Seen) -> Any:
    if p["online"] in {None, "none"}:
        return NOT_IN if p["online"] else None
    return s.had(p, lambda d: d["channel"] == 2)


def i3_5a(p: Row, s: Seen) -> Any:
    if p["has_fee"] is None:
        return None
    return p["fee_online"] if p["has_fee"] else NOT_IN


def i3_5b(p: Row, s: Seen) -> Any:
    if p["has_fee"] is None:
        return None
    paid = s.had(p, lambda d: None if d["paid_online"] is None else d["paid_online"] > 0)
    return paid if p["has_fee"] else NOT_IN


def i4_5a(p: Row, s: Seen) -> Any:
    if p["for_citizens"] is None:
        return None
    used = s.had(p, lambda d: True if d["identified"] or d["population"] else d["identified"])
    return used if p["for_citizens"] else NOT_IN


def i1_3(p: Row, s: Seen) -> Any:
    return NOT_IN if p["unpublished"] else p["complete"]


def i1_4(rows: list[Row], s: Seen) -> Any:
    """Sum of the period first, then the larger, then the year before (of each unit once)."""
    if not rows:
        return NOT_IN
    total: dict[str, int] = {}
    for name in ("reported", "on_portal", "synchronised"):
        told = [row[name] for row in rows]
        if None in told:
            return None
        total[name] = sum(told)
    larger = max(total["reported"], total["on_portal"])
    if larger:
        return total["synchronised"], larger
    before: dict[int, int | None] = {}
    for row in rows:
        known = [n for n in (before.get(row["unit_id"]), row["last_year"]) if n is not None]
        before[row["unit_id"]] = max(known, default=None)
    if None in before.values():
        return None
    year = sum(n for n in before.values() if n is not None)
    return total["synchronised"], Fraction(year * s.span.months, 12)


def of_dossiers(judge: Judge) -> Callable[[Seen], Count]:
    return lambda seen: tally(judge(row, seen) for row in seen.dossiers)


def of_procedures(judge: Judge) -> Callable[[Seen], Count]:
    return lambda seen: tally(judge(row, seen) for row in seen.procedures())


def of_petitions(judge: Judge) -> Callable[[Seen], Count]:
    return lambda seen: tally(
        judge(row, seen)
        for row in seen.tables["petition"]
        if row["unit_id"] in seen.units and seen.inside(row["received_at"])
    )


def of_months(judge: Callable[[list[Row], Seen], Any]) -> Callable[[Seen], Count]:
    return lambda seen: tally(
        [
            judge(
                [
                    row
                    for row in seen.tables["national"]
                    if row["unit_id"] in seen.units and seen.inside(row["month"])
                ],
                seen,
            )
        ]
    )


PLAIN: dict[str, Callable[[Seen], Count]] = {
    "1.1": of_procedures(i1_1),
    "1.2": of_procedures(i1_2),
    "1.3": of_procedures(i1_3),
    "1.4": of_months(i1_4),
    "2.1": of_dossiers(i2_1),
    "2.2": of_dossiers(i2_2),
    "3.1": of_procedures(i3_1),
    "3.2": of_procedures(i3_2),
    "3.3": of_dossiers(i3_3),
    "3.5a": of_procedures(i3_5a),
    "3.5b": of_procedures(i3_5b),
    "3.6": of_dossiers(i3_6),
    "4.1": of_dossiers(i4_1),
    "4.2": of_dossiers(i4_2),
    "4.x": of_dossiers(i4_x),
    "4.3": of_dossiers(i4_3),
    "4.4": of_dossiers(i4_4),
    "4.5a": of_procedures(i4_5a),
    "4.5b": of_dossiers(i4_5b),
    "5.1": of_petitions(i5_1),
    "5.2": of_petitions(answered),
    "5.3": of_petitions(i5_3),
    "5.4": of_dossiers(i5_4),
}
