"""One drawing beside another: what is compared with what, and how pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.identity.types import Actor
from motcua.kernel.errors import NotFound
from motcua.office.processdesk import draft_or_404, version_or_404
from motcua.procedures.queries import procedure_get
from motcua.workflow.drawn import DraftView
from motcua.workflow.queries import definition_text, process_compare, process_versions

# One letter and one word per mark, so that it reads in black and white.
MARKS: dict[str, tuple[str | Promise, str | Promise]] = {
    "added": (pgettext_lazy("letter of a mark: added", "A"), gettext_lazy("added")),
    "removed": (pgettext_lazy("letter of a mark: removed", "R"), gettext_lazy("removed")),
    "changed": (pgettext_lazy("letter of a mark: changed", "C"), gettext_lazy("changed")),
}
DIGITS_MAX = 18


@dataclass(frozen=True)
class Side:
    """A drawing that stands in a comparison."""

    token: str
    key: str
    title: str
    url: str
    text: str


def draft_side(draft: DraftView) -> Side:
    """Return a draft as one side."""
    title = _("%(name)s, draft") % {"name": draft.name}
    return Side(
        f"d{draft.id}",
        draft.key,
        title,
        reverse("office:process_edit", args=[draft.id]),
        draft.bpmn,
    )


def version_side(actor: Actor, definition_id: int) -> Side:
    """Return a deployed version as one side; 404 when it is out of sight."""
    version = version_or_404(actor, definition_id)
    title = _("%(name)s, version %(version)s") % {"name": version.name, "version": version.version}
    url = reverse("office:process_version", args=[definition_id])
    return Side(f"v{definition_id}", version.key, title, url, definition_text(definition_id))


def side_read(actor: Actor, token: str) -> Side:
    """Return the side that an address names: `v12` a version, `d7` a draft; else 404."""
    kind, digits = token[:1], token[1:]
    if kind not in {"v", "d"} or not digits.isdecimal() or len(digits) > DIGITS_MAX:
        raise Http404
    if kind == "v":
        return version_side(actor, int(digits))
    return draft_side(draft_or_404(actor, int(digits)))


def comparison_of(left: Side, right: Side) -> dict[str, Any]:
    """Return what a page needs to show two drawings: sentences, marks, legend."""
    comparison = process_compare(left.text, right.text)
    if left.title == right.title and left.key != right.key:  # a copy keeps the name it had
        left, right = (replace(one, title=f"{one.title} ({one.key})") for one in (left, right))
    return {
        "left": left,
        "right": right,
        "changes": [(one, *MARKS[one.what]) for one in comparison.changes],
        "legend": [(what, letter, word) for what, (letter, word) in MARKS.items()],
        "older": _marks(changed=comparison.changed, removed=comparison.removed),
        "newer": _marks(changed=comparison.changed, added=comparison.added),
    }


def _marks(**elements: Iterable[str]) -> dict[str, Any]:
    return {
        element: {"what": what, "letter": str(MARKS[what][0]), "word": str(MARKS[what][1])}
        for what, found in elements.items()
        for element in found
        if element
    }


def versus(actor: Actor, draft: DraftView) -> dict[str, Any]:
    """Return a draft against what it was drawn from, or the newest version of its process."""
    versions = process_versions(actor)
    ids = {one.definition_id for one in versions}
    base = draft.based_on_id if draft.based_on_id in ids else None
    if base is None:
        base = next((one.definition_id for one in versions if one.key == draft.key), None)
    right = draft_side(draft)
    if base is None:
        return {"right": right, "changes": None}
    return comparison_of(version_side(actor, base), right)


def procedures_named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return procedures as code and name; one that is gone keeps its code."""
    found = []
    for code in codes:
        try:
            found.append((code, procedure_get(code).version.name))
        except NotFound:
            found.append((code, ""))
    return found
