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
    """One filter; its url is the page with the filter on (or off, when selected)."""

    label: Words
    url: str
    selected: bool = False
    count: int | None = None


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
