"""The sentences of the weekly brief in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from motcua.oversight.brief_rules import Part, Say, Sentence

PARTS: dict[Part, Any] = {
    Part.WEEK: _("The week"),
    Part.BETTER: _("What improved"),
    Part.WORSE: _("What worsened"),
    Part.LATE: _("Who is late"),
    Part.OPEN: _("What is open longest"),
    Part.PROMISES: _("Promises"),
}
COUNTED = "counted"
"""Under this name a sentence gets `n` as a number: which plural it needs."""
TEXTS: dict[Say, Any] = {
    Say.RECEIVED: ngettext_lazy(
        "%(n)s dossier was received, %(before)s in the week before.",
        "%(n)s dossiers were received, %(before)s in the week before.",
        COUNTED,
    ),
    Say.RESOLVED: ngettext_lazy(
        "%(n)s dossier was resolved, %(share)s early or on time; the week before %(before)s.",
        "%(n)s dossiers were resolved, %(share)s of them early or on time; "
        "the week before %(before)s.",
        COUNTED,
    ),
    Say.NONE_RESOLVED: _("No dossier was resolved."),
    Say.BETTER: _(
        "%(unit)s: %(share)s early or on time of %(n)s resolved, %(before)s the week before."
    ),
    Say.WORSE: _(
        "%(unit)s: %(share)s early or on time of %(n)s resolved, %(before)s the week before."
    ),
    Say.NONE_BETTER: _("No unit improved by more than chance."),
    Say.NONE_WORSE: _("No unit worsened by more than chance."),
    Say.OVERDUE: ngettext_lazy(
        "%(unit)s: %(n)s dossier overdue at the end of the week, %(before)s before.",
        "%(unit)s: %(n)s dossiers overdue at the end of the week, %(before)s before.",
        COUNTED,
    ),
    Say.MORE_OVERDUE: ngettext_lazy(
        "%(n)s more unit has overdue dossiers: %(dossiers)s.",
        "%(n)s more units have overdue dossiers: %(dossiers)s.",
        COUNTED,
    ),
    Say.NONE_OVERDUE: _("No dossier was overdue at the end of the week."),
    Say.ANSWER_LATE: ngettext_lazy(
        "%(who)s owes an answer: “%(title)s”, %(n)s dossier blocked.",
        "%(who)s owes an answer: “%(title)s”, %(n)s dossiers blocked.",
        COUNTED,
    ),
    Say.MORE_LATE: ngettext_lazy(
        "%(n)s more answer is owed.", "%(n)s more answers are owed.", COUNTED
    ),
    Say.LONGEST: ngettext_lazy(
        "“%(title)s”: open for %(days)s days, %(n)s dossier blocked.",
        "“%(title)s”: open for %(days)s days, %(n)s dossiers blocked.",
        COUNTED,
    ),
    Say.MORE_OPEN: ngettext_lazy(
        "%(n)s more difficulty is open.", "%(n)s more difficulties are open.", COUNTED
    ),
    Say.NONE_OPEN: _("No difficulty is open."),
    Say.PROMISE_DUE: _("%(who)s promised until %(day)s: “%(title)s”."),
    Say.PROMISE_BROKEN: _("%(who)s had promised until %(day)s and has not kept it: “%(title)s”."),
    Say.PROMISE_MOVED: ngettext_lazy(
        "%(who)s had promised until %(day)s, moved once, now until %(now)s: “%(title)s”.",
        "%(who)s had promised until %(day)s, moved %(n)s times, now until %(now)s: “%(title)s”.",
        COUNTED,
    ),
    Say.MORE_PROMISES: ngettext_lazy(
        "%(n)s more promise is due or broken.",
        "%(n)s more promises are due or broken.",
        COUNTED,
    ),
    Say.NONE_PROMISED: _("No promise is due in the coming week, none is broken."),
}


@dataclass(frozen=True)
class Formats:
    """How the reader's language writes a whole number, a share in per cent, and a day."""

    number: Callable[[int], str]
    share: Callable[[str], str]
    day: Callable[[date], str]


def sentence_text(one: Sentence, formats: Formats) -> str:
    """Return a sentence in words."""
    values = {key: _value(key, value, formats) for key, value in one.values.items()}
    text = TEXTS[one.say]
    return str(text % {**values, COUNTED: one.values.get("n", 0)}) if values else str(text)


def _value(key: str, value: int | str, formats: Formats) -> str:
    if isinstance(value, int):
        return formats.number(value)
    if key in {"day", "now"}:
        return formats.day(date.fromisoformat(value))
    if key in {"share", "before"}:
        return formats.share(value) if value else "–"
    return value
