"""Papers of a draft in words: how each comes, what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.filing.rules import may_be_needless, paper_settled
from motcua.filing.types import DraftFileView, DraftView, PaperWay, SourceState
from motcua.portal.words import vietnamese
from motcua.procedures.types import ComponentView
from motcua.ui.types import Tone


@dataclass(frozen=True)
class PaperTold:
    """A component on the page of papers."""

    id: int
    name: str
    condition: str
    required: bool
    may_be_needless: bool
    way: PaperWay
    note: str
    files: tuple[DraftFileView, ...]
    word: str
    tone: Tone
    url: str
    open: bool


def papers_told(draft: DraftView, asked: Iterable[ComponentView]) -> list[PaperTold]:
    """Return every component that is asked for, in order."""
    return [paper_told(draft, one) for one in asked]


def paper_told(draft: DraftView, component: ComponentView) -> PaperTold:
    """Return one component with where it stands."""
    paper, files = draft.paper(component.id), draft.files_of(component.id)
    gap = paper_settled(component, paper, len(files))
    word, tone = _word(paper.way, len(files), required=component.required, open_=bool(gap))
    if paper.record.startswith("group:"):
        word = _("Handed in with the first filing")
    return PaperTold(
        id=component.id,
        name=vietnamese(component.label) if component.label == component.name else component.label,
        condition=component.condition_label,
        required=component.required,
        may_be_needless=may_be_needless(component),
        way=paper.way,
        note=paper.note,
        files=files,
        word=word,
        tone=tone,
        url=reverse(
            "portal:file_paper", args=[draft.procedure_code, draft.public_id, component.id]
        ),
        open=bool(gap),
    )


def sources_told(draft: DraftView) -> list[tuple[str, str]]:
    """Return what asking the data sources came to: (kind of notice, text)."""
    texts = {
        SourceState.DOWN: _(
            "%(source)s does not answer just now. You lose nothing: hand in the paper instead, or"
            " come back later."
        ),
        SourceState.MISMATCH: _(
            "%(source)s has something else than your account. You need not do anything: an officer"
            " looks at it, and nothing is refused because of it."
        ),
        SourceState.UNKNOWN: _("%(source)s has no record of you. Please hand in the paper."),
    }
    told = []
    for one in draft.sources.values():
        state = SourceState(str(one.get("state", "")))
        if state in texts:
            told.append(("info", texts[state] % {"source": one.get("label", "")}))
    return told


def _word(way: PaperWay, files: int, *, required: bool, open_: bool) -> tuple[str, Tone]:
    if way is PaperWay.DATA:
        return _("Not needed: the State has it"), Tone.DONE
    if way is PaperWay.FILES and files:
        text = ngettext("%(count)s file", "%(count)s files", files) % {"count": files}
        return text, Tone.DONE
    if way is PaperWay.BRING:
        return _("You bring the paper"), Tone.DONE
    if way is PaperWay.NOT_APPLICABLE and not open_:
        return _("Does not apply to you"), Tone.DONE
    if required:
        return _("Still open"), Tone.DUE_SOON
    return _("Only if it applies to you"), Tone.NEUTRAL
