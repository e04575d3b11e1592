"""What points at stored files: found from the models, so that a new table is never overlooked.

A column points at stored files when it is a foreign key to them, or a whole number called
`file_id` or `…_file_id`: packages that may not have a foreign key (they lie below, or copy an id)
name their columns so. Ids inside of JSON are told by whoever keeps them there (`also_points`).
Reads every unit's rows: the caller has the scope of the system.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from motcua.documents.models import StoredFile

Reader = Callable[[Collection[int]], Iterable[int]]
_readers: list[Reader] = []


def also_points(reader: Reader) -> None:
    """Ask `reader`, too, which of some files it still needs; registering twice is once."""
    if reader not in _readers:
        _readers.append(reader)


@cache
def columns() -> tuple[tuple[type[models.Model], str], ...]:
    """Return every column that points at stored files: its model and the column's attribute."""
    return tuple(_columns())


def pointed_at(file_ids: Collection[int]) -> set[int]:
    """Return which of these files something points at."""
    found: set[int] = set()
    for model, column in columns():
        rows = model._base_manager.filter(**{f"{column}__in": file_ids})  # noqa: SLF001 - all rows
        found.update(rows.values_list(column, flat=True))
    for reader in _readers:
        found.update(reader(file_ids))
    return found & set(file_ids)


def unpointed(rows: QuerySet[StoredFile]) -> QuerySet[StoredFile]:
    """Narrow to files that no column points at; the readers are asked by `pointed_at`."""
    for model, column in columns():
        those = model._base_manager.filter(**{column: OuterRef("pk")})  # noqa: SLF001 - all rows
        rows = rows.filter(~Exists(those))
    return rows


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta  # noqa: SLF001 - the documented way to a model's columns
        if meta.proxy or not model.__module__.startswith("motcua."):
            continue
        for field in meta.concrete_fields:
            linked = field.is_relation and field.related_model is StoredFile
            named = field.name == "file_id" or field.name.endswith("_file_id")
            if linked or (named and isinstance(field, models.IntegerField)):
                yield model, field.attname
