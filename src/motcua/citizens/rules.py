"""Plain rules of the citizens' realm."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from motcua.citizens.types import RelationKind, RelationRequest

OF_AGE = 18  # years: Civil Code 2015, article 20
LONGEST = timedelta(days=5 * 366)  # an authority without end cannot be taken back by forgetting it
_NUMBER = re.compile(r"\d{12}|\d{10}(?:-\d{3})?")


def assurance_met(*, have: int, wanted: int) -> bool:
    """Return whether a level of electronic identification is enough (Decree 69/2024/NĐ-CP)."""
    return have >= wanted


def session_over(
    *,
    started_at: datetime,
    seen_at: datetime,
    ended_at: datetime | None,
    at: datetime,
    idle: timedelta,
    absolute: timedelta,
) -> bool:
    """Return whether a sitting is over: ended, idle for so long, or so old."""
    return ended_at is not None or at - seen_at >= idle or at - started_at >= absolute


def relation_in_force(*, confirmed: bool, valid_to: date | None, today: date) -> bool:
    """Return whether somebody may act by a relation today; `valid_to` is the last day."""
    return confirmed and (valid_to is None or today <= valid_to)


def day_of_age(born: date) -> date:
    """Return the last day before somebody is of age (Civil Code 2015, articles 20 and 21)."""
    year = born.year + OF_AGE
    leap = born.month == 2 and born.day == 29
    return (date(year, 3, 1) if leap else born.replace(year=year)) - timedelta(days=1)


def subject_problems(
    wanted: RelationRequest, *, own_number: str, today: date
) -> list[tuple[str, str]]:
    """Return what is missing or impossible in a request: (field, code)."""
    problems = []
    if len(wanted.subject_name) < 2:
        problems.append(("subject_name", "subject_name"))
    if not _NUMBER.fullmatch(wanted.subject_id_number):
        problems.append(("subject_id_number", "subject_id_number"))
    elif wanted.subject_id_number == own_number:
        problems.append(("subject_id_number", "own_number"))
    if wanted.kind is RelationKind.GUARDIAN:
        born = wanted.subject_birth_date
        if born is None or born > today:
            problems.append(("subject_birth_date", "subject_birth_date"))
        elif day_of_age(born) < today:
            problems.append(("subject_birth_date", "grown"))
    elif wanted.valid_to is None or not today < wanted.valid_to <= today + LONGEST:
        problems.append(("valid_to", "valid_to"))
    if wanted.unit_id is None:
        problems.append(("unit", "unit"))
    if wanted.proof_file_id is None:
        problems.append(("proof", "proof"))
    return problems


def initials(name: str) -> str:
    """Return a name as a helper's page shows it: family name, then initials ("Nguyễn T. M.")."""
    first, *others = name.split() or [""]
    return " ".join([first, *(f"{part[0]}." for part in others)])
