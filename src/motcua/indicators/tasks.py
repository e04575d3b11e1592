"""Periodic work of the figures: fold what was appended since."""

from __future__ import annotations

from motcua.indicators.services.rollup import BATCH, rollup_fold
from motcua.kernel.jobs import every


@every("* * * * * */10", name="figures")
def figures() -> None:
    """Fold; a full batch is followed by the next one at once."""
    while rollup_fold() == BATCH:
        pass
