"""Marks as plain values (see `kernel.changes`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """What some subjects' marks were when something was made from the rows behind them."""

    subjects: tuple[str, ...]
    marks: tuple[int, ...]
