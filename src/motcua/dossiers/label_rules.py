"""What a label on paper says: which component of which dossier follows, or is this paper's own.

A label's text is `MTC1*S*<dossier code>*<component>*<check>`: `S` is a separator sheet (it goes
into the scanner and no further), `L` a label on the paper itself (the page stays). Component `00`
is the dossier as a whole. The check characters are those of ISO/IEC 7064, MOD 1271-36: every
single wrong character and every swap of two neighbours is seen. Only characters that a QR code
packs tightly (ISO/IEC 18004, alphanumeric mode), and nothing about a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MARK: Final = "MTC1*"
ORDER_MOST: Final = 99
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE: Final = re.compile(r"MTC1\*([SL])\*([A-Z0-9.\-]{5,48})\*([0-9]{2})\*([0-9A-Z]{2})")


class LabelKind(StrEnum):
    """What carries the label."""

    SEPARATOR = "S"
    STICKER = "L"


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its kind, the dossier's code, the component's number in it (0: the whole)."""

    kind: LabelKind
    code: str
    order: int


def label_text(label: Label) -> str:
    """Return what stands in the QR code. Raises ValueError for what no label can name."""
    body = f"{MARK}{label.kind.value}*{label.code.upper()}*{label.order:02d}"
    text = f"{body}*{check_of(body)}"
    if _SHAPE.fullmatch(text) is None:
        raise ValueError(f"no label can name component {label.order} of {label.code!r}")
    return text


def label_read(text: str) -> Label | None:
    """Return the label that a text is; None for any other text and where the check fails."""
    found = _SHAPE.fullmatch(text.strip().upper())
    if found is None or check_of(found[0].rpartition("*")[0]) != found[4]:
        return None
    return Label(LabelKind(found[1]), found[2], int(found[3]))


def check_of(text: str) -> str:
    """Return the two check characters of a text (ISO/IEC 7064, MOD 1271-36); signs count not."""
    total = 0
    for char in text:
        if char in _DIGITS:
            total = (total + _DIGITS.index(char)) * 36 % 1271
    rest = (1 - total * 36) % 1271
    return _DIGITS[rest // 36] + _DIGITS[rest % 36]


@dataclass(frozen=True, slots=True)
class SheetFound:
    """What a look at one page found; `labels` are texts that begin with `MARK`."""

    id: int
    labels: tuple[str, ...] = ()
    blank: bool = False


@dataclass(slots=True)
class RunFound:
    """Pages between two separators. `label` as read, empty when none came before them."""

    label: str = ""
    several: bool = False  # labels of several components lay on one page
    pages: list[int] = field(default_factory=list)
    separators: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)

    @property
    def target(self) -> tuple[str, int] | None:
        """Return dossier and component that the label names; None where none is sure."""
        found = label_read(self.label)
        return None if found is None or self.several else (found.code, found.order)


def runs_find(sheets: Iterable[SheetFound]) -> list[RunFound]:
    """Divide pages at separators and labels, in their order.

    A separator and a blank page belong to their run without being its pages. A label on a paper
    begins a run unless it repeats the one that runs; so a label may stand on every page. A code
    that cannot be trusted begins a run that waits for a person, and its page stays.
    """
    runs: list[RunFound] = []
    for sheet in sheets:
        if sheet.blank and not sheet.labels:
            _running(runs).blanks.append(sheet.id)
            continue
        if not sheet.labels:
            _running(runs).pages.append(sheet.id)
            continue
        found = [label_read(text) for text in sheet.labels]
        targets = {(one.code, one.order) for one in found if one is not None}
        sure = [one for one in found if one is not None] if len(targets) == 1 else []
        text = _chosen(sheet.labels)
        if not sure or None in found:
            runs.append(RunFound(text, several=len(sheet.labels) > 1, pages=[sheet.id]))
            continue
        separator = any(one.kind is LabelKind.SEPARATOR for one in sure)
        same = bool(runs) and runs[-1].target in targets
        if not same or (separator and runs[-1].pages):
            runs.append(RunFound(text))
        (runs[-1].separators if separator else runs[-1].pages).append(sheet.id)
    return runs


def _chosen(labels: Sequence[str]) -> str:
    """Return the text that names a run: a good label before one that is none."""
    return next((one for one in labels if label_read(one) is not None), labels[0])[:80]


def _running(runs: list[RunFound]) -> RunFound:
    if not runs:
        runs.append(RunFound())
    return runs[-1]
