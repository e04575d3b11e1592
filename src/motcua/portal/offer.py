"""A procedure in plain words: who, with what, how long, how much, by which way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.portal.charges import NOWHERE, Charge, Provinces, charges_of
from motcua.portal.words import vietnamese
from motcua.procedures.labels import (
    APPLICANTS,
    CHANNELS,
    DATA_SOURCES,
    HANDLERS,
    LEVELS,
    PART_NAMES,
    parts_text,
    review_text,
    source_text,
    word,
)
from motcua.procedures.types import ComponentKind, ComponentView, FeeState, VersionView, worded


@dataclass(frozen=True)
class Paper:
    """One paper: what it is, in how many pieces, when it is needed, what replaces it."""

    name: str
    pieces: str
    notes: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class Offer:
    """What the page of a procedure says."""

    applicants: tuple[str, ...]
    decided_by: tuple[str, ...]
    levels: tuple[str, ...]
    papers: tuple[Paper, ...]
    limit: str
    limit_note: str
    charges: tuple[Charge, ...]
    fee_text: str
    channels: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    to_check: tuple[str, ...]
    missing: str
    missing_parts: tuple[str, ...]
    repealed: bool


def offered(version: VersionView, day: date, provinces: Provinces = NOWHERE) -> Offer:
    """Put a version into words of the active language, as it stands on a day."""
    return Offer(
        applicants=tuple(word(APPLICANTS, one) for one in version.applicants),
        decided_by=tuple(_decided_by(version)),
        levels=tuple(word(LEVELS, level) for level in version.levels),
        papers=tuple(_paper(item) for item in version.components),
        limit=version.limit_text if version.limit else "",
        limit_note=worded(version.limit_note, version.limit_note_en),
        charges=charges_of(version, day, provinces),
        fee_text=_fee_text(version),
        channels=tuple(word(CHANNELS, channel) for channel in version.channels),
        sources=tuple(
            (word(PART_NAMES, part), source_text(source))
            for part, source in sorted(version.sources.items())
            if part in PART_NAMES
        ),
        to_check=tuple(review_text(note) for note in version.review_notes),
        missing=parts_text(version.missing),
        missing_parts=version.missing,
        repealed=version.repealed_on(day),
    )


def _decided_by(version: VersionView) -> Iterator[str]:
    if version.agency:
        yield from (vietnamese(name) for name in version.agency)
    else:
        yield from (word(HANDLERS, name) for name in version.handled_by)


def _paper(item: ComponentView) -> Paper:
    name = item.label if item.label != item.name else vietnamese(item.name)
    return Paper(name, _pieces(item), tuple(_paper_notes(item)), item.required)


def _pieces(item: ComponentView) -> str:
    if item.how == "present":
        return _("only to be shown; you keep it")
    if item.kind is ComponentKind.FORM:
        return _("a form; it can be filled in electronically")
    parts = []
    if item.originals:
        text = ngettext("%(n)s original", "%(n)s originals", item.originals)
        parts.append(text % {"n": item.originals})
    if item.copies:
        text = (
            ngettext("%(n)s certified copy", "%(n)s certified copies", item.copies)
            if item.kind is ComponentKind.CERTIFIED_COPY
            else ngettext("%(n)s copy", "%(n)s copies", item.copies)
        )
        parts.append(text % {"n": item.copies})
    if item.kind is ComponentKind.EITHER:
        return _("original or copy")
    return ", ".join(parts) or _("number not known")


def _paper_notes(item: ComponentView) -> Iterator[str]:
    if item.condition:
        label = item.condition_label
        shown = vietnamese(label) if label == item.condition else label
        # The words around it are ours; what stands between may carry a mark of its language.
        yield format_html(_("Condition: %(condition)s").replace("%(condition)s", "{}"), shown)
    elif not item.required:
        yield _("Not always needed.")
    if item.satisfied_by:
        names = ", ".join(word(DATA_SOURCES, source) for source in item.satisfied_by)
        yield _("Not needed when the office can read it in: %(names)s.") % {"names": names}
    if item.template == "yes" and item.kind is not ComponentKind.FORM:
        yield _("There is a printed form for it; the counter has it.")
    elif item.template not in {"", "yes"}:
        yield _("Form: %(form)s") % {"form": item.template}


def _fee_text(version: VersionView) -> str:
    words = {
        FeeState.FREE: _("It is free of charge."),
        FeeState.PROVINCE: _(
            "The People's Council of the province sets the fee. Ask at the counter."
        ),
        FeeState.UNKNOWN: _("The fee is not known here yet. Ask at the counter."),
        FeeState.KNOWN: "",
    }
    return words[version.fee_state]
