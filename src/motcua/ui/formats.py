"""Numbers, money, dates and time left as people write them in each language.

Pure functions of a value and a language, so that pages, slips and tests share them. Times are
shown in the legal zone whatever the zone of the value.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import get_language, gettext, ngettext

from motcua.kernel import clock

NBSP = "\u00a0"
_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
}  # fmt: skip
_MARKS = {"en": (",", "."), "vi": (".", ","), "id": (".", ",")}  # thousands, decimals


def language() -> str:
    """Return the active language as one of vi, en, id."""
    code = (get_language() or "en")[:2]
    return code if code in _WEEKDAYS else "en"


def number(value: float | Decimal, decimals: int = 0) -> str:
    """Return a number grouped as the active language does."""
    thousands, point = _MARKS[language()]
    text = f"{value:,.{decimals}f}"
    text = text.replace(",", "\0").replace(".", point).replace("\0", thousands)
    return text.replace("-", "\u2212")


def money(value: float | Decimal) -> str:
    """Return an amount in Vietnamese dong: `8.000 ₫`."""
    return f"{number(value)}{NBSP}₫"


def percent(value: float | Decimal, decimals: int = 1) -> str:
    """Return a share between 0 and 1 as a percentage; vi and en write `98,8%` / `98.8%`."""
    return f"{number(Decimal(str(value)) * 100, decimals)}%"


def day(value: date) -> str:
    """Return `28/8/2026`; in English `28 Aug 2026`, which cannot be misread."""
    value = _local_date(value)
    if language() == "en":
        return f"{value.day}{NBSP}{_MONTHS['en'][value.month - 1][:3]}{NBSP}{value.year}"
    return f"{value.day}/{value.month}/{value.year}"


def span(first: date, last: date) -> str:
    """Return days from the first to the last as `20/11/2026 – 22/11/2026`; one day alone as one."""
    one, other = day(first), day(last)
    return one if one == other else f"{one} – {other}"


def day_typed(value: date) -> str:
    """Return a date as `day` writes it, with plain spaces: what a field shows and takes back."""
    return day(value).replace(NBSP, " ")


def day_full(value: date) -> str:
    """Return `thứ Sáu 28/8/2026`, `Friday 28 August 2026`, `Jumat 28 Agustus 2026`."""
    value = _local_date(value)
    code = language()
    weekday = _WEEKDAYS[code][value.weekday()]
    if code == "vi":
        return f"{weekday} {value.day}/{value.month}/{value.year}"
    return f"{weekday} {value.day}{NBSP}{_MONTHS[code][value.month - 1]}{NBSP}{value.year}"


def time_of_day(value: datetime) -> str:
    """Return `15:30` in the legal zone."""
    return f"{clock.local(value):%H:%M}"


def instant(value: datetime) -> str:
    """Return `thứ Sáu 28/8/2026, 15:30`."""
    return f"{day_full(value)}, {time_of_day(value)}"


def instant_short(value: datetime) -> str:
    """Return `28/8, 15:30` for dense tables; with the year when it is not this one."""
    when = clock.local(value)
    year = "" if when.year == clock.today().year else f"/{when.year}"
    if language() == "en":
        year = f" {when.year}" if year else ""
        return f"{when.day}{NBSP}{_MONTHS['en'][when.month - 1][:3]}{year}, {when:%H:%M}"
    return f"{when.day}/{when.month}{year}, {when:%H:%M}"


def remaining(due: datetime) -> str:
    """Return what is left (`còn 3 giờ`) or passed (`quá hạn 2 ngày`), by the wall clock."""
    now = clock.now()
    span, late = abs(due - now), due < now
    if span >= timedelta(hours=24):
        n = abs((clock.local(due).date() - clock.local(now).date()).days)
        text = (
            ngettext("%(n)s day overdue", "%(n)s days overdue", n)
            if late
            else ngettext("%(n)s day left", "%(n)s days left", n)
        )
    elif span >= timedelta(hours=1):
        n = int(span.total_seconds() // 3600)
        text = (
            ngettext("%(n)s hour overdue", "%(n)s hours overdue", n)
            if late
            else ngettext("%(n)s hour left", "%(n)s hours left", n)
        )
    elif span >= timedelta(minutes=1):
        n = int(span.total_seconds() // 60)
        text = (
            ngettext("%(n)s minute overdue", "%(n)s minutes overdue", n)
            if late
            else ngettext("%(n)s minute left", "%(n)s minutes left", n)
        )
    else:
        return gettext("due now")
    return text % {"n": number(n)}


def file_size(size: int) -> str:
    """Return bytes as `820 kB` or `5,2 MB`."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))}{NBSP}kB"
    return f"{number(size / 1_000_000, 0 if size >= 10_000_000 else 1)}{NBSP}MB"


def _local_date(value: date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
