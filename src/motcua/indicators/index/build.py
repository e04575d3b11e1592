"""From a definition to its SQL: one text for totals, one for lists, the same on every engine."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from motcua.indicators.index.definition import Entity, Indicator
from motcua.indicators.index.supposing import PICKED, supposed_sql

# As the dossier stood at the period's end; of the rows of one case the owner's own, else the first.
_STANDING = "{0}.valid_from <= :until AND ({0}.valid_to IS NULL OR {0}.valid_to > :until)"
_ONCE = f"""(NOT d.mirrored OR NOT EXISTS (
    SELECT 1 FROM dossier AS o
    WHERE o.identity = d.identity AND o.code <> d.code AND {_STANDING.format("o")}
      AND (NOT o.mirrored OR o.code < d.code)))"""  # noqa: S608 - our own names
FROM = {
    Entity.DOSSIER: f"""
  FROM dossier AS d
  JOIN place AS pl ON pl.unit_id = d.unit_id
  LEFT JOIN procedure AS p ON p.version_id = d.procedure_version_id
  {{joins}}
  WHERE {_STANDING.format("d")}
    AND {_ONCE}
    AND ({{base}})""",
    Entity.PROCEDURE: f"""
  FROM offering AS f
  JOIN place AS pl ON pl.unit_id = f.unit_id
  JOIN (
    SELECT v.*, ROW_NUMBER() OVER (
      PARTITION BY v.code ORDER BY v.valid_from DESC, v.version_id DESC
    ) AS place_from_newest
    FROM procedure AS v
    WHERE {_STANDING.format("v")}
  ) AS p ON p.code = f.procedure_code AND p.place_from_newest = 1
  {{joins}}
  WHERE {_STANDING.format("f")}
    AND ({{base}})
  GROUP BY pl.shown_under, f.procedure_code""",  # noqa: S608 - our own names
    Entity.PETITION: """
  FROM petition AS q
  JOIN place AS pl ON pl.unit_id = q.unit_id
  {joins}
  WHERE q.received_at <= :until
    AND ({base})""",
    # What is compared are sums of the whole period and of all units together; the year before of a
    # unit stands in each of its months, and counts once.
    Entity.MONTH: """
  FROM (
    SELECT n.unit_id, SUM(n.reported) AS reported, SUM(n.on_portal) AS on_portal,
      SUM(n.synchronised) AS synchronised, MAX(n.last_year) AS last_year,
      MIN(CASE WHEN n.reported IS NULL OR n.on_portal IS NULL OR n.synchronised IS NULL
        THEN 0 ELSE 1 END) AS told
    FROM national AS n
    WHERE n.month >= :start AND n.month <= :until
    GROUP BY n.unit_id
  ) AS m
  JOIN place AS pl ON pl.unit_id = m.unit_id
  {joins}
  WHERE ({base})
  GROUP BY pl.shown_under""",
}
# Key and dimensions of a row. Procedures that several units resolve are one row, and so are the
# months of all units. Of two versions that stand at once the newer one counts, as a whole.
ROW = {
    Entity.DOSSIER: ("d.code", "d.procedure_code", "p.field_code", "COALESCE(d.channel, 1)"),
    Entity.PROCEDURE: ("f.procedure_code", "f.procedure_code", "MAX(p.field_code)", "0"),
    Entity.PETITION: ("q.number", "q.procedure_code", "CAST(NULL AS TEXT)", "0"),
    Entity.MONTH: ("CAST(pl.shown_under AS TEXT)", "CAST(NULL AS TEXT)", "CAST(NULL AS TEXT)", "0"),
}

# Since when a row waits; procedures have no age.
AGE = {
    Entity.DOSSIER: "d.accepted_at",
    Entity.PROCEDURE: "CAST(NULL AS TIMESTAMPTZ)",
    Entity.PETITION: "q.received_at",
    Entity.MONTH: "CAST(NULL AS TIMESTAMPTZ)",
}


class By(StrEnum):
    """By what totals are split, beside the unit; the value is the column."""

    NOTHING = "CAST('' AS TEXT)"
    PROCEDURE = "procedure_code"
    FIELD = "field_code"
    CHANNEL = "CAST(channel AS TEXT)"


class Side(StrEnum):
    """Which rows of an indicator a list shows."""

    NUMERATOR = "known = 1 AND worth > 0"
    REST = "known = 1 AND worth <= 0"  # in the denominator, and not in the numerator
    UNKNOWN = "known = 0"


def rows_sql(
    indicator: Indicator, options: Mapping[str, str] | None = None, *, aged: bool = False
) -> str:
    """Return the rows of an indicator: shown_under, key, dimensions, known, worth, weight.

    `aged`: and age, the instant since when a row waits.
    """
    worth = indicator.text("worth", options) or _flag(indicator.text("counts", options))
    columns = {
        "known": _flag(_known(indicator, options)),
        "worth": worth,
        "weight": indicator.text("weighs", options),
    }
    if indicator.entity is Entity.PROCEDURE:
        columns = _together(columns)
    if aged:
        columns["age"] = AGE[indicator.entity]
    key, procedure, field, channel = ROW[indicator.entity]
    told = ",\n    ".join(f"{sql} AS {name}" for name, sql in columns.items())
    source = FROM[indicator.entity].format(
        joins=indicator.text("joins", options), base=indicator.text("base", options)
    )
    return (
        f"SELECT pl.shown_under AS shown_under, {key} AS key, {procedure} AS procedure_code,"
        f" {field} AS field_code, {channel} AS channel,\n    {told}{source}"
    )


def _together(columns: Mapping[str, str]) -> dict[str, str]:
    """Return a procedure's columns over the units that resolve it.

    One unit is enough for the numerator; where none is, all must be known.
    """
    known, worth = columns["known"], columns["worth"]
    return {
        "known": f"CASE WHEN MAX(({known}) * ({worth})) > 0 THEN 1 ELSE MIN({known}) END",
        "worth": f"MAX({worth})",
        "weight": f"MAX({columns['weight']})",
    }


def _known(indicator: Indicator, options: Mapping[str, str] | None) -> str:
    """Return when a row is known: it surely belongs, and is surely in the numerator or surely not.

    SQL's logic has three values: what is surely no stays no, whatever else is not known of it.
    """
    known = indicator.text("known", options)
    if not indicator.counts:
        return known
    return f"({known}) AND ({indicator.text('counts', options)}) IS NOT NULL"


def _flag(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def totals_sql(
    indicators: Iterable[Indicator],
    *,
    by: By = By.NOTHING,
    options: Mapping[str, str] | None = None,
    supposed: Collection[Indicator] = (),
) -> str:
    """Return the totals of indicators in one statement, in the order of indicator, unit, value.

    Columns: indicator, shown_under, value of the dimension, numerator, denominator, unknown.
    `supposed`: as if the rows of these indicators that `:picked` names had met their rule.
    """

    def rows(one: Indicator) -> str:
        told = rows_sql(one, options)
        return supposed_sql(told, one, supposed) if supposed else told

    head = f"WITH {PICKED}\n" if supposed else ""
    return head + "\nUNION ALL\n".join(
        f"""SELECT '{one.id}' AS indicator, shown_under, {by.value} AS value,
  SUM(CASE WHEN known = 1 THEN worth ELSE 0 END) AS numerator,
  SUM(CASE WHEN known = 1 THEN weight ELSE 0 END) AS denominator,
  SUM(CASE WHEN known = 1 THEN 0 ELSE 1 END) AS unknown
FROM ({rows(one)}) AS r
GROUP BY shown_under, {by.value}"""  # noqa: S608 - definitions
        for one in indicators
    )


def list_sql(
    indicator: Indicator,
    side: Side,
    options: Mapping[str, str] | None = None,
    *,
    narrowed: bool = False,
    among: bool = False,
) -> str:
    """Return the keys (codes) behind one side of an indicator, after `:after`, at most `:most`.

    The numerator's rows and the rest are together the denominator's; each key stands once.
    `narrowed`: only rows of the procedure `:procedure`; `among`: only those of `:keys`.
    """
    only = " AND procedure_code = :procedure" if narrowed else ""
    only += " AND key = ANY(:keys)" if among else ""
    return f"""SELECT key FROM (
  SELECT DISTINCT key FROM ({rows_sql(indicator, options)}) AS r WHERE {side.value}{only}
) AS k
WHERE key > :after ORDER BY key LIMIT :most"""  # noqa: S608 - definitions


def oldest_sql(indicator: Indicator, side: Side) -> str:
    """Return the keys behind one side, those that wait longest first, at most `:most`."""
    return f"""SELECT key FROM (
  SELECT key, MIN(age) AS age FROM ({rows_sql(indicator, aged=True)}) AS r
  WHERE {side.value} GROUP BY key
) AS k
ORDER BY age, key LIMIT :most"""  # noqa: S608 - definitions


@lru_cache(maxsize=512)
def translated(sql: str, dialect: str) -> str:
    """Return PostgreSQL's text in another engine's words."""
    import sqlglot

    return sqlglot.transpile(sql, read="postgres", write=dialect)[0]


def placed(sql: str, places: Iterable[tuple[int, int]]) -> str:
    """Return a statement with the relation `place` (shown_under, unit_id) in front of it."""
    pairs = ", ".join(f"({int(under)}, {int(unit)})" for under, unit in places) or "(-1, -1)"
    rest = f", {sql[5:]}" if sql.startswith("WITH ") else f"\n{sql}"
    return f"WITH place(shown_under, unit_id) AS (VALUES {pairs}){rest}"


PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


def bound(sql: str, *, mark: str) -> str:
    """Return a statement with its named parameters as an engine writes them, such as `%({})s`."""
    return PARAMETER.sub(lambda found: mark.format(found[1]), sql)
