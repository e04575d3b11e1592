"""Points of the index: exact arithmetic, rounded once, at the end.

Source: Decision 766/QĐ-TTg as domain brief 6.2 gives it: with a threshold T the full points from T
on and `ratio × most / T` below it; without one `ratio × most`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

GROUPS = {1: 18, 2: 20, 3: 12, 4: 10, 5: 18, 6: 22}
"""Most points of each group (domain brief 6.1); 100 altogether."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Most points of each indicator from a day on; `sure` is false for what no source says."""

    valid_from: date
    most: dict[str, Fraction]
    source: str
    unsure: frozenset[str] = frozenset()


def _even(*ids: str, group: int) -> dict[str, Fraction]:
    return dict.fromkeys(ids, Fraction(GROUPS[group], len(ids)))


# The order of the Decision. How the 12 points of group 3 are split is in no source that we have:
# evenly until somebody knows better, and marked wherever it is shown.
WEIGHTS: tuple[Weights, ...] = (
    Weights(
        date(2022, 6, 23),
        {
            "1.1": Fraction(6),
            "1.2": Fraction(4),
            "1.3": Fraction(2),
            "1.4": Fraction(6),
            "2.1": Fraction(20),
            "2.2": Fraction(0),
            **_even("3.1", "3.2", "3.3", group=3),
            "3.5a": Fraction(2),
            "3.5b": Fraction(2),
            "3.6": Fraction(6),
            "4.1": Fraction(6),
            "4.2": Fraction(4),
            "4.x": Fraction(2),
            "4.3": Fraction(2),
            "4.4": Fraction(4),
            "4.5a": Fraction(2),
            "4.5b": Fraction(2),
            "5.1": Fraction(0),
            "5.2": Fraction(6),
            "5.3": Fraction(6),
            "5.4": Fraction(6),
        },
        "766/QĐ-TTg",
        frozenset({"3.1", "3.2", "3.3"}),
    ),
)


def weights_on(day: date, known: tuple[Weights, ...] = WEIGHTS) -> Weights:
    """Return the weights in force on a day; before the first ones, the first."""
    return max(
        (one for one in known if one.valid_from <= day),
        key=lambda one: one.valid_from,
        default=known[0],
    )


def points_of(
    ratio: Fraction | None, most: Fraction, threshold: Fraction | None = None
) -> Fraction | None:
    """Return exact points, within 0 and `most`; None stays None: not applicable is not 0."""
    if ratio is None:
        return None
    reached = ratio if threshold is None else ratio / threshold
    return most * min(max(reached, Fraction(0)), Fraction(1))


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Return a number with two decimals, halves away from zero, as the Decision's tables show."""
    scaled = value * 10**places
    whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(
        Decimal(1), rounding=ROUND_HALF_UP
    )
    exact = int(whole)
    # Division above is rounded to the context's digits; the exact fraction decides at a half.
    if abs(scaled - exact) > Fraction(1, 2):
        exact += 1 if scaled > exact else -1
    return Decimal(exact).scaleb(-places)
