"""Days as whole months and what is left of them at both ends, as totals are read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `first` to `head` and `tail` to `last`, and all months between; each may be none."""

    first: date
    head: date
    months_from: date
    months_to: date
    tail: date
    last: date

    def parameters(self) -> dict[str, date]:
        """Return them by name, for a statement."""
        return asdict(self)


def stretch_of(first: date, last: date, *, months: bool = True) -> Stretch:
    """Return how some days are read; without `months` each by itself. No day: `last` before it."""
    if not months:
        return Stretch(first, last, date.max, date.min, date.max, last)
    begin = first if first.day == 1 else month_after(first)
    end = (last + ONE_DAY).replace(day=1) - ONE_DAY  # the last day of the last month that is whole
    return Stretch(
        first=first,
        head=min(begin - ONE_DAY, last),
        months_from=begin,
        months_to=end.replace(day=1),
        tail=max(end + ONE_DAY, begin),
        last=last,
    )


def month_after(day: date) -> date:
    """Return the first day of the month that follows a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
