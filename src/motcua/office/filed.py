"""What a filing from home brought, in words for the official who reads the dossier.

The content of a dossier may also come through the API, from another system: whatever does not have
the shape that `filing` writes is passed over here, and never breaks the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.deadlines.explain import explanation_lines
from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.types import Channel
from motcua.dossiers.views import AttachmentView, DossierView, SupplementView
from motcua.filing.groups import group_title
from motcua.filing.queries import Place, place_of
from motcua.filing.rules import file_mark
from motcua.filing.sources import source_labels
from motcua.filing.types import SourceState
from motcua.forms.queries import forms_by_ids, summary
from motcua.forms.types import Section
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden

# So many lines are read at a glance; more of them open on touch.
SHORT = 12
_RESULT = 3  # national state of digitisation: the result of another dossier (domain brief 8.1)
FIELDS = {
    "name": gettext_lazy("name"),
    "birth_date": gettext_lazy("date of birth"),
    "sex": gettext_lazy("sex"),
}
ACCOUNT = gettext_lazy("The national account")


@dataclass(frozen=True)
class FlagWords:
    """Something to be looked at: where, and what is said against what."""

    label: str
    text: str


@dataclass(frozen=True)
class ReusedWords:
    """A file that was used again: which paper it is for, and why it may be believed."""

    paper: str
    name: str
    text: str
    verified: bool


@dataclass(frozen=True)
class SiblingLink:
    """A dossier of the same group that this official may open."""

    title: str
    code: str


@dataclass(frozen=True)
class AskedItem:
    """One thing that a supplement asked for, and what was sent for it."""

    text: str
    answer: str
    files: tuple[AttachmentView, ...]
    note: str = ""


def filed_words(view: DossierView, actor: Actor) -> dict[str, Any]:
    """Return what the page shows of a filing from home; up to five statements, none for others."""
    sections = _answers(view)
    place = place_of(view.id) if view.channel is Channel.ONLINE else None
    return {
        "answers": sections,
        "answers_short": sum(len(one.lines) for one in sections) <= SHORT,
        "flags": _flags(view, sections),
        "flags_kind": "info" if view.ended_at else "warning",
        "reused": reused_words(view),
        "delivery": _delivery(view),
        "group": _group(place, actor) if place else None,
        "waits": explanation_lines(view.due_explanation) if view.waiting else [],
    }


def asked_items(supplement: SupplementView, view: DossierView) -> list[AskedItem]:
    """Return what was asked for, item by item, with the words and files that came for it."""
    sent = {one.item: one for one in supplement.answers}
    files = {one.file_id: one for one in view.attachments}
    items = []
    for place, text in enumerate(supplement.items):
        came = sent.get(place)
        linked = (files.get(file_id) for file_id in (came.file_ids if came else ()))
        items.append(
            AskedItem(
                text,
                came.text if came else "",
                tuple(one for one in linked if one),
                came.note if came else "",
            )
        )
    return items


def _answers(view: DossierView) -> tuple[Section, ...]:
    """Return the answers as of the day they were sent, under the version of the form they gave."""
    form_id = _mapping(view.content.get("form")).get("id")
    answers = _mapping(view.content.get("answers"))
    if not isinstance(form_id, int) or not answers:
        return ()
    form = forms_by_ids([form_id]).get(form_id)
    if form is None:
        return ()
    names = {file_mark(one.file_id): one.name for one in view.attachments}
    return summary(form, answers, on=clock.local(view.submitted_at).date(), files=names)


def _flags(view: DossierView, sections: Iterable[Section]) -> list[FlagWords]:
    flags = view.content.get("flags")
    if not isinstance(flags, list):
        return []
    lines = {line.path: line for section in sections for line in section.lines}
    words = []
    for flag in map(_mapping, flags):
        if "state" in flag:
            words.append(_source_words(flag))
        elif "path" in flag:
            path = str(flag["path"])
            parts = path.split(".")
            prefixes = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
            label = ": ".join(lines[one].label for one in prefixes if one in lines)
            declared = lines[path].text if path in lines else str(flag.get("declared") or "")
            words.append(
                FlagWords(
                    label or str(flag.get("label") or path),
                    _("%(source)s says “%(told)s”; the applicant declares “%(declared)s”.")
                    % {
                        "source": _source(flag),
                        "told": str(flag.get("told") or "–"),
                        "declared": declared or "–",
                    },
                )
            )
    return words


def _source_words(flag: Mapping[str, Any]) -> FlagWords:
    if flag["state"] == SourceState.DOWN.value:
        text = _("The source did not answer; what it would prove is proved by papers.")
        return FlagWords(_source(flag), text)
    differs = flag.get("differs")
    fields = differs if isinstance(differs, list) else []
    names = [str(FIELDS.get(str(one), one)) for one in fields]
    text = _("The source and the national account do not say the same: %(fields)s.")
    return FlagWords(_source(flag), text % {"fields": ", ".join(names) or "–"})


def _source(flag: Mapping[str, Any]) -> str:
    """Return a source in the reader's language; its name as it was stored where it is gone."""
    key = str(flag.get("key") or ("" if "path" in flag else flag.get("source") or ""))
    if key in {"person", "subject"}:
        return str(ACCOUNT)
    return next(iter(source_labels([key])), "") or str(flag.get("source") or "")


def reused_words(view: DossierView) -> list[ReusedWords]:
    """Return the files that the applicant took from what the State had or kept already."""
    told = view.content.get("reused")
    names = {one.file_id: one.name for one in view.attachments}
    papers = {one.component_id: one.name for one in view.components}
    found = []
    for one in map(_mapping, told if isinstance(told, list) else []):
        words = {"code": str(one.get("dossier") or "–")}
        if one.get("verified") is not True:
            text = _("Uploaded earlier by the applicant; nobody has vouched for it.")
        elif one.get("state") == _RESULT:
            text = _("Result of dossier %(code)s, issued by an office.") % words
        else:
            text = _("Accepted by an official in dossier %(code)s.") % words
        if one.get("shown") is True:
            text = _("Shown by the person at the counter. %(source)s") % {"source": text}
        found.append(
            ReusedWords(
                paper=papers.get(_number(one.get("component")), ""),
                name=names.get(_number(one.get("file")), ""),
                text=text,
                verified=one.get("verified") is True,
            )
        )
    return [one for one in found if one.name]


def _delivery(view: DossierView) -> list[tuple[str, str]]:
    """Return (icon, words) of where the result is posted to."""
    told = _mapping(view.content.get("delivery"))
    icons = (("user", "name"), ("map-pin", "address"), ("phone", "phone"))
    return [(icon, str(told[key])) for icon, key in icons if told.get(key)]


def _group(place: Place, actor: Actor) -> dict[str, Any]:
    """Return the group of a dossier: what it needs of others, and those this official may open."""
    rows = dossiers_by_ids(one.dossier_id for one in place.siblings)  # only of one's own scope
    open_ = []
    for one in place.siblings:
        row = rows.get(one.dossier_id)
        if row is None:
            continue
        try:
            actor.posting_for(Action.DOSSIER_READ, row.receiving_unit_id, row.competent_unit_id)
        except Forbidden:
            continue
        open_.append(SiblingLink(one.title, row.code))
    return {
        "title": group_title(place.kind),
        "code": place.code,
        "order": place.order,
        "parts": place.parts,
        "siblings": open_,
        "needs": place.needs,
    }


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
