"""What the kiosk's screens share: how much stands on one, and which papers are asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString

from motcua.portal.words import vietnamese
from motcua.procedures.types import ComponentView, VersionView
from motcua.ui.types import Choice

MATTERS_SHOWN = 6
PROCEDURES_SHOWN = 5
EXAMPLES = 2
PAPERS_A_SCREEN = 4  # so that nothing scrolls, however long the law names them
PAPERS_MOST = 12  # then the official goes through the rest at the counter
MISSING_SHOWN = 4


def tiles_of(lines: Iterable[tuple[str, str, str]]) -> list[Choice]:
    """Return tiles from names in Vietnamese, addresses and a line below."""
    return [
        Choice(vietnamese(name), url, vietnamese(text) if text else "") for name, url, text in lines
    ]


def examples_of(procedures: Iterable[VersionView]) -> str:
    """Return the two shortest names among those most asked for: they are read at a glance."""
    names = [one.name for one in procedures][:PROCEDURES_SHOWN]
    short = sorted(names, key=len)[:EXAMPLES]
    return "; ".join(name for name in names if name in short)


def papers_needed(version: VersionView) -> list[ComponentView]:
    """Return the papers that everybody needs."""
    return [one for one in version.components if one.required and not one.condition]


def papers_asked(version: VersionView) -> list[ComponentView]:
    """Return the papers that are asked for on the kiosk: those that everybody needs come first."""
    needed = papers_needed(version)
    rest = [one for one in version.components if one not in needed]
    return [*needed, *rest][:PAPERS_MOST]


def paper_screens(version: VersionView) -> list[list[tuple[int, str | SafeString]]]:
    """Return the papers screen by screen, each with its number and its name."""
    papers = [(one.id, paper_label(one)) for one in papers_asked(version)]
    return [
        papers[start : start + PAPERS_A_SCREEN] for start in range(0, len(papers), PAPERS_A_SCREEN)
    ]


def numbers_of(texts: Iterable[str]) -> list[int]:
    """Return the whole numbers among some texts, each once."""
    found = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 12)
    return list(dict.fromkeys(found))


def paper_label(one: ComponentView) -> str | SafeString:
    """Return the name of a paper in the language in force, else in Vietnamese and marked so."""
    return one.label if one.label != one.name else vietnamese(one.name)
