"""What the kiosk's screens share: how much stands on one, and which papers are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from motcua.dossiers.services.intake import components_lacking
from motcua.portal.hall import Place
from motcua.portal.words import vietnamese
from motcua.procedures.types import ComponentKind, ComponentView, VersionView
from motcua.reception.services import appointment_check_in, slip_take
from motcua.reception.services.slips import SCANNED_LONGEST
from motcua.reception.types import TicketView
from motcua.ui.types import Choice

MATTERS_SHOWN = 6
PROCEDURES_SHOWN = 5
EXAMPLES = 2
PAPERS_A_SCREEN = 4  # so that nothing scrolls, however long the law names them
PAPERS_MOST = 12  # then the official goes through the rest at the counter
MISSING_SHOWN = 4


@dataclass(frozen=True)
class PaperAsked:
    """A paper on the kiosk; `condition` says when it is needed, or when it is not."""

    id: int
    label: str | SafeString
    condition: str | SafeString
    required: bool


def tiles_of(lines: Iterable[tuple[str, str, str]]) -> list[Choice]:
    """Return tiles: a name in Vietnamese, an address, a line below in the reader's language."""
    return [Choice(vietnamese(name), url, text) for name, url, text in lines]


def examples_of(procedures: Sequence[VersionView]) -> str:
    """Say below a queue's name what it is for, at a glance.

    In Vietnamese the two shortest names among the procedures most asked for; in other languages,
    which the names of procedures are not translated into, those of the fields.
    """
    if (get_language() or "vi") != "vi":
        return "; ".join(dict.fromkeys(one.field_name for one in procedures))
    names = [one.name for one in procedures[:PROCEDURES_SHOWN]]
    short = sorted(names, key=len)[:EXAMPLES]
    return "; ".join(name for name in names if name in short)


def papers_missing(version: VersionView, have: Iterable[int]) -> list[ComponentView]:
    """Return the papers without which the counter cannot accept: by the rule of the intake.

    An electronic form is no paper: whoever stands in the hall does not bring one.
    """
    lacking = components_lacking(version, [(one, True, False) for one in have])
    return [one for one in lacking if one.kind is not ComponentKind.FORM]


def papers_asked(version: VersionView) -> list[ComponentView]:
    """Return the papers that are asked for on the kiosk: those that the counter needs come first.

    Left out is what nobody brings: electronic forms, and papers for the one case that the State's
    own data cannot be read.
    """
    needed = papers_missing(version, ())
    rest = [
        one
        for one in version.components
        if not (one.required or one.kind is ComponentKind.FORM or one.satisfied_by)
    ]
    return [*needed, *rest][:PAPERS_MOST]


def paper_screens(version: VersionView) -> list[list[PaperAsked]]:
    """Return the papers screen by screen."""
    papers = [paper_told(one) for one in papers_asked(version)]
    return [
        papers[start : start + PAPERS_A_SCREEN] for start in range(0, len(papers), PAPERS_A_SCREEN)
    ]


def code_take(place: Place, scanned: str) -> TicketView:
    """Give the number that a code is good for: an appointment's digits, or a request's address.

    Raises Refused, in words that can be shown.
    """
    text = scanned.strip()
    if text.isascii() and text.isdigit():
        return appointment_check_in(
            unit_id=place.unit_id,
            code=text,
            key=uuid4(),
            language=place.language,
            kiosk=place.device.id,
        )
    return slip_take(
        unit_id=place.unit_id,
        scanned=text[:SCANNED_LONGEST],
        key=uuid4(),
        language=place.language,
    )


def numbers_of(texts: Iterable[str]) -> list[int]:
    """Return the whole numbers among some texts, each once."""
    found = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 12)
    return list(dict.fromkeys(found))


def paper_told(one: ComponentView) -> PaperAsked:
    """Return a paper with its condition, both in the language in force or marked as Vietnamese."""
    text = "" if one.required and one.template else one.condition_label  # here one files in person
    if text and text == one.condition:
        text = vietnamese(text)
    label = one.label if one.label != one.name else vietnamese(one.name)
    return PaperAsked(one.id, label, text, required=one.required)
