"""Answers in words of the active language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from motcua.forms.rules.expressions import number
from motcua.forms.rules.texts import partial_text
from motcua.forms.types import Kind, Question, Words

_GROUP = Words(".", ",", ".")
_POINT = Words(",", ".", ",")
_YES = Words("Có", "Yes", "Ya")
_NO = Words("Không", "No", "Tidak")
_DECLARED = Words("Tôi cam đoan", "I declare this", "Saya menyatakan ini")
_FILES = Words("tệp", "file(s)", "berkas")


def value_text(question: Question, value: Any) -> str:  # noqa: PLR0911 - one return per kind
    """Return one answer in words; empty when there is none."""
    if value is None or value in ("", [], {}):
        return ""
    match question.kind:
        case Kind.MONEY:
            return f"{number_text(value)} ₫"
        case Kind.INTEGER | Kind.DECIMAL:
            return number_text(value)
        case Kind.DATE | Kind.PARTIAL_DATE:
            return partial_text(str(value))
        case Kind.CHOICE:
            option = question.option(value)
            return option.label.text if option else str(value)
        case Kind.CHOICES:
            chosen = [question.option(one) for one in value]
            return "; ".join(option.label.text for option in chosen if option)
        case Kind.YES_NO:
            return _YES.text if value else _NO.text
        case Kind.DECLARATION:
            return _DECLARED.text
        case Kind.ATTACHMENT:
            return f"{len(value)} {_FILES.text}"
        case Kind.ADDRESS:
            return address_text(value)
    return str(value)


def address_text(value: Any) -> str:
    """Return an address on one line, from the house to the province."""
    if not isinstance(value, Mapping):
        return ""
    parts = (value.get("detail"), value.get("commune_name"), value.get("province_name"))
    return ", ".join(str(part) for part in parts if part)


def number_text(value: Any) -> str:
    """Return a number grouped as the active language does."""
    found = number(value)
    if found is None:
        return str(value)
    whole, _point, rest = f"{abs(found):f}".partition(".")
    grouped = f"{Decimal(whole):,f}".replace(",", _GROUP.text)
    sign = "−" if found < 0 else ""
    return f"{sign}{grouped}{_POINT.text}{rest}" if rest.strip("0") else f"{sign}{grouped}"
