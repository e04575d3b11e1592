"""The fees on the intake page: the catalogue's reckoning of what stands on it at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.dossiers.services.fees import FEE_CHANNELS
from motcua.dossiers.types import Channel
from motcua.kernel import clock
from motcua.procedures.fee_words import FeeLineWords, line_words
from motcua.procedures.queries import fees_quote
from motcua.procedures.rules import PAGE, ExemptionGroup
from motcua.procedures.types import VersionView


@dataclass(frozen=True)
class FeeRow:
    """A fee as it will be charged; `total` in dong, None where only the province knows it."""

    words: FeeLineWords
    total: int | None


def fee_rows(
    version: VersionView,
    *,
    unit_id: int,
    channel: int,
    case: str,
    quantity: int,
    copies: int,
    groups: Sequence[str],
) -> list[FeeRow]:
    """Return the fees of the chosen way of filing; what cannot be read counts as one or none."""
    quote = fees_quote(
        version,
        unit_id=unit_id,
        on_day=clock.today(),
        case=case,
        channel=FEE_CHANNELS.get(channel, FEE_CHANNELS[int(Channel.COUNTER)]),
        quantity=max(1, quantity),
        copies=max(1, copies),
        groups=[group for group in groups if group in set(ExemptionGroup)],
    )
    return [FeeRow(line_words(line), line.amount_vnd) for line in quote.lines]


def by_page(version: VersionView) -> bool:
    """Tell whether a fee counts pages, so that the number of copies is asked too."""
    return any(fee.per == PAGE and fee.amount_vnd for fee in version.fees)


def groups_of(version: VersionView) -> list[str]:
    """Return the groups that pay less for something here, in the order of the law."""
    named = {group for fee in version.fees for group in (*fee.exempt, fee.group) if group}
    return [group.value for group in ExemptionGroup if group in named]
