"""Rows of models read by SQL that is written out: for hot reads, where building it costs more.

The model stays the definition: its columns are listed from it and its instances are as the ORM
makes them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models

M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model], alias: str, *, without: Sequence[str] = ()) -> str:
    """Return the select list of a model's columns under an alias, in the order of `load`."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
    return ", ".join(f'{alias}."{one.column}"' for one in fields if one.attname not in without)


def load(model: type[M], values: Sequence[Any], *, without: tuple[str, ...] = ()) -> M:
    """Return an instance from the values of `columns`."""
    names, texts = _shape(model, without)
    row = list(values)
    for place in texts:
        if row[place] is not None:
            row[place] = json.loads(row[place])
    return model.from_db(DEFAULT_DB_ALIAS, names, row)


@lru_cache(maxsize=64)
def width(model: type[models.Model], without: tuple[str, ...] = ()) -> int:
    """Return how many columns `columns` lists."""
    return len(_shape(model, without)[0])


@lru_cache(maxsize=64)
def _shape(
    model: type[models.Model], without: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    fields = [f for f in model._meta.concrete_fields if f.attname not in without]  # noqa: SLF001 - Django's documented interface
    texts = tuple(n for n, field in enumerate(fields) if isinstance(field, models.JSONField))
    return tuple(field.attname for field in fields), texts
