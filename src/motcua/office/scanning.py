"""What the pages of digitisation share: the dossier, the component, words for what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.documents.scans.quality import Finding, Grade, Note, Quality
from motcua.dossiers.queries.digital import components_digital
from motcua.dossiers.scan_types import ComponentDigital, DigitalState
from motcua.dossiers.views import ComponentView, DossierView
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.office.reading import dossier_read
from motcua.ui.types import Tone

PURPOSE = "digitisation of a component"
# Words, tone and icon of where a component stands.
STATES: dict[DigitalState, tuple[Any, Tone, str]] = {
    DigitalState.NONE: (gettext_lazy("Nothing handed in"), Tone.NEUTRAL, "circle"),
    DigitalState.TO_DO: (gettext_lazy("To be digitised"), Tone.DUE_SOON, "file-upload"),
    DigitalState.FILE: (gettext_lazy("File there, not compared"), Tone.DUE_SOON, "paperclip"),
    DigitalState.WORK: (gettext_lazy("Pages under work"), Tone.RUNNING, "files"),
    DigitalState.COMPARE: (gettext_lazy("Waits to be compared"), Tone.RUNNING, "eye"),
    DigitalState.DIGITISED: (gettext_lazy("Digitised, not signed"), Tone.DONE, "file-check"),
    DigitalState.SIGNED: (gettext_lazy("Digitised and signed"), Tone.DONE, "signature"),
    DigitalState.REUSED: (gettext_lazy("Used again"), Tone.DONE, "refresh"),
    DigitalState.DATA: (gettext_lazy("Data instead of paper"), Tone.DONE, "circle-check"),
    DigitalState.WAIVED: (gettext_lazy("Does not apply"), Tone.NEUTRAL, "minus"),
    DigitalState.SHOWN: (gettext_lazy("Shown only, not kept"), Tone.NEUTRAL, "eye"),
}
FINDINGS = {
    Finding.NO_PAGES: gettext_lazy("There are no pages."),
    Finding.PAGES_FEWER: gettext_lazy("%(measured)s pages here, %(asked)s on paper."),
    Finding.PAGES_MORE: gettext_lazy("%(measured)s pages here, only %(asked)s on paper."),
    Finding.COARSE: gettext_lazy(
        "Page %(page)s: %(measured)s dots per inch; %(asked)s are asked for."
    ),
    Finding.TOO_COARSE: gettext_lazy(
        "Page %(page)s: only %(measured)s dots per inch; small print is lost. %(asked)s are asked "
        "for."
    ),
    Finding.SOFT: gettext_lazy(
        "Page %(page)s is a little blurred (sharpness %(measured)s of 100, good from %(asked)s)."
    ),
    Finding.UNREADABLE: gettext_lazy(
        "Page %(page)s is too blurred to read (sharpness %(measured)s of 100, good from "
        "%(asked)s). Take its picture again."
    ),
    Finding.DOUBTFUL_TEXT: gettext_lazy(
        "Page %(page)s: its text was recognised with doubt (%(measured)s %%, good from "
        "%(asked)s %%)."
    ),
    Finding.BLANK: gettext_lazy("Page %(page)s is blank. Take it away if its back is empty."),
    Finding.SAME: gettext_lazy("Page %(page)s shows the same as page %(measured)s."),
}
GRADES = {
    Grade.PASS: (gettext_lazy("The check found nothing wrong"), "success"),
    Grade.WARN: (gettext_lazy("The check found something to look at"), "warning"),
    Grade.FAIL: (gettext_lazy("The check failed"), "error"),
}


@dataclass(frozen=True)
class Place:
    """A component of a dossier that somebody may digitise here."""

    dossier: DossierView
    component: ComponentView
    digital: ComponentDigital

    @property
    def state_words(self) -> tuple[Any, Tone, str]:
        """Return words, tone and icon of where it stands."""
        return STATES[self.digital.state]


def may_digitise(request: SignedInRequest, dossier: DossierView) -> bool:
    """Tell whether this person digitises papers of the dossier."""
    units = (dossier.receiving_unit.id, dossier.return_unit.id)
    return any(request.actor.may(Action.DOSSIER_INTAKE, unit) for unit in units)


def place_read(request: SignedInRequest, code: str, component_id: int) -> Place:
    """Return a component, and record the reading; 404 for whoever does not digitise it."""
    dossier = dossier_read(request, code, purpose=PURPOSE)
    component = next((one for one in dossier.components if one.id == component_id), None)
    if component is None or not may_digitise(request, dossier):
        raise Http404
    return Place(dossier, component, components_digital(dossier.id)[component.id])


def note_words(note: Note) -> str:
    """Return a finding in words, with its number."""
    told = {"page": note.page, "measured": note.measured, "asked": note.asked}
    return str(FINDINGS[note.finding]) % told


def quality_words(quality: Quality) -> dict[str, Any]:
    """Return heading, kind of notice and sentences of a check."""
    heading, kind = GRADES[quality.grade]
    return {
        "heading": str(heading),
        "kind": kind,
        "lines": [note_words(note) for note in quality.notes],
        "failed": quality.grade is Grade.FAIL,
    }


def text_words(*, has_text: bool, installed: bool) -> str:
    """Say whether the text of a PDF can be searched, and if not, why."""
    if has_text:
        return _("With text that can be searched.")
    if installed:
        return _("Without text: it could not be recognised.")
    return _("Without text: the program for recognising text (tesseract) is not installed here.")
