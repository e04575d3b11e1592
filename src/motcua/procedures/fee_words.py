"""A reckoned fee in plain words: its name, how it was reckoned, on what basis, why it is less."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from motcua.procedures.labels import CASES, GROUPS, PER, word
from motcua.procedures.rules import FeeQuote, FeeStep, QuoteLine
from motcua.procedures.types import FeeView

LANGUAGES = ("vi", "en", "id")


@dataclass(frozen=True)
class FeeLineWords:
    """One fee of a quote in the active language; `amount_vnd` None: the province sets it."""

    name: str
    amount_vnd: int | None
    how: str
    basis: str
    reason: str
    note: str


def quote_words(quote: FeeQuote) -> tuple[FeeLineWords, ...]:
    """Return every fee of a quote in the active language."""
    return tuple(line_words(line) for line in quote.lines)


def line_words(line: QuoteLine) -> FeeLineWords:
    """Return one fee of a quote in the active language."""
    return FeeLineWords(
        name=line_name(line),
        amount_vnd=line.amount_vnd,
        how=line_how(line),
        basis=line.fee.source,
        reason=line_reason(line),
        note=line.fee.note_label,
    )


def line_reason(line: QuoteLine) -> str:
    """Return why it is less: for which group, and that it is the best of several."""
    if not line.exempt_by:
        return ""
    if not line.beside:
        return _("Reduced: %(group)s.") % {"group": group_name(line.exempt_by)}
    return _("Reduced: %(group)s, the most favourable; considered too: %(others)s.") % {
        "group": group_name(line.exempt_by),
        "others": ", ".join(group_name(one) for one in line.beside),
    }


def line_name(line: QuoteLine) -> str:
    """Return the fee's name; of a fee with steps what stands before the step's own words."""
    label = line.name_of.label
    return label.partition(":")[0] if line.several else label


def line_how(line: QuoteLine) -> str:
    """Return how the amount was reckoned, such as "2 pages × 2,000 ₫ + 1 page × 1,000 ₫"."""
    if line.amount_vnd is None:
        return _("set by the provincial People's Council")
    if not line.steps or not any(step.unit_vnd for step in line.steps):
        return _("free of charge")
    text = " + ".join(_step(line.fee, step) for step in line.steps)
    if line.capped:
        text += "; " + _("at most %(cap)s a copy") % {"cap": money(line.fee.cap_vnd or 0)}
    if line.copies > 1:
        text = _("(%(one)s) × %(n)s copies") % {"one": text, "n": line.copies}
    return text


def group_name(group: str) -> str:
    """Return the name of a group that pays less."""
    return word(GROUPS, group)


def case_name(case: str) -> str:
    """Return the name of a case of a fee."""
    return word(CASES, case)


def money(amount_vnd: int) -> str:
    """Return an amount with its thousands grouped as the active language does."""
    separator = "," if (get_language() or "vi").startswith("en") else "."
    return f"{amount_vnd:,} ₫".replace(",", separator)


def line_texts(line: QuoteLine) -> dict[str, dict[str, str]]:
    """Return name and reckoning in every language, for what is kept beyond this request."""
    texts: dict[str, dict[str, str]] = {"name": {}, "how": {}}
    for language in LANGUAGES:
        with override(language):
            words = line_words(line)
            texts["name"][language] = words.name
            texts["how"][language] = "; ".join(filter(None, (words.how, words.reason)))
    return texts


def _step(fee: FeeView, step: FeeStep) -> str:
    each = money(step.unit_vnd)
    if fee.per in PER:
        each = f"{each} {word(PER, fee.per)}"
    return f"{step.count} × {each}" if step.count > 1 else each
