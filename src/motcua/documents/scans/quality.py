"""Is a digitised paper good enough: complete, fine enough, readable. Pure; words are elsewhere.

Source: domain brief 8.1 ("pages complete, readable, right dossier"). What is found is advice with
its number: an officer may overrule it with a reason, because a poor original stays a poor one.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from motcua.documents.scans.standards import Standard

SAME: Final = 0.95  # of two pages' patterns, above which they show the same


class Grade(StrEnum):
    """What the check says, from good to bad."""

    PASS = "pass"  # noqa: S105 - no password
    WARN = "warn"
    FAIL = "fail"


class Finding(StrEnum):
    """One thing that the check found."""

    NO_PAGES = "no_pages"
    PAGES_FEWER = "pages_fewer"  # than were declared
    PAGES_MORE = "pages_more"
    COARSE = "coarse"  # below the standard, above the least
    TOO_COARSE = "too_coarse"
    SOFT = "soft"
    UNREADABLE = "unreadable"
    DOUBTFUL_TEXT = "doubtful_text"  # the recognition of text is not sure
    BLANK = "blank"
    SAME = "same"  # as an earlier page


@dataclass(frozen=True)
class Note:
    """A finding: on which page (from 1; 0: on the whole), what was measured, what is asked."""

    finding: Finding
    page: int = 0
    measured: int = 0
    asked: int = 0


GRADE_OF: Final = {
    Finding.NO_PAGES: Grade.FAIL,
    Finding.PAGES_FEWER: Grade.FAIL,
    Finding.TOO_COARSE: Grade.FAIL,
    Finding.UNREADABLE: Grade.FAIL,
}


@dataclass(frozen=True)
class Quality:
    """What the check of a document says."""

    grade: Grade
    notes: tuple[Note, ...] = ()

    def data(self) -> dict[str, Any]:
        """Return it as JSON; numbers only."""
        notes = [[n.finding.value, n.page, n.measured, n.asked] for n in self.notes]
        return {"grade": self.grade.value, "notes": notes}


def quality_read(data: Mapping[str, Any]) -> Quality:
    """Return a quality from its JSON."""
    notes = tuple(Note(Finding(one[0]), *one[1:]) for one in data.get("notes", ()))
    return Quality(Grade(data.get("grade", Grade.PASS.value)), notes)


def quality_check(
    pages: Sequence[Mapping[str, Any]], *, declared: int, standard: Standard
) -> Quality:
    """Judge the pages by their facts; `declared` 0: nobody said how many there are."""
    if not pages:
        return Quality(Grade.FAIL, (Note(Finding.NO_PAGES),))
    notes: list[Note] = []
    if declared and len(pages) != declared:
        kind = Finding.PAGES_FEWER if len(pages) < declared else Finding.PAGES_MORE
        notes.append(Note(kind, 0, len(pages), declared))
    for number, facts in enumerate(pages, 1):
        notes += _page_notes(number, facts, standard)
        same = _same_as(pages[: number - 1], facts)
        if same:
            notes.append(Note(Finding.SAME, number, same))
    grades = {GRADE_OF.get(note.finding, Grade.WARN) for note in notes}
    worst = next((one for one in (Grade.FAIL, Grade.WARN) if one in grades), Grade.PASS)
    return Quality(worst, tuple(notes))


def _page_notes(number: int, facts: Mapping[str, Any], standard: Standard) -> list[Note]:
    if not facts or facts.get("kind") == "drawn":  # letters as letters: nothing can be unreadable
        return []
    if facts.get("blank"):
        return [Note(Finding.BLANK, number)]
    notes: list[Note] = []
    dpi, sharp = int(facts["dpi"]), int(facts["sharpness"])
    asked = standard.dpi_text if facts["tone"] == "text" else standard.dpi_colour
    if dpi < standard.dpi_least:
        notes.append(Note(Finding.TOO_COARSE, number, dpi, asked))
    elif dpi < asked * 0.95:  # a sheet cut a little wider says a little less
        notes.append(Note(Finding.COARSE, number, dpi, asked))
    if sharp < standard.sharp_poor:
        notes.append(Note(Finding.UNREADABLE, number, sharp, standard.sharp_good))
    elif sharp < standard.sharp_good:
        notes.append(Note(Finding.SOFT, number, sharp, standard.sharp_good))
    sure = int(facts.get("confidence", 100))
    if facts.get("words", 0) > 5 and sure < standard.confidence_good:
        notes.append(Note(Finding.DOUBTFUL_TEXT, number, sure, standard.confidence_good))
    return notes


def _same_as(before: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> int:
    """Return the number of the first earlier page that shows the same; 0 for none."""
    if facts.get("blank"):
        return 0
    mine = facts.get("pattern", "")
    return next((n for n, one in enumerate(before, 1) if is_same(one.get("pattern", ""), mine)), 0)


def is_same(one: str, other: str) -> bool:
    """Tell whether two patterns (`measure.pattern`) are of the same page."""
    if not one or len(one) != len(other):
        return False
    first = [int(digit, 16) for digit in one]
    second = [int(digit, 16) for digit in other]
    if len(set(first)) < 2 or len(set(second)) < 2:
        return False
    return statistics.correlation(first, second) > SAME
