"""Reads of what was published: questions and answers that every unit may read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import search_key
from motcua.oversight.models import Difficulty, Publication
from motcua.oversight.types import Group, Published


def published_page(
    *, words: str = "", group: Group | None = None, after: str = "", limit: int = 25
) -> tuple[list[Published], str]:
    """Return a page of what is shown to all, the newest first, and where the next one begins.

    Raises Invalid for a wrong `after`.
    """
    found = Publication.objects.filter(withdrawn_at__isnull=True)
    if group is not None:
        found = found.filter(group=group.value)
    for word in search_key(words[:120]).split()[:8]:
        found = found.filter(search__contains=word)
    if after:
        if not after.isascii() or not after.isdigit() or len(after) > 18:
            raise Invalid([FieldProblem("after", _("This place in the list does not exist."))])
        found = found.filter(pk__lt=int(after))
    rows = list(found.order_by("-pk")[: limit + 1])
    following = str(rows[limit - 1].pk) if len(rows) > limit else ""
    with scope_use(SYSTEM):  # numbers of units only, never shown
        ids = [row.difficulty_id for row in rows]
        places = dict(Difficulty.objects.filter(pk__in=ids).values_list("pk", "places"))
    return [_view(row, places.get(row.difficulty_id, ())) for row in rows[:limit]], following


def is_published(code: str) -> bool:
    """Return whether question and answer of a difficulty are shown to all."""
    return Publication.objects.filter(code=code, withdrawn_at__isnull=True).exists()


def _view(row: Publication, places: Iterable[int]) -> Published:
    return Published(
        row.code, row.title, row.answer, Group(row.group), row.system, row.procedure, row.units,
        row.at,
        frozenset(places),
    )  # fmt: skip
