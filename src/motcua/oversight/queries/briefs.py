"""Reads of frozen briefs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from motcua.oversight import brief_rules as rules
from motcua.oversight.models import Brief


@dataclass(frozen=True)
class BriefView:
    """A frozen brief; `gone` and `new` say what differs from the version before it."""

    unit_id: int
    week: date
    version: int
    cut_off: datetime
    made_at: datetime
    account_id: int | None
    reason: str
    sentences: tuple[rules.Sentence, ...]
    digest: str
    gone: tuple[rules.Sentence, ...]
    new: tuple[rules.Sentence, ...]


def brief_get(
    unit_id: int, week: date | None = None, version: int | None = None
) -> BriefView | None:
    """Return a brief of a register, by default the newest version of the newest week."""
    rows = Brief.objects.filter(unit_id=unit_id)
    if week is not None:
        rows = rows.filter(week=week)
    if version is not None:
        rows = rows.filter(version=version)
    row = rows.order_by("-week", "-version").first()
    if row is None:
        return None
    sentences = rules.sentences_read(row.sentences)
    gone: tuple[rules.Sentence, ...] = ()
    new: tuple[rules.Sentence, ...] = ()
    if row.version > 1:
        old = Brief.objects.get(unit_id=unit_id, week=row.week, version=row.version - 1)
        gone, new = rules.difference(rules.sentences_read(old.sentences), sentences)
    return BriefView(
        row.unit_id,
        row.week,
        row.version,
        row.cut_off,
        row.made_at,
        row.account_id,
        row.reason,
        sentences,
        row.digest,
        gone,
        new,
    )


def brief_weeks(unit_id: int) -> list[tuple[date, int]]:
    """Return the weeks of a register that have a brief, the newest first, with their versions."""
    rows = Brief.objects.filter(unit_id=unit_id).order_by("-week", "-version")
    found: dict[date, int] = {}
    for week, version in rows.values_list("week", "version")[:400]:
        found.setdefault(week, version)
    return list(found.items())
