"""Files at their places: added, moved, taken out, alike for a draft and for a supplement.

A place is a component of a draft or an item of a supplement; both tables keep the same of a file.
Callers hold the lock of the row that the files belong to, and store it when something changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from motcua.documents.types import StoredFileView
from motcua.filing.models import Draft, DraftFile, Supply, SupplyFile
from motcua.filing.rules import FILES_ALL, FILES_MOST
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound

SOURCES = frozenset({"device", "store"})


@dataclass(frozen=True)
class Shelf:
    """The files of one draft or supplement; `column` names the place of each."""

    links: Any  # the manager of the table
    owner: dict[str, Any]
    column: str

    @property
    def files(self) -> QuerySet[Any]:
        """Return everything on it."""
        found: QuerySet[Any] = self.links.filter(**self.owner)
        return found

    def at(self, place: int) -> QuerySet[Any]:
        """Return what lies at one place."""
        return self.files.filter(**{self.column: place})


def shelf_of(row: Draft | Supply) -> Shelf:
    """Return the files of a draft or of a supplement that is being put together."""
    if isinstance(row, Draft):
        return Shelf(DraftFile.objects, {"draft": row}, "component_id")
    return Shelf(SupplyFile.objects, {"supply": row}, "place")


def file_put(
    row: Draft | Supply,
    place: int,
    file: StoredFileView,
    *,
    field: str,
    source: str = "device",
    item_id: int | None = None,
    most: int = FILES_MOST,
) -> bool:
    """Add a stored file at the end of a place; False when the same content is there already.

    Raises Invalid at `field` when there are too many, here or altogether.
    """
    if source not in SOURCES:
        raise ValueError(f"a file does not come from {source!r}")
    shelf = shelf_of(row)
    here = shelf.at(place)
    if here.filter(file_id=file.id).exists():
        return False
    if here.count() >= most or shelf.files.count() >= FILES_ALL:
        raise too_many(field)
    last = here.aggregate(last=Max("order"))["last"]
    shelf.links.create(
        **shelf.owner,
        **{shelf.column: place},
        file_id=file.id,
        name=(file.name or file.sha256[:12])[:200],
        order=0 if last is None else last + 1,
        source=source,
        item_id=item_id,
        added_at=clock.now(),
    )
    return True


def too_many(field: str) -> Invalid:
    """Return the refusal of one file more."""
    text = _("These are too many files. Put several pages into one file.")
    return Invalid([FieldProblem(field, text)])


def file_take_out(row: Draft | Supply, link_id: int) -> None:
    """Take a file out; one that is gone already is gone. `link_id` is that of the link."""
    shelf_of(row).files.filter(pk=link_id).delete()


def file_shift(row: Draft | Supply, link_id: int, *, up: bool) -> bool:
    """Move a file one place up or down among its neighbours; False at the end.

    Raises NotFound.
    """
    shelf = shelf_of(row)
    moved = shelf.files.filter(pk=link_id).first()
    if moved is None:
        raise NotFound("file_unknown", _("There is no such file here."))
    listed = list(shelf.at(getattr(moved, shelf.column)).order_by("order", "id"))
    shifted = shifted_by_one(listed, moved, up=up)
    if shifted == listed:
        return False
    for order, one in enumerate(shifted):
        one.order = order
    shelf.links.bulk_update(shifted, ["order"])
    return True


def shifted_by_one(listed: list[Any], moved: Any, *, up: bool) -> list[Any]:
    """Return a list with one of it moved one place up or down; at the end nothing moves."""
    found = list(listed)
    place = found.index(moved)
    other = place - 1 if up else place + 1
    if 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found
