"""Rows of models for hot paths: read by SQL that is written out, made without asking each field.

The model stays the definition: its columns and defaults are taken from it and its instances are
as the ORM makes them. `Model.__init__` walks over every field of every instance and calls
signals, which nobody here listens to: a fifth of what a submission cost the web server.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)


@lru_cache(maxsize=256)
def columns(model: type[models.Model], alias: str, *, without: tuple[str, ...] = ()) -> str:
    """Return the select list of a model's columns under an alias, in the order of `load`."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
    return ", ".join(f'{alias}."{one.column}"' for one in fields if one.attname not in without)


def load(model: type[M], values: Sequence[Any], *, without: tuple[str, ...] = ()) -> M:
    """Return an instance from the values of `columns`."""
    names, texts = _shape(model, without)
    row = dict(zip(names, values, strict=True))
    for name in texts:
        if row[name] is not None:
            row[name] = json.loads(row[name])
    made = _bare(model, row)
    made._state.adding = False  # noqa: SLF001 - as Model.from_db leaves it
    made._state.db = DEFAULT_DB_ALIAS  # noqa: SLF001
    return made


def new(model: type[M], **values: Any) -> M:
    """Return an unsaved instance, as the model's own call would; related rows are given by id.

    Raises TypeError for a name that is no column of the model.
    """
    constant, called = _defaults(model)
    row = {**constant, **values}
    if len(row) != len(constant):
        raise TypeError(f"{model.__name__} has no {sorted(row.keys() - constant.keys())}")
    for name, default in called:
        if name not in values:
            row[name] = default()
    return _bare(model, row)


def _bare(model: type[M], row: dict[str, Any]) -> M:
    made = model.__new__(model)
    row["_state"] = ModelState()
    made.__dict__ = row
    return made


@lru_cache(maxsize=64)
def width(model: type[models.Model], without: tuple[str, ...] = ()) -> int:
    """Return how many columns `columns` lists."""
    return len(_shape(model, without)[0])


@lru_cache(maxsize=64)
def _shape(
    model: type[models.Model], without: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = [f for f in model._meta.concrete_fields if f.attname not in without]  # noqa: SLF001 - Django's documented interface
    texts = tuple(one.attname for one in fields if isinstance(one, models.JSONField))
    return tuple(field.attname for field in fields), texts


@lru_cache(maxsize=64)
def _defaults(
    model: type[models.Model],
) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """Return every column with its default, and those whose default is made anew each time."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
    constant = {field.attname: field.get_default() for field in fields}
    made = (one for one in fields if one.has_default() and callable(one.default))
    called = ((one.attname, one.default) for one in made)
    return constant, tuple(called)
