"""SQL of what would be counted if some rows had met the rule of their indicator.

Nothing is counted another way: the definitions read relations in which the chosen rows stand as
they would have stood (`Indicator.meets`), so that whatever else these facts touch follows. Which
rows are chosen says the relation `picked`, made once of the parameter `:picked` (`picked_words`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from motcua.indicators.index.definition import Entity, Indicator
from motcua.indicators.index.relations import RELATIONS

Picked = Mapping[str, Collection[str]]
"""Keys of chosen rows by the id of the indicator whose rule they would have met."""
# The words go to the server once: tens of thousands of them are read in dozens of places. What is
# read more than once PostgreSQL keeps.
PICKED = "picked AS (SELECT unnest(CAST(:picked AS TEXT[])) AS word)"
ALIAS = {"dossier": "d", "procedure": "p", "petition": "q", "rating": "r"}
# By what a relation names the rows of an indicator.
KEY = {
    (Entity.DOSSIER, "dossier"): "d.code",
    (Entity.DOSSIER, "petition"): "q.dossier_code",
    (Entity.DOSSIER, "rating"): "r.dossier_code",
    (Entity.PROCEDURE, "procedure"): "p.code",
    (Entity.PETITION, "petition"): "q.number",
}
BESIDE = {"dossier": " LEFT JOIN procedure AS p ON p.version_id = d.procedure_version_id"}
_READ = re.compile(r"\b(FROM|JOIN) (dossier|procedure|petition|rating) AS (\w+)")


def picked_words(picked: Picked) -> list[str]:
    """Return the value of the parameter `:picked`."""
    return sorted(f"{id_}/{key}" for id_, keys in picked.items() for key in keys)


def supposed_sql(sql: str, indicator: Indicator, supposed: Iterable[Indicator]) -> str:
    """Return the rows of an indicator (`build.rows_sql`) as they would be.

    `supposed` are the indicators of which rows are chosen.
    """
    chosen = [one for one in supposed if one.meets is not None]
    changed = {name: _changed(name, chosen) for name in ALIAS}

    def instead(found: re.Match[str]) -> str:
        word, name, alias = found.groups()
        told = changed[name]
        return f"{word} {told} AS {alias}" if told else found[0]

    sql = _READ.sub(instead, sql)
    if indicator in chosen and indicator.meets is not None and not indicator.meets.facts:
        sql = _besides(sql, indicator)
    return sql


def _changed(name: str, chosen: Iterable[Indicator]) -> str:
    """Return a relation in which chosen rows stand otherwise; empty where none would."""
    alias = ALIAS[name]
    columns = {column: f"{alias}.{column}" for column in RELATIONS[name].names}
    plain = dict(columns)
    for one in chosen:
        for place, sql in one.meets.facts.items() if one.meets is not None else ():
            relation, _dot, column = place.partition(".")
            if relation == name:
                told = columns[column]
                columns[column] = (
                    f"CASE WHEN {_picked(one, KEY[one.entity, name])}"
                    f" THEN {sql.replace('{}', told)} ELSE {told} END"
                )
    if columns == plain:
        return ""
    listed = ", ".join(f"{sql} AS {column}" for column, sql in columns.items())
    return f"(SELECT {listed} FROM {name} AS {alias}{BESIDE.get(name, '')})"  # noqa: S608 - definitions


def _besides(sql: str, indicator: Indicator) -> str:
    counts = f"s.worth <= 0 AND {_picked(indicator, 's.key')}"
    return f"""SELECT s.shown_under, s.key, s.procedure_code, s.field_code, s.channel, s.known,
    CASE WHEN {counts} THEN s.weight ELSE s.worth END AS worth, s.weight
  FROM ({sql}) AS s"""  # noqa: S608 - definitions


def _picked(indicator: Indicator, key: str) -> str:
    return f"'{indicator.id}/' || {key} IN (SELECT k.word FROM picked AS k)"  # noqa: S608 - definitions
