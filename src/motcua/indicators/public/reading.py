"""What a page reads: one release, and whether it may be shown. Three statements, no scope."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.indicators.models import Release
from motcua.indicators.public.release import digest_of
from motcua.indicators.public.standing import Standing, Why, standing
from motcua.kernel.errors import NotFound


@dataclass(frozen=True)
class Published:
    """The figures of a unit in a year as they may be shown; empty `content` while they may not."""

    standing: Standing
    content: dict[str, Any]
    made_at: datetime | None
    years: tuple[int, ...]


def published(code: str, year: int | None = None) -> Published:
    """Return the figures of a unit (its newest year with figures), or why they are not shown.

    Raises NotFound for a unit, or a year, that nothing was published of. Three statements.
    """
    stands = standing()
    if not stands.sound:
        return Published(stands, {}, None, ())
    rows = {row.year: row for row in Release.objects.filter(code=code).order_by("year")}
    live = [one for one, row in rows.items() if '"cells": {}' not in row.content]
    chosen = rows.get(year if year is not None else max(live or rows, default=0))
    if chosen is None:
        raise NotFound("no_figures", _("Nothing has been published of this unit and year."))
    if chosen.digest != digest_of(chosen.code, chosen.year, chosen.content):
        return Published(_tampered(stands), {}, None, ())
    return Published(stands, json.loads(chosen.content), chosen.made_at, tuple(live))


def roots() -> list[tuple[str, str]]:
    """Return code and name of the highest units that something was published of; one statement."""
    newest = Release.objects.filter(parent="").order_by("code", "-year").distinct("code")
    return list(newest.values_list("code", "name"))


def _tampered(stands: Standing) -> Standing:
    return Standing(
        Why.BROKEN,
        seal=stands.seal,
        seal_at=stands.seal_at,
        proved_at=stands.proved_at,
        dossiers=stands.dossiers,
    )
