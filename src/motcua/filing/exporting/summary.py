"""The page to read: what is held, in words and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.pdf import pdf_render
from motcua.filing.exporting.parts import Part
from motcua.kernel import clock

MOST = 300  # rows of one part on paper; all of them are in the JSON
LONGEST = 200
CODED = frozenset({"state", "status_text", "purpose"})  # fields whose values are words of WORDS
_TIMES = {"vi": "H:i, j/n/Y", "en": "H:i, j F Y", "id": "H:i, j F Y"}
_DAYS = {"vi": "j/n/Y", "en": "j F Y", "id": "j F Y"}


def summary_pdf(citizen: CitizenActor, rows: Sequence[tuple[Part, Sequence[Any]]]) -> bytes:
    """Return the page as PDF/A in the active language."""
    now = clock.now()
    language = (get_language() or "vi")[:2]
    data = {
        "language": language,
        "title": _("My data"),
        "name": citizen.subject.name,
        "made": _("As of %(at)s") % {"at": said(now)},
        "page": _("Page"),
        "lead": _(
            "This page tells in short what is held about you. Everything in full stands in the "
            "file data.json beside it, and your papers lie in the folder “files”."
        ),
        "parts": [_part(part, list(found)) for part, found in rows],
    }
    return pdf_render("my_data@1", data, at=now)


def _part(part: Part, rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    shown = rows[:MOST] if part.shown else []
    more = len(rows) - len(shown)
    cells = [[_cell(row, key) for key, _head in part.shown] for row in shown]
    note = ""
    if not rows:
        note = _("Nothing")
    elif more:
        note = _("%(count)s more in data.json") % {"count": more}
    return {
        "title": f"{part.title} ({len(rows)})" if len(rows) > 1 else str(part.title),
        "heads": [str(head) for _key, head in part.shown],
        "rows": cells,
        "widths": _widths([str(head) for _key, head in part.shown], cells),
        "note": note,
    }


def _widths(heads: list[str], cells: list[list[str]]) -> list[int]:
    """Return the columns' shares: by their longest words or texts, so that codes stay whole."""
    shares = []
    for place, head in enumerate(heads):
        texts = [head, *(row[place] for row in cells)]
        word = max(len(one) for text in texts for one in text.split() or [""])
        shares.append(max(word, min(max(map(len, texts)), 26), 6))
    return shares


def _cell(row: Mapping[str, Any], key: str) -> str:
    value = _at(row, key)
    if key in CODED and value in WORDS:
        return WORDS[value]()
    return said(value)[:LONGEST]


def _at(row: Mapping[str, Any], path: str) -> Any:
    value: Any = row
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def said(value: Any) -> str:
    """Put a value as people write it."""
    language = (get_language() or "vi")[:2]
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return pgettext("export", "yes") if value else pgettext("export", "no")
    if isinstance(value, datetime):
        return date_format(clock.local(value), _TIMES.get(language, "c"), use_l10n=False)
    if isinstance(value, date):
        return date_format(value, _DAYS.get(language, "c"), use_l10n=False)
    if isinstance(value, int):
        grouped = f"{value:,}"
        return grouped if language == "en" else grouped.replace(",", ".")
    return str(value)


WORDS = {
    "open": lambda: pgettext("export", "not sent yet"),
    "sent": lambda: pgettext("export", "sent"),
    "discarded": lambda: pgettext("export", "deleted"),
    "requested": lambda: pgettext("export", "asked for"),
    "confirmed": lambda: pgettext("export", "confirmed"),
    "refused": lambda: pgettext("export", "refused"),
    "revoked": lambda: pgettext("export", "ended"),
    "registered": lambda: pgettext("export", "filed"),
    "accepted": lambda: pgettext("export", "accepted"),
    "processing": lambda: pgettext("export", "in process"),
    "supplement": lambda: pgettext("export", "waits for a supplement"),
    "obligation": lambda: pgettext("export", "waits for a payment to the State"),
    "withdrawn": lambda: pgettext("export", "withdrawn"),
    "stopped": lambda: pgettext("export", "stopped"),
    "done": lambda: pgettext("export", "result ready"),
    "returned": lambda: pgettext("export", "result handed over"),
    "pending": lambda: pgettext("export", "to be paid"),
    "paying": lambda: pgettext("export", "being paid"),
    "paid": lambda: pgettext("export", "paid"),
    "held": lambda: pgettext("export", "being looked into"),
    "cancelled": lambda: pgettext("export", "cancelled"),
    "expired": lambda: pgettext("export", "run out"),
    "population_data": lambda: pgettext(
        "export", "filling forms from the national population database"
    ),
    "document_store": lambda: pgettext("export", "keeping verified papers for the next dossier"),
    "rating_contact": lambda: pgettext("export", "being asked how it was"),
}
