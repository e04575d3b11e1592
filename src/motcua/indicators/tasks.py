"""Periodic work of the figures: fold what was appended since."""

from __future__ import annotations

from motcua.indicators.public.proof import proof_walk
from motcua.indicators.public.release import releases_follow
from motcua.indicators.services.branches import branches_keep
from motcua.indicators.services.cases import BATCH as CASES
from motcua.indicators.services.cases import cases_follow
from motcua.indicators.services.index_totals import totals_keep
from motcua.indicators.services.rollup import BATCH, SETTLED, rollup_fold
from motcua.kernel.jobs import every

PIECES = 20
"""A minute's share of a lap at most, and no more than the walk's seconds have room for.

Of dossiers a piece has 1,000: ten million are through in half a day. Of kept totals of the index
it has 200 units of one span, and takes seconds where many dossiers stand."""


@every("* * * * * */10", name="figures")
def figures() -> None:
    """Fold; a full batch is followed by the next one at once."""
    while rollup_fold(settled=SETTLED) == BATCH:
        pass


@every("* * * * *", name="figures-branches", alone=True)
def figures_branches() -> None:
    """Bring totals along where a unit was put under another province."""
    branches_keep()


@every("* * * * * */5", name="index-cases", alone=True)
def index_cases() -> None:
    """Bring the dossiers of the Service Index up to date with their events."""
    while cases_follow() == CASES:
        pass


@every("* * * * *", name="figures-proof", alone=True)
def figures_proof() -> None:
    """Go on holding the figures against the sealed events: some pieces of the lap."""
    if proof_walk(pieces=PIECES):
        releases_follow()


@every("*/5 * * * *", name="figures-release", alone=True)
def figures_release() -> None:
    """Publish the months that are over; nothing to do on most days."""
    releases_follow()


@every("*/10 * * * *", name="index-totals", alone=True)
def index_totals() -> None:
    """Count the totals of the Service Index anew where they are not good any more."""
    totals_keep(sparing=True)
