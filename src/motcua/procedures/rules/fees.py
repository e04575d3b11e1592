"""What a fee comes to: case × channel × quantity × group × province × validity.

Pure: no Django, no clock; the rules themselves are dated rows of a version (`types.FeeView`).
Amounts are whole dong. Sources: Law 97/2015/QH13 on fees and charges (Art. 10: groups that pay
nothing), Circular 226/2016/TT-BTC Art. 4 (certified copies: steps of pages and a cap per copy),
Circular 85/2019/TT-BTC (what a provincial People's Council sets).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from motcua.procedures.counts import PageCount
from motcua.procedures.types import FeeView, VersionView

PAGE = "page"


class ExemptionGroup(StrEnum):
    """Who pays less or nothing where a fee says so (Law 97/2015/QH13 Art. 10; domain brief 4.6)."""

    POOR = "poor"  # hộ nghèo
    NEAR_POOR = "near_poor"  # hộ cận nghèo
    MERIT = "merit"  # người có công với cách mạng
    DISABLED = "disabled"  # người khuyết tật
    ELDERLY = "elderly"  # người cao tuổi
    CHILD = "child"  # trẻ em
    ETHNIC_HARD = "ethnic_hard"  # dân tộc thiểu số ở xã đặc biệt khó khăn
    VNEID2 = "vneid2"  # tài khoản định danh điện tử mức độ 2


@dataclass(frozen=True, slots=True)
class FeeStep:
    """So many pages, copies or cases at so much each, in dong."""

    count: int
    unit_vnd: int

    @property
    def amount_vnd(self) -> int:
        """Return what the step comes to."""
        return self.count * self.unit_vnd


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One fee of a quote and how it was reckoned.

    `amount_vnd` is None where only the province knows the amount. `steps` are those of one copy
    when the fee goes by the page, else of everything; `copies` multiplies them. `full_vnd` is what
    it would be without `exempt_by`, the group that pays less or nothing; `beside` are the payer's
    other groups that would pay less than everybody too, but not less than this one.
    """

    fee: FeeView
    name_of: FeeView
    several: bool
    steps: tuple[FeeStep, ...]
    copies: int
    capped: bool
    full_vnd: int | None
    amount_vnd: int | None
    exempt_by: str = ""
    beside: tuple[str, ...] = ()

    @property
    def unit(self) -> tuple[int, int] | None:
        """Return (amount each, how many) when the line is a plain product, else None."""
        if self.amount_vnd is None or self.exempt_by or self.capped or len(self.steps) != 1:
            return None
        return self.steps[0].unit_vnd, self.steps[0].count * self.copies


@dataclass(frozen=True, slots=True)
class FeeQuote:
    """Every fee of one filing; `cases` are the cases that the fee knows, `case` the one taken."""

    lines: tuple[QuoteLine, ...]
    case: str = ""
    cases: tuple[str, ...] = ()

    @property
    def total_vnd(self) -> int:
        """Return what is to be paid, as far as it is known."""
        return sum(line.amount_vnd or 0 for line in self.lines)

    @property
    def known(self) -> bool:
        """Whether every amount is known."""
        return all(line.amount_vnd is not None for line in self.lines)

    @property
    def free(self) -> bool:
        """Whether nothing is to be paid: such a filing never sees a payment page."""
        return self.known and self.total_vnd == 0

    @property
    def due(self) -> tuple[QuoteLine, ...]:
        """Return the lines of more than nothing."""
        return tuple(line for line in self.lines if line.amount_vnd)


def fees_due(
    version: VersionView,
    *,
    on_day: date,
    case: str = "",
    channel: str = "",
    quantity: int = 1,
    copies: int = 1,
    papers: Sequence[PageCount] = (),
    groups: Collection[str] = (),
    province: str = "",
) -> FeeQuote:
    """Return what a filing under `version` costs on a day.

    `quantity` counts pages of one copy for a fee by the page, else copies, documents or cases as
    the fee says; `copies` multiplies fees by the page. Several `papers` copied at once are counted
    instead of both, each by itself: steps and cap begin anew with every copy (Circular
    226/2016/TT-BTC Art. 4); papers of as many pages make one line. `groups` are `ExemptionGroup`s
    that the payer belongs to, `province` the code of the province whose resolution holds. An
    unknown case counts as the first one, which is the ordinary one. Raises ValueError for a count
    below one.
    """
    counts = _by_pages(papers) or [(quantity, copies)]
    if min(quantity, copies, *(number for count in counts for number in count)) < 1:
        raise ValueError("a quantity is one or more")
    rows = version.fees_on(on_day, channel)
    cases = tuple(dict.fromkeys(fee.case for fee in rows if fee.case))
    taken = case if case in cases else (cases[0] if cases else "")
    fitting = [
        fee
        for fee in rows
        if fee.case in {"", taken} and fee.province in {"", province} and fits(fee, groups)
    ]
    charges: dict[str, list[FeeView]] = {}
    for fee in fitting:
        charges.setdefault(fee.charge or f"#{fee.id}", []).append(fee)
    found = (
        _line(charge, count, times, groups)
        for charge in charges.values()
        for count, times in (counts if charge[0].per == PAGE else [(quantity, copies)])
    )
    return FeeQuote(tuple(line for line in found if line is not None), taken, cases)


def _by_pages(papers: Iterable[PageCount]) -> list[tuple[int, int]]:
    """Return (pages of a copy, how many copies), fewest pages first."""
    found: Counter[int] = Counter()
    for paper in papers:
        found[paper.pages] += paper.copies
    return sorted(found.items())


def fits(fee: FeeView, groups: Collection[str]) -> bool:
    """Tell whether a rule that is for one group only may be used by somebody."""
    return not fee.group or fee.group in groups


def _line(
    rows: Sequence[FeeView], quantity: int, copies: int, groups: Collection[str]
) -> QuoteLine | None:
    """Reckon one charge: the rule for everybody, then the most favourable of the payer's groups.

    Favours are not added up: each group is reckoned by itself, and the least amount holds.
    """
    ordinary = _closest([fee for fee in rows if not fee.group])
    special = [fee for fee in rows if fee.group]
    if not ordinary and not special:
        return None
    line = _reckon(ordinary, quantity, copies) if ordinary else None
    favours = _favours(line, ordinary, groups)
    for group in dict.fromkeys(fee.group for fee in special):
        own = _reckon(_closest([fee for fee in special if fee.group == group]), quantity, copies)
        if line is None:
            line = own  # a fee that only groups know
        elif own.amount_vnd is not None and (
            line.amount_vnd is None or own.amount_vnd < line.amount_vnd
        ):
            favours.append(_less(line, own, own.amount_vnd, group))
    if not favours or line is None:
        return line
    best = min(favours, key=lambda one: one.amount_vnd or 0)  # of equals the first
    others = dict.fromkeys(one.exempt_by for one in favours)
    return replace(best, beside=tuple(one for one in others if one != best.exempt_by))


def _closest(rows: Sequence[FeeView]) -> list[FeeView]:
    """Return the rules made most closely for the filing: province, then case, then channel."""

    def closeness(fee: FeeView) -> tuple[bool, bool, bool]:
        return bool(fee.province), bool(fee.case), bool(fee.channel)

    most = max(map(closeness, rows), default=None)
    return [fee for fee in rows if closeness(fee) == most]


def _reckon(rows: Sequence[FeeView], quantity: int, copies: int) -> QuoteLine:
    by_page = rows[0].per == PAGE
    if any(fee.amount_vnd is None for fee in rows):
        return QuoteLine(rows[0], rows[0], False, (), 1, False, None, None)
    steps = tuple(
        FeeStep(count, fee.amount_vnd or 0) for fee in rows if (count := _count(fee, quantity))
    )
    each = sum(step.amount_vnd for step in steps)
    caps = [fee.cap_vnd for fee in rows if fee.cap_vnd is not None]
    capped = bool(caps) and each > min(caps)
    times = copies if by_page else 1
    amount = (min(caps) if capped else each) * times
    return QuoteLine(rows[0], rows[0], len(rows) > 1, steps, times, capped, amount, amount)


def _count(fee: FeeView, quantity: int) -> int:
    """Return how many of `quantity` fall into the rule's step (from its first to its last)."""
    last = quantity if fee.last is None else min(quantity, fee.last)
    return max(0, last - fee.first + 1)


def _favours(
    line: QuoteLine | None, rows: Sequence[FeeView], groups: Collection[str]
) -> list[QuoteLine]:
    """Return the fee at nothing for each of the payer's groups that need not pay it."""
    if line is None or line.amount_vnd == 0:
        return []
    free = {group for fee in rows for group in fee.exempt}
    return [_less(line, line, 0, one) for one in ExemptionGroup if one in free and one in groups]


def _less(line: QuoteLine, by: QuoteLine, amount: int, group: str) -> QuoteLine:
    return QuoteLine(
        by.fee, line.name_of, line.several, by.steps, by.copies, by.capped, line.full_vnd,
        amount, group,
    )  # fmt: skip
