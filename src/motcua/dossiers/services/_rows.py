"""What stands beside a dossier, bound to its events: whoever changes a row behind us is named.

Every operation that writes such rows puts their salted hashes into the fact that it records;
`motcua verify` computes them again from the rows. A name is a set (`parties`) or one row
(`result 2`). Salted, because a hash of a telephone number alone could be guessed from the feed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Model, QuerySet

from motcua.dossiers import chain
from motcua.dossiers.models import (
    Attachment,
    Component,
    DigitalCopy,
    Dossier,
    Fee,
    InternalReturn,
    LetterProposal,
    Obligation,
    OpinionAnswer,
    OpinionRequest,
    Paper,
    Party,
    Reason,
    Result,
    SupplementRequest,
)

# How the events call the rows of each table.
NAMES: dict[type[Model], Callable[[Any], str]] = {
    Party: lambda _row: "parties",
    Component: lambda _row: "components",
    Attachment: lambda _row: "attachments",
    Fee: lambda _row: "fees",
    SupplementRequest: lambda row: f"supplement {row.ordinal}",
    Obligation: lambda row: f"obligation {row.pk}",
    Result: lambda row: f"result {row.version}",
    Reason: lambda row: f"reason {row.seq}",
    Paper: lambda row: f"paper {row.seq}",
    DigitalCopy: lambda row: f"copy {row.component_id} {row.version}",
    InternalReturn: lambda row: f"return {row.ordinal}",
    LetterProposal: lambda row: f"proposal {row.ordinal}",
    OpinionRequest: lambda row: f"opinion {row.ordinal}",
    OpinionAnswer: lambda row: f"opinion {row.ordinal} answer {row.version}",
}
# Columns of the dossier itself that no event tells and no operation changes.
OF_DOSSIER = (
    "procedure_id",
    "support_unit_id",
    "return_unit_id",
    "assisted_mode",
    "return_method",
    "subject",
    "sets",
    "content",
    "own_limit",
    "applicant_name",
    "applicant_key",
)
CHUNK = 5000


def rows_bind(dossier: Dossier, *rows: Model) -> dict[str, str]:
    """Return the hashes of rows by name; every set among them must be given whole."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        texts[NAMES[type(row)](row)].append(_text(row))
    return {name: _digest(dossier, name, found) for name, found in texts.items()}


def dossier_bind(dossier: Dossier) -> dict[str, str]:
    """Return the hash of the dossier's own columns that never change."""
    text = chain.row_text((name, getattr(dossier, name)) for name in OF_DOSSIER)
    return {"dossier": _digest(dossier, "dossier", [text])}


def rows_held(
    dossiers: Mapping[int, Dossier], only: QuerySet[Dossier] | None = None
) -> dict[int, dict[str, str]]:
    """Return what `rows_bind` and `dossier_bind` say now, by dossier; one statement per table."""
    held = {key: dossier_bind(dossier) for key, dossier in dossiers.items()}
    for model in NAMES:
        for key, rows in groupby(_read(model, only), key=attrgetter("dossier_id")):
            if key in held:
                held[key] |= rows_bind(dossiers[key], *rows)
    return held


def _read(model: type[Model], only: QuerySet[Dossier] | None) -> Iterator[Any]:
    rows: QuerySet[Any] = QuerySet(model).order_by("dossier_id")
    if model is Attachment:
        rows = rows.select_related("component")
    if only is not None:
        rows = rows.filter(dossier__in=only)
    return rows.iterator(chunk_size=CHUNK)


def _digest(dossier: Dossier, name: str, texts: Iterable[str]) -> str:
    return chain.rows_digest(salt=bytes(dossier.salt), code=dossier.code, name=name, texts=texts)


def _text(row: Model) -> str:
    return chain.row_text((name, _value(row, name)) for name in _columns(type(row)))


@lru_cache(maxsize=16)
def _columns(model: type[Model]) -> tuple[str, ...]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
    return tuple(f.attname for f in fields if not f.primary_key and f.name != "dossier")


def _value(row: Model, name: str) -> Any:
    # A file is written before the row of its component has an id, so it names the component as
    # the procedure knows it.
    if isinstance(row, Attachment) and name == "component_id":
        return row.component.component_id if row.component else None
    return getattr(row, name)
