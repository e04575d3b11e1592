"""What a dossier owes when it is handed in: the catalogue's reckoning as lines of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.utils.translation import override

from motcua.dossiers.models import Dossier, Fee
from motcua.dossiers.types import Submission
from motcua.kernel import clock
from motcua.kernel.rows import new
from motcua.procedures.fee_words import FeeLineWords, line_words
from motcua.procedures.queries import fees_quote
from motcua.procedures.rules import FeeQuote, QuoteLine
from motcua.procedures.types import OfferingView

FEE_CHANNELS = {1: "in_person", 2: "online", 3: "postal"}
NAME_MAX = BASIS_MAX = 300
COUNT_MAX = 32_767  # of the column


def fees_of(submission: Submission, offering: OfferingView, at: datetime) -> list[Fee]:
    """Return the fee lines of a submission, without their dossier; amounts not known are left out.

    A line that a group need not pay stays, at nothing, with the reason: the slip shows it.
    """
    quote = submission_quote(submission, offering, at)
    return [
        row_of(line)
        for line in quote.lines
        if line.amount_vnd or (line.amount_vnd == 0 and line.exempt_by)
    ]


def waived_of(submission: Submission, offering: OfferingView, at: datetime) -> int:
    """Return how much less a submission costs because of the groups that it claims, in dong."""
    if not submission.fee_groups:
        return 0
    lines = submission_quote(submission, offering, at).lines
    return sum((one.full_vnd or 0) - (one.amount_vnd or 0) for one in lines if one.exempt_by)


def fees_owed(dossier: Dossier, fees: Sequence[Fee]) -> Sequence[Fee]:
    """Return fees as those of a dossier, which has its id by now."""
    for fee in fees:
        fee.dossier_id = dossier.pk
    return fees


def submission_quote(submission: Submission, offering: OfferingView, at: datetime) -> FeeQuote:
    """Return what a submission costs at the competent unit on the day of `at`."""
    return fees_quote(
        offering.version,
        unit_id=offering.unit_id,
        on_day=clock.local(at).date(),
        case=submission.fee_case,
        channel=FEE_CHANNELS[int(submission.channel)],
        quantity=submission.fee_quantity,
        copies=submission.fee_copies,
        papers=submission.fee_papers,
        groups=submission.fee_groups,
    )


def row_of(line: QuoteLine) -> Fee:
    """Return a line of the reckoning as a fee, without its dossier."""
    each, count = line.unit or (line.amount_vnd or 0, 1)
    if count > COUNT_MAX:
        each, count = each * count, 1
    words = _words(line)
    parts = [words.basis, words.reason if line.unit is None else ""]
    if line.unit is None and line.amount_vnd:
        parts.insert(1, words.how)
    return new(
        Fee,
        name=words.name[:NAME_MAX],
        amount_vnd=each,
        quantity=count,
        basis="; ".join(filter(None, parts))[:BASIS_MAX],
    )


@lru_cache(maxsize=1024)
def _words(line: QuoteLine) -> FeeLineWords:
    """Return a fee in Vietnamese, as the papers of the dossier are."""
    with override("vi"):
        return line_words(line)
