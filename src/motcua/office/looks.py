"""What of a dossier can be looked at: files, drafts, answers, what was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from motcua.documents.queries import files_told
from motcua.documents.types import Hold
from motcua.dossiers.opinion_labels import OUTCOMES
from motcua.dossiers.views import DossierView

FORM = "f"


@dataclass(frozen=True)
class Shown:
    """One thing to look at: its key in the address, its name, how many pages it has."""

    key: str
    name: str
    group: str
    pages: int = 0
    text: str = ""
    held: bool = False


def shown_all(view: DossierView, *, form: bool) -> list[Shown]:
    """Return everything of a dossier that can be looked at; one statement.

    `form`: there is something that was filled in.
    """
    answers = [one.last for one in view.opinions if one.last is not None]
    ids = {one.file_id for one in view.attachments} | {one.file_id for one in view.results}
    files = files_told(ids | {one.file_id for one in answers if one.file_id is not None})
    things = [Shown(FORM, _("What was filled in"), "")] if form else []
    named = {a.id: component.name for component in view.components for a in component.files}
    for one in view.attachments:
        stored = files[one.file_id]
        group = named.get(one.id, _("Other papers"))
        things.append(_shown(f"a{one.id}", one.name, group, stored))
    for result in view.results:
        name = _("%(title)s, version %(version)s")
        words = name % {"title": result.title, "version": result.version}
        things.append(_shown(f"r{result.version}", words, _("Result"), files[result.file_id]))
    for asked in view.opinions:
        last = asked.last
        if last is None:
            continue
        pages = max(files[last.file_id].pages, 1) if last.file_id else 0
        text = f"{OUTCOMES[last.outcome]}\n{last.text}"
        things.append(Shown(f"o{asked.ordinal}", asked.unit_name, _("Opinions"), pages, text))
    return things


def _shown(key: str, name: str, group: str, stored: Any) -> Shown:
    return Shown(key, name, group, max(stored.pages, 1), held=stored.hold is not Hold.NONE)
