"""Which file of a dossier a page may show: by a short key that its address carries.

`a12` is attachment 12, `r2` version 2 of the result, `o3` the file of the last answer to
question 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from motcua.dossiers.models import Attachment, Dossier, OpinionAnswer, Result

_KEY = re.compile(r"([aro])([0-9]{1,18})")


@dataclass(frozen=True)
class LookFile:
    """A file, and the units that see its dossier."""

    file_id: int
    unit_ids: tuple[int, ...]


def look_file(code: str, key: str) -> LookFile | None:
    """Return the file of a dossier that the scope shows, or None; two statements."""
    match = _KEY.fullmatch(key)
    dossier = Dossier.objects.filter(code=code).values_list("pk", "visible_units").first()
    if match is None or dossier is None:
        return None
    kind, number = match[1], int(match[2])
    rows: QuerySet[Any]
    if kind == "a":
        rows = Attachment.objects.filter(dossier_id=dossier[0], pk=number)
    elif kind == "r":
        rows = Result.objects.filter(dossier_id=dossier[0], version=number)
    else:
        answers = OpinionAnswer.objects.filter(dossier_id=dossier[0], ordinal=number)
        rows = answers.exclude(file=None).order_by("-version")
    file_id = rows.values_list("file_id", flat=True).first()
    return LookFile(file_id, tuple(dossier[1])) if file_id else None
