"""What views hand to the components: plain values, already in words of the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Words = str | Callable[[], str] | object  # text or a lazy translation


class Tone(StrEnum):
    """The six meanings of colour; each also has an icon and a word, for print and for everybody."""

    DONE = "done"
    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Label:
    """Word, icon and tone of a code."""

    word: Words
    icon: str
    tone: Tone


@dataclass(frozen=True)
class Chip:
    """One filter, or one of a choice; its url is the page with it on.

    `removes`: the url of a selected one is the page without it. One of a choice (a period, a
    measure) only gives way to another one, and is not announced as something to be taken away.
    """

    label: Words
    url: str
    selected: bool = False
    count: int | None = None
    removes: bool = False


@dataclass(frozen=True)
class Choice:
    """One of the few things a page offers to do: what it is, and what comes of it."""

    title: Words
    url: str
    text: Words = ""
    icon: str = "chevron-right"


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Crumb:
    """One step of the way here; the last has no url."""

    label: Words
    url: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened."""

    when: datetime
    title: Words
    who: Words = ""
    text: Words = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = "circle"


@dataclass(frozen=True)
class ProgressStep:
    """One step of a citizen's progress; state is done, now, todo or stopped."""

    title: Words
    state: str = "todo"
    detail: Words = ""
    when: datetime | date | None = None


@dataclass(frozen=True)
class Bar:
    """One bar; bars start at zero and share one scale."""

    label: Words
    value: float
    href: str = ""
    tone: Tone = Tone.RUNNING
    note: Words = ""


@dataclass(frozen=True)
class Cell:
    """A number of a table, its name, and where what it counts is listed; a zero leads nowhere."""

    name: Words
    value: int
    url: str = ""
    alert: bool = False


@dataclass(frozen=True)
class Point:
    """One point of a trend; None is a gap, not a zero."""

    label: Words
    value: float | None


@dataclass(frozen=True)
class Expected:
    """An expected value with its interval; none of them is below zero."""

    label: Words
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Tile:
    """One area of a tile map; `step` is its class from 0, None where there is nothing to class.

    `column` and `row` are its cell, from 1; 0: cells follow each other in order.
    """

    label: Words
    value: str
    step: int | None
    href: str = ""
    column: int = 0
    row: int = 0
    under: Words = ""
    dashed: bool = False


@dataclass(frozen=True)
class Step:
    """One class of a map's legend: what it holds, how many areas, on what they rest."""

    words: Words
    areas: Words
    base: Words = ""


@dataclass(frozen=True)
class Dot:
    """One value among others on a line from 0 to 1."""

    label: Words
    value: float


@dataclass(frozen=True)
class KeyFigure:
    """A number by which somebody acts, what it counts, and where that is done; `note` in words."""

    value: Words
    label: Words
    url: str = ""
    tone: Tone = Tone.NEUTRAL
    note: Words = ""
