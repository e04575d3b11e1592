"""From controls to answers and back: what a browser sends, read by what the form asks.

Names of controls: the path of the answer ("child.name", "heirs.0.share"); where one answer has
several controls a colon and the control ("birth:day", "home:commune", "heirs:rows"). Whatever
else is sent is not read. `values_raw` is the inverse: reading what it writes gives the answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from motcua.forms.rules.parts import children_of
from motcua.forms.rules.settle import decimal_text
from motcua.forms.rules.texts import date_exists, format_clean, text_clean
from motcua.forms.types import Answers, FormView, Kind, Page, Problem, Question, Raw

SHOWN = ":shown"  # lists the conditional questions that stood on the page
YES, NO = "yes", "no"
MOST_ROWS = 50
_LENGTH = 20_000  # of one control; a browser's own limit lies far below
_DIGITS = re.compile(r"-?[0-9]{1,15}")
_DAY_WHOLE = re.compile(r"\s*([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})\s*")
_ADDRESS = ("province", "commune", "detail", "said")


def raw_of(data: Any) -> Raw:
    """Return what was sent as lists of texts by name; a QueryDict or a mapping of lists."""
    pairs = data.lists() if hasattr(data, "lists") else data.items()
    return {
        str(name): [
            str(value)[:_LENGTH] for value in (values if isinstance(values, list) else [values])
        ]
        for name, values in pairs
    }


def page_read(form: FormView, page: Page, raw: Raw) -> tuple[Answers, list[Problem]]:
    """Return the answers on a page and what cannot be read; whether they may stay is not asked."""
    del form
    reader = _Reader(raw)
    return reader.all(page.questions, "", ""), reader.problems


def values_raw(questions: tuple[Question, ...], values: Mapping[str, Any], prefix: str = "") -> Raw:
    """Return what stands in the controls when these answers are shown."""
    found: Raw = {}
    for question in questions:
        if question.compute:
            continue
        path, value = f"{prefix}{question.key}", values.get(question.key)
        if question.kind is Kind.GROUP:
            rows = value if isinstance(value, list) else []
            found[f"{path}:rows"] = [str(len(rows))]
            for number, row in enumerate(rows):
                found |= values_raw(question.questions, row, f"{path}.{number}.")
        elif question.kind is Kind.PERSON:
            found |= values_raw(children_of(question), value or {}, f"{path}.")
        elif value is not None:
            found |= _value_raw(question, path, value)
    return found


def _value_raw(question: Question, path: str, value: Any) -> Raw:
    match question.kind:
        case Kind.DATE | Kind.PARTIAL_DATE:
            parts = [*str(value).split("-"), "", ""][:3]
            names = ("year", "month", "day")
            return {f"{path}:{n}": [p.lstrip("0")] for n, p in zip(names, parts, strict=True) if p}
        case Kind.ADDRESS:
            return {f"{path}:{key}": [str(value[key])] for key in _ADDRESS if value.get(key)}
        case Kind.CHOICES | Kind.ATTACHMENT:
            return {path: [str(one) for one in value]}
        case Kind.YES_NO | Kind.DECLARATION:
            return {path: [YES if value else NO]}
    return {path: [str(value)]}


class _Reader:
    """Reads controls and collects what it cannot read."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.problems: list[Problem] = []

    def problem(self, path: str, code: str, label: str, **params: Any) -> None:
        self.problems.append(Problem(path, code, label, params))

    def all(self, questions: tuple[Question, ...], prefix: str, row: str) -> Answers:
        found: Answers = {}
        for question in questions:
            if question.compute:
                continue
            path = f"{prefix}{question.key}"
            label = f"{row}{question.label.text}"
            value = self.one(question, path, label)
            if value not in (None, "", [], {}):
                found[question.key] = value
        return found

    def one(self, question: Question, path: str, label: str) -> Any:  # noqa: PLR0911 - one per kind
        match question.kind:
            case Kind.PERSON:
                return self.all(children_of(question), f"{path}.", f"{label}: ")
            case Kind.GROUP:
                return self.group(question, path, label)
            case Kind.ADDRESS:
                return self.address(path, label)
            case Kind.DATE:
                return self.day(path, label, partial=False)
            case Kind.PARTIAL_DATE:
                return self.day(path, label, partial=True)
            case Kind.CHOICES:
                return self.choices(question, path, label)
            case Kind.ATTACHMENT:
                return list(dict.fromkeys(one for one in self.raw.get(path, []) if one))[:MOST_ROWS]
        text = self.single(path, label)
        return None if text is None else self.simple(question, path, label, text)

    def single(self, name: str, label: str) -> str | None:
        """Return the one text of a control, None when it is empty or was not on the page."""
        values = list(dict.fromkeys(self.raw.get(name, [])))
        if len(values) > 1:
            self.problem(name, "sent_twice", label)
            return None
        return text_clean(values[0], lines=True) if values and values[0].strip() else None

    def simple(  # noqa: PLR0911 - one return per kind
        self, question: Question, path: str, label: str, text: str
    ) -> Any:
        match question.kind:
            case Kind.LONG_TEXT:
                return text
            case Kind.INTEGER | Kind.MONEY:
                return self.integer(question.kind, path, label, text)
            case Kind.DECIMAL:
                return self.decimal(path, label, text)
            case Kind.YES_NO:
                return {YES: True, NO: False}.get(text)
            case Kind.DECLARATION:
                return True if text in {YES, "on"} else None
            case Kind.CHOICE:
                return self.choice(question, path, label, text)
        return format_clean(text_clean(text), question.format)

    def integer(self, kind: Kind, path: str, label: str, text: str) -> int | None:
        bare = re.sub(r"[\s.,_đ₫]|vnd|dong|đồng", "", text.lower())
        if _DIGITS.fullmatch(bare) and not (
            kind is Kind.INTEGER and re.search(r"[.,]\d{1,2}$", text)
        ):
            return int(bare)
        self.problem(path, "not_money" if kind is Kind.MONEY else "not_integer", label)
        return None

    def decimal(self, path: str, label: str, text: str) -> str | None:
        bare = re.sub(r"\s", "", text)
        if "," in bare:  # 1.234,5 as in Vietnamese and Indonesian
            bare = bare.replace(".", "").replace(",", ".")
        try:
            value = Decimal(bare) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", bare) else None
        except InvalidOperation:
            value = None
        if value is None:
            self.problem(path, "not_decimal", label)
            return None
        return decimal_text(value)

    def choice(self, question: Question, path: str, label: str, text: str) -> str | None:
        if question.option(text):
            return text
        # A list that is searched by typing sends the words of the answer.
        by_words = [one.value for one in question.options if text in (one.label.text, one.label.vi)]
        if by_words:
            return by_words[0]
        self.problem(path, "not_in_list", label)
        return None

    def choices(self, question: Question, path: str, label: str) -> list[str]:
        sent = set(self.raw.get(path, []))
        if sent - {option.value for option in question.options} - {""}:
            self.problem(path, "not_in_list", label)
        return [option.value for option in question.options if option.value in sent]

    def day(self, path: str, label: str, *, partial: bool) -> str | None:
        names = ("day", "month", "year")
        day, month, year = (self.single(f"{path}:{name}", label) or "" for name in names)
        whole = _DAY_WHOLE.fullmatch(day or self.single(path, label) or "")
        if whole and not month and not year:  # "9/2/1960" typed or pasted into the first control
            day, month, year = whole.groups()
        if not (day or month or year):
            return None
        given = [part for part in (day, month, year) if part]
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in given):
            self.problem(path, "date_not_numbers", label)
        elif not year or (day and not month) or (not partial and not (day and month)):
            self.problem(path, "date_incomplete" if not partial else "date_without_year", label)
        elif len(year) != 4:
            self.problem(path, "year_short", label)
        else:
            found = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
            if date_exists(f"{found}-01-01"[:10] if len(found) < 8 else found):
                return found
            self.problem(path, "date_not_there", label)
        return None

    def address(self, path: str, label: str) -> dict[str, str]:
        found = {}
        for key in _ADDRESS:
            text = text_clean(self.single(f"{path}:{key}", label) or "")
            if text:
                found[key] = text
        return found

    def group(self, question: Question, path: str, label: str) -> list[Answers]:
        rows = rows_count(self.raw, path, question)
        return [
            self.all(question.questions, f"{path}.{number}.", f"{label} {number + 1}: ")
            for number in range(rows)
        ]


def rows_count(raw: Raw, path: str, question: Question) -> int:
    """Return how many rows a group has on the page; never more than the form allows, plus one."""
    text = (raw.get(f"{path}:rows") or ["0"])[0]
    most = question.most if isinstance(question.most, int) else 20
    given = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return min(given, most, MOST_ROWS)


def bound_text(bound: int | str, today: date) -> str:
    """Return a bound of a date as an ISO day."""
    return today.isoformat() if bound == "today" else str(bound)
